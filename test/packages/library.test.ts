/** The packed library: the examples of its page run, its types hold, and it needs nothing of Node. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../../scripts/root.ts';
import { fences } from '../support/markdown.ts';
import { installedPackage, ran } from './packed.ts';

const installed = installedPackage();

async function run(name: string, text: string): Promise<string> {
  await writeFile(join(installed.folder, name), text);
  const { code, stdout, stderr } = await ran(process.execPath, [name], { cwd: installed.folder });
  assert.equal(code, 0, stderr);
  return stdout;
}

describe('installed library', () => {
  it('runs the examples of its page, the first one within ten lines', async () => {
    const page = await readFile(join(root, 'docs', 'library.md'), 'utf8');
    const [one, several, ...others] = fences(page).filter(({ info }) => info === 'js');
    assert.ok(one !== undefined && several !== undefined && others.length === 0);
    assert.ok(one.body.trimEnd().split('\n').length <= 10);
    assert.match(await run('one.js', one.body), /^line 2: error: .+ \(dockerfile\/root-user\)$/m);
    const output = await run('several.js', several.body);
    assert.match(output, /^compose\.yaml \[[^\]]*'compose\/memory-limit'/m);
    assert.match(output, /^web\/Dockerfile \[/m);
  });

  it('has types that a program can be checked against', async () => {
    await writeFile(
      join(installed.folder, 'typed.ts'),
      `import { type Finding, type FileFindings, lint, lintFiles, rules } from 'bulkhead';
const findings: readonly Finding[] = await lint('FROM scratch', { path: 'Dockerfile', rules: { 'dockerfile/*': 'off' } });
const files: readonly FileFindings[] = await lintFiles({ 'compose.yaml': '' }, { tenancy: 'single' });
const title: string | undefined = rules[0]?.title;
// @ts-expect-error There is no such level.
await lint('', { path: 'Dockerfile', tenancy: 'none' });
// @ts-expect-error A text has to have a name.
await lint('');
export const all = [findings, files, title];
`,
    );
    const settings = { strict: true, module: 'nodenext', target: 'es2022', noEmit: true, types: [] };
    await writeFile(
      join(installed.folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: settings, include: ['typed.ts'] }),
    );
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { code, stdout } = await ran(process.execPath, [tsc, '-p', '.'], { cwd: installed.folder });
    assert.equal(code, 0, stdout);
  });

  it('documents everything it exports', async () => {
    const types = await readFile(join(installed.folder, 'node_modules/bulkhead/dist/index.d.mts'), 'utf8');
    const lines = types.split('\n');
    const silent = lines.filter(
      (line, index) =>
        line.startsWith('export ') && line !== 'export {};' && !lines[index - 1]?.endsWith('*/'),
    );
    assert.deepEqual(silent, []);
    assert.doesNotMatch(types, /\bfrom ['"]/);
  });

  it('runs with nothing but the language and a decoder of UTF-8, which Node and browsers share', async () => {
    const probe = `import { readFileSync } from 'node:fs';
import { createContext, SourceTextModule } from 'node:vm';
const text = readFileSync('node_modules/bulkhead/dist/index.mjs', 'utf8');
const module = new SourceTextModule(text, { context: createContext({ TextDecoder }) });
await module.link(() => { throw new Error('imports something'); });
await module.evaluate();
const findings = await module.namespace.lint('services:\\n  a:\\n    privileged: true\\n', { path: 'compose.yaml' });
console.log(findings.some(({ rule }) => rule === 'compose/no-privileged'));
`;
    await writeFile(join(installed.folder, 'probe.js'), probe);
    const { stdout, stderr } = await ran(process.execPath, ['--experimental-vm-modules', 'probe.js'], {
      cwd: installed.folder,
    });
    assert.equal(stdout, 'true\n', stderr);
  });
});
