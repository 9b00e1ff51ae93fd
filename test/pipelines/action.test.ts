/** The GitHub Action as a runner runs it: what `action.yml` says, with its script in a real bash. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { parse } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };
import { bundleAll, bundles, writeBundles } from '../../scripts/build.ts';
import { root } from '../../scripts/root.ts';
import { ran } from '../packages/packed.ts';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly id: string;
      readonly shell: string;
      readonly run: string;
      readonly env: Readonly<Record<string, string>>;
    }[];
  };
}

const action: Action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));

/** The folder of the action as a release has it. */
let released = '';
before(async () => {
  released = await mkdtemp(join(tmpdir(), 'bulkhead-action-'));
  await mkdir(join(released, 'action'));
  await copyFile(join(root, 'action/lint.sh'), join(released, 'action/lint.sh'));
  await chmod(join(released, 'action/lint.sh'), 0o755);
  writeBundles(await bundleAll(bundles.filter(({ file }) => file === 'cli.js')), join(released, 'dist'));
});
after(() => rm(released, { recursive: true }));

interface Step {
  readonly code: number;
  readonly stdout: string;
  readonly outputs: string;
  readonly summary: string;
  readonly workspace: string;
}

/** Runs the step with inputs as a runner fills them in; the others have their defaults. */
async function use(
  test: TestContext,
  files: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>> = {},
  actionPath = released,
): Promise<Step> {
  const workspace = await mkdtemp(join(tmpdir(), 'bulkhead-workspace-'));
  test.after(() => rm(workspace, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(workspace, path)), { recursive: true });
    await writeFile(join(workspace, path), text);
  }
  const [step] = action.runs.steps;
  assert.ok(step !== undefined);
  const fill = (value: string) =>
    value.replace(
      /\$\{\{ inputs\.([\w-]+) \}\}/g,
      (_, name: string) => given[name] ?? action.inputs[name]?.default ?? '?',
    );
  const [output, summary] = [join(workspace, '.output'), join(workspace, '.summary')];
  await writeFile(output, '');
  await writeFile(summary, '');
  const env = {
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    GITHUB_ACTION_PATH: actionPath,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    ...Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, fill(value)])),
  };
  // As the runner starts a step with `shell: bash`.
  const flags = ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step.run];
  const { code, stdout } = await ran('bash', flags, { cwd: workspace, env });
  return {
    code,
    stdout,
    outputs: await readFile(output, 'utf8'),
    summary: await readFile(summary, 'utf8'),
    workspace,
  };
}

const vulnerable = 'services:\n  app:\n    image: app:1.2.3\n    privileged: true\n';

describe('action.yml', () => {
  it('hands every input to the script as a variable and to nothing else', () => {
    assert.equal(action.runs.using, 'composite');
    const [step, ...others] = action.runs.steps;
    assert.ok(step !== undefined && others.length === 0);
    assert.doesNotMatch(step.run, /\$\{\{/, 'an input in the text of a script can change it');
    const handed = Object.values(step.env).map((value) => /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1]);
    assert.deepEqual(handed.sort(), Object.keys(action.inputs).sort());
    assert.deepEqual(
      Object.entries(action.outputs).map(
        ([name, { value }]) => value === `\${{ steps.${step.id}.outputs.${name} }}`,
      ),
      [true, true],
    );
  });
});

describe('action', {
  skip: spawnSync('bash', ['--version']).error !== undefined && 'there is no bash',
}, () => {
  it('annotates, sums up and fails', async (test) => {
    const { code, stdout, outputs, summary } = await use(test, { 'compose.yaml': vulnerable });
    assert.equal(code, 1);
    assert.match(stdout, /^::error file=compose\.yaml,line=4,/m);
    assert.match(summary, /compose\/no-privileged/);
    assert.equal(outputs, 'exit-code=1\n');
  });

  it('writes a SARIF report and says where', async (test) => {
    const inputs = { sarif: 'bulkhead.sarif', 'fail-on': 'never', summary: 'false' };
    const step = await use(test, { 'compose.yaml': vulnerable }, inputs);
    assert.equal(step.code, 0);
    assert.equal(step.summary, '');
    assert.equal(step.outputs, 'sarif=bulkhead.sarif\nexit-code=0\n');
    const report = JSON.parse(await readFile(join(step.workspace, 'bulkhead.sarif'), 'utf8'));
    assert.equal(report.version, '2.1.0');
    assert.ok(report.runs[0].results.length > 0);
  });

  it('takes one path a line, whatever its letters are', async (test) => {
    const files = {
      'a b/compose.yaml': vulnerable,
      '-x/compose.yaml': vulnerable,
      'other/compose.yaml': vulnerable,
    };
    const { code, stdout } = await use(test, files, { paths: 'a b\r\n\n-x/compose.yaml\n' });
    assert.equal(code, 1);
    assert.match(stdout, /file=a b\/compose\.yaml,/);
    assert.match(stdout, /file=-x\/compose\.yaml,/);
    assert.doesNotMatch(stdout, /file=other/);
  });

  it('judges by the tenancy', async (test) => {
    const files = { 'compose.yaml': 'services:\n  app:\n    image: app:1.2.3\n' };
    assert.equal((await use(test, files)).code, 0);
    assert.equal((await use(test, files, { tenancy: 'hostile' })).code, 1);
  });

  it('runs nothing that an input says', async (test) => {
    const trap = '$(touch trap); touch trap; `touch trap`';
    for (const input of ['paths', 'tenancy', 'fail-on', 'version', 'cli']) {
      const { code, workspace } = await use(test, { 'compose.yaml': vulnerable }, { [input]: trap });
      assert.equal(code, 2, input);
      await assert.rejects(readFile(join(workspace, 'trap')), { code: 'ENOENT' });
    }
  });

  it('refuses another version than was asked for, and takes that one', async (test) => {
    const files = { Dockerfile: 'FROM scratch\n' };
    const refused = await use(test, files, { version: '0.0.1' });
    assert.equal(refused.code, 2);
    assert.match(refused.stdout, /^::error title=Bulkhead::.* and not 0\.0\.1\.$/m);
    assert.equal((await use(test, files, { version: packageJson.version })).code, 0);
  });

  it('says what is missing where it is used from a plain checkout', async (test) => {
    const bare = await mkdtemp(join(tmpdir(), 'bulkhead-bare-'));
    test.after(() => rm(bare, { recursive: true }));
    await mkdir(join(bare, 'action'));
    await copyFile(join(root, 'action/lint.sh'), join(bare, 'action/lint.sh'));
    const missing = await use(test, { 'compose.yaml': vulnerable }, {}, bare);
    assert.equal(missing.code, 2);
    assert.match(missing.stdout, /^::error title=Bulkhead::There is no .*dist\/cli\.js\. Use a release/m);
    const brought = { cli: join(released, 'dist/cli.js') };
    assert.equal((await use(test, { 'compose.yaml': vulnerable }, brought, bare)).code, 1);
  });
});
