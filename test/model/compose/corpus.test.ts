import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadComposeProject } from '../../../rules/model/compose/project.ts';
import type { Files } from '../../../rules/model/files.ts';

const corpus = fileURLToPath(new URL('../../../../shared/corpus/awesome-compose', import.meta.url));

const disk: Files = {
  root: corpus,
  read: async (path) =>
    existsSync(path) ? { kind: 'text', text: readFileSync(path, 'utf8') } : { kind: 'missing' },
  list: async (path) => readdirSync(path).map((name) => ({ name, kind: 'file' })),
};

describe('corpus: docker/awesome-compose', {
  skip: existsSync(corpus) ? false : 'the corpus is not beside the project',
}, () => {
  it('every Compose file is a whole project without problems', async () => {
    const paths = readdirSync(corpus, { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/.test(name))
      .map((name) => `${corpus}/${name}`);
    assert.ok(paths.length >= 39, `${paths.length} files`);
    for (const path of paths) {
      const project = await loadComposeProject(path, disk);
      assert.deepEqual([project.problems, project.gaps, project.view], [[], [], 'project'], path);
      assert.ok(project.services.length > 0, path);
      for (const service of project.services) {
        assert.ok(
          service.complete && (service.image !== undefined || service.hasBuild),
          `${path} ${service.name}`,
        );
        for (const port of service.ports)
          assert.ok(port.readable && port.target.known, `${path} ${service.name}`);
        for (const mount of service.mounts)
          assert.ok(mount.type !== 'unknown' && mount.target.known, `${path} ${service.name}`);
      }
    }
  });
});
