/** The packed command line: one archive without dependencies that npm installs offline and that lints. */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import packageJson from '../../package.json' with { type: 'json' };
import { installedPackage, ran } from './packed.ts';

const installed = installedPackage();
const bulkhead = (cwd: string, ...args: readonly string[]) => ran(installed.command, args, { cwd });

describe('installed package', () => {
  it('brings nothing else along', async () => {
    const lock = JSON.parse(await readFile(join(installed.folder, 'package-lock.json'), 'utf8'));
    assert.deepEqual(Object.keys(lock.packages), ['', 'node_modules/bulkhead']);
  });

  it('says its version', async () => {
    assert.deepEqual(await bulkhead(installed.folder, '--version'), {
      code: 0,
      stdout: `${packageJson.version}\n`,
      stderr: '',
    });
  });

  const projects = [
    ['findings', 1, 'services:\n  app:\n    image: app:1.2.3\n    privileged: true\n'],
    ['nothing grave', 0, 'services:\n  app:\n    image: app:1.2.3\n'],
    ['no YAML', 2, 'services: [\n'],
  ] as const;
  for (const [what, code, text] of projects) {
    it(`ends with ${code} on a Compose file with ${what}`, async () => {
      const folder = join(installed.folder, `code ${code}`);
      await mkdir(folder);
      await writeFile(join(folder, 'compose.yaml'), text);
      const lint = await bulkhead(folder, 'lint', '--format', 'json', 'compose.yaml');
      assert.equal(lint.code, code, lint.stderr);
      const report = JSON.parse(lint.stdout);
      assert.equal(report.tool.version, packageJson.version);
      const rules = report.files.flatMap((file: { findings: { rule: string }[] }) =>
        file.findings.map(({ rule }) => rule),
      );
      assert.equal(rules.includes('compose/no-privileged'), code === 1);
    });
  }

  it('explains a rule, so the pages came along', async () => {
    const { code, stdout } = await bulkhead(installed.folder, 'explain', 'compose/no-privileged');
    assert.equal(code, 0);
    assert.match(stdout, /^# /);
  });

  it('carries the licences of what it holds', () => {
    for (const name of ['LICENSE', 'THIRD-PARTY-NOTICES.md', 'sbom.cdx.json'])
      assert.ok(installed.files.includes(name), name);
  });
});
