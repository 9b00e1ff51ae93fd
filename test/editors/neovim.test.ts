/** The language server in an editor that is not VS Code: Neovim with its own client and without any plugin. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root } from '../../scripts/root.ts';
import { bundledCli } from '../cli/bundle.ts';
import { ran } from '../packages/packed.ts';

const bundled = bundledCli();
const isMissing = spawnSync('nvim', ['--version']).error !== undefined;

/** What neovim.lua reports. */
interface Seen {
  readonly problem?: string;
  readonly diagnostic: {
    readonly line: number;
    readonly from: number;
    readonly to: number;
    readonly severity: number;
    readonly source: string;
    readonly message: string;
  };
  readonly workspace: readonly string[];
  readonly hover: { readonly kind: string; readonly value: string };
  readonly actions: readonly string[];
  readonly text: readonly string[];
  readonly after: readonly string[];
  readonly exit: number;
}

/** @param folder - An empty one, which is also the home of this Neovim. */
async function drive(folder: string): Promise<Seen> {
  const project = join(folder, 'a project');
  await mkdir(join(project, 'web'), { recursive: true });
  await writeFile(
    join(project, 'compose.yaml'),
    'services:\n  # 🐳 stays\n  app:\n    image: app:1.2.3\n    privileged: true\n',
  );
  await writeFile(join(project, 'web', 'Dockerfile'), 'FROM debian:12\nUSER root\n');
  const report = join(folder, 'report.json');
  const env = {
    ...process.env,
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    XDG_DATA_HOME: folder,
    XDG_STATE_HOME: folder,
    XDG_CACHE_HOME: folder,
    BULKHEAD_NODE: process.execPath,
    BULKHEAD_CLI: bundled.cli,
    BULKHEAD_REPORT: report,
  };
  const script = join(root, 'test/editors/neovim.lua');
  const { stderr } = await ran('nvim', ['--headless', '--clean', '-n', '-c', `luafile ${script}`], {
    cwd: project,
    env,
  });
  const seen: Seen = JSON.parse(
    await readFile(report, 'utf8').catch(() => `{ "problem": ${JSON.stringify(stderr)} }`),
  );
  assert.equal(seen.problem, undefined);
  return seen;
}

describe('Neovim', { skip: isMissing && 'nvim is not installed (apt-get install neovim)' }, () => {
  let seen: Seen;
  let folder: string;
  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'bulkhead-neovim-')));
    seen = await drive(folder);
  });
  after(() => rm(folder, { recursive: true }));

  it('shows a diagnostic on the exact characters', () => {
    const { message, ...place } = seen.diagnostic;
    assert.deepEqual(place, { line: 4, from: 16, to: 20, severity: 1, source: 'bulkhead' });
    assert.match(message, /privileged/);
  });

  it('shows what is wrong in files that are not open', () =>
    assert.ok(seen.workspace.includes('dockerfile/root-user'), `${seen.workspace}`));

  it('shows in a hover why it matters', () => {
    assert.equal(seen.hover.kind, 'markdown');
    assert.match(seen.hover.value, /compose\/no-privileged/);
    // Links that run commands are for clients that say they have them.
    assert.doesNotMatch(seen.hover.value, /command:/);
  });

  it('makes a fix, after which the finding is gone', () => {
    assert.deepEqual(seen.text, ['services:', '  # 🐳 stays', '  app:', '    image: app:1.2.3']);
    assert.ok(!seen.after.includes('compose/no-privileged'));
    assert.ok(seen.after.length > 0, 'the others stay');
  });

  it('is offered nothing that needs an extension', () => {
    assert.ok(seen.actions.length > 1);
    assert.deepEqual(
      seen.actions.filter((title) => /page/i.test(title)),
      [],
    );
  });

  it('ends the server', () => assert.equal(seen.exit, 0));
});
