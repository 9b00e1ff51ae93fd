import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseDockerfile } from '../../../rules/model/dockerfile/parse.ts';

const corpus = fileURLToPath(new URL('../../../../shared/corpus', import.meta.url));

describe('corpus', { skip: existsSync(corpus) ? false : 'the corpus is not beside the project' }, () => {
  it('is read without a problem', () => {
    const names = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(?:^|\/)[^/]*Dockerfile[^/]*$/.test(name),
    );
    assert.ok(names.length >= 30, `${names.length} Dockerfiles`);
    for (const name of names) {
      const file = parseDockerfile(`/${name}`, readFileSync(`${corpus}/${name}`, 'utf8'));
      assert.deepEqual(file.problems, [], name);
      assert.ok(file.stages.length > 0, name);
      for (const { base, platform } of file.stages) {
        assert.ok(base?.text.known, name);
        assert.equal(platform, 'linux', name);
      }
      for (const { shell, keyword, start } of file.instructions) {
        assert.notEqual(shell?.recovered, true, `${name}:${start} ${keyword}`);
        for (const command of shell?.commands ?? [])
          assert.notEqual(command.name, undefined, `${name}:${command.start}`);
      }
    }
  });
});
