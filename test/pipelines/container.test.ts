/** Bulkhead's own container passes Bulkhead at its strictest, and the template for GitLab runs what it says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { rules } from '../../rules/index.ts';
import { bundleAll, bundles, writeBundles } from '../../scripts/build.ts';
import { root } from '../../scripts/root.ts';
import { project } from '../cli/support.ts';
import { ran } from '../packages/packed.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const containerFiles = {
  'container/Dockerfile': read('container/Dockerfile'),
  'container/Dockerfile.dockerignore': read('container/Dockerfile.dockerignore'),
  'container/compose.yaml': read('container/compose.yaml'),
};

describe("Bulkhead's own container", () => {
  for (const hostLsm of ['auto', 'selinux', 'apparmor'] as const) {
    it(`gives no finding of any severity where tenants attack each other (${hostLsm})`, async (test) => {
      const { runWith } = await project(test, {
        ...containerFiles,
        '.bulkhead.yaml': `hostLsm: ${hostLsm}\n`,
      });
      const { code, stdout } = await runWith({ rules }, 'lint', '--format', 'json', '--tenancy', 'hostile');
      const { files, errors, summary } = JSON.parse(stdout);
      assert.deepEqual(errors, []);
      assert.deepEqual(
        files.map(({ path, findings }: { path: string; findings: unknown }) => [path, findings]),
        [
          ['container/Dockerfile', []],
          ['container/compose.yaml', []],
        ],
      );
      assert.equal(summary.suppressed, 0);
      assert.equal(code, 0);
    });
  }

  it('would give findings without its walls', async (test) => {
    const walls = ['read_only', 'cap_drop', 'security_opt', 'mem_limit', 'cpus', 'pids_limit'];
    for (const wall of walls) {
      const weaker = containerFiles['container/compose.yaml'].replace(
        new RegExp(`^    ${wall}: .*\\n`, 'm'),
        '',
      );
      const { runWith } = await project(test, { ...containerFiles, 'container/compose.yaml': weaker });
      const { code } = await runWith({ rules }, 'lint', '--tenancy', 'hostile', '--fail-on', 'info');
      assert.equal(code, 1, wall);
    }
  });

  it('silences nothing', () => {
    for (const text of Object.values(containerFiles)) assert.doesNotMatch(text, /ignore[=:-]/);
  });

  it('copies the one file that the build makes', () => {
    const { services } = parse(containerFiles['container/compose.yaml']);
    assert.deepEqual(
      [services.bulkhead.build.context, services.bulkhead.build.dockerfile],
      ['..', 'container/Dockerfile'],
    );
    assert.match(containerFiles['container/Dockerfile'], /^COPY .* dist\/cli\.js /m);
    assert.equal(containerFiles['container/Dockerfile.dockerignore'], '**\n!dist/cli.js\n');
  });
});

describe('template for GitLab', () => {
  const [header, body] = parseAllDocuments(read('templates/bulkhead.yml')).map((document) => document.toJS());

  it('uses every input that it declares, and no other', () => {
    const used = [...JSON.stringify(body).matchAll(/\$\[\[ inputs\.([\w-]+) \]\]/g)].map(([, name]) => name);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(header.spec.inputs).sort());
  });

  it('writes the report and fails as it says', async (test) => {
    const work = await mkdtemp(join(tmpdir(), 'bulkhead-gitlab-'));
    test.after(() => rm(work, { recursive: true }));
    writeBundles(await bundleAll(bundles.filter(({ file }) => file === 'cli.js')), join(work, 'dist'));
    await writeFile(
      join(work, 'compose.yaml'),
      'services:\n  app:\n    image: app:1.2.3\n    privileged: true\n',
    );
    const inputs: Readonly<Record<string, { readonly default: string }>> = header.spec.inputs;
    const script = (given: Readonly<Record<string, string>>) =>
      (body.bulkhead.script as readonly string[])
        .join('\n')
        .replace(
          /\$\[\[ inputs\.([\w-]+) \]\]/g,
          (_, name: string) => given[name] ?? inputs[name]?.default ?? '?',
        );
    const env = { PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
    const run = (given: Readonly<Record<string, string>>) =>
      ran('sh', ['-e', '-c', script({ cli: 'dist/cli.js', ...given })], { cwd: work, env });
    assert.equal((await run({})).code, 1);
    const report = JSON.parse(
      await readFile(join(work, body.bulkhead.artifacts.reports.codequality), 'utf8'),
    );
    assert.ok(
      report.some(({ check_name }: { check_name: string }) => check_name === 'compose/no-privileged'),
    );
    assert.equal((await run({ 'fail-on': 'never' })).code, 0);
    assert.equal(
      (await run({ cli: 'missing.js' })).code,
      1,
      'a command line that is not there must not pass',
    );
  });
});
