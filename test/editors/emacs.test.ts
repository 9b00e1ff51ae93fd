/** The language server in Emacs, with Eglot as docs/editors.md sets it up. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root } from '../../scripts/root.ts';
import { bundledCli } from '../cli/bundle.ts';
import { ran } from '../packages/packed.ts';
import { fences } from '../support/markdown.ts';

const bundled = bundledCli();

const needs = "(progn (package-initialize) (require 'eglot) (require 'yaml-mode) (require 'dockerfile-mode))";
const isMissing = spawnSync('emacs', ['--batch', '--eval', needs]).status !== 0;

/** What emacs.el reports. */
interface Seen {
  readonly problem?: string;
  readonly diagnostic: {
    readonly line: number;
    readonly text: string;
    readonly type: string;
    readonly message: string;
  };
  readonly hover: { readonly kind: string; readonly value: string };
  readonly actions: readonly string[];
  readonly text: string;
  readonly after: readonly string[];
  readonly same: boolean;
  readonly dockerfile: readonly string[];
  readonly ended: boolean;
}

/** @param folder - An empty one, which is also the home of this Emacs. */
async function drive(folder: string): Promise<Seen> {
  const [project, programs] = [join(folder, 'a project'), join(folder, 'bin')];
  await mkdir(join(project, 'web'), { recursive: true });
  // What tells Emacs that both files are of one project.
  await mkdir(join(project, '.git'));
  await mkdir(programs);
  await writeFile(
    join(project, 'compose.yaml'),
    'services:\n  # 🐳 stays\n  app:\n    image: app:1.2.3\n    privileged: true\n',
  );
  await writeFile(join(project, 'web', 'Dockerfile'), 'FROM debian:12\nUSER root\n');
  const command = join(programs, 'bulkhead');
  await writeFile(command, `#!/bin/sh\nexec '${process.execPath}' '${bundled.cli}' "$@"\n`);
  await chmod(command, 0o755);
  const page = await readFile(join(root, 'docs/editors.md'), 'utf8');
  const recipe = fences(page).find(({ info, body }) => info === 'elisp' && body.includes('eglot'));
  assert.ok(recipe !== undefined, 'docs/editors.md has no recipe for Eglot');
  await writeFile(join(folder, 'recipe.el'), recipe.body);
  const report = join(folder, 'report.json');
  const env = {
    ...process.env,
    LANG: 'C.UTF-8',
    HOME: folder,
    PATH: `${programs}:${process.env.PATH}`,
    BULKHEAD_RECIPE: join(folder, 'recipe.el'),
    BULKHEAD_REPORT: report,
  };
  const { stderr } = await ran('emacs', ['--batch', '-l', join(root, 'test/editors/emacs.el')], {
    cwd: project,
    env,
  });
  const seen: Seen = JSON.parse(
    await readFile(report, 'utf8').catch(() => `{ "problem": ${JSON.stringify(stderr)} }`),
  );
  assert.equal(seen.problem, undefined);
  return seen;
}

const reason =
  'Emacs with eglot, yaml-mode and dockerfile-mode is not installed (apt-get install emacs-nox elpa-eglot elpa-yaml-mode elpa-dockerfile-mode)';

describe('Emacs', { skip: isMissing && reason }, () => {
  let seen: Seen;
  let folder: string;
  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'bulkhead-emacs-')));
    seen = await drive(folder);
  });
  after(() => rm(folder, { recursive: true }));

  it('shows a diagnostic on the exact characters', () => {
    const { message, ...place } = seen.diagnostic;
    assert.deepEqual(place, { text: 'true', line: 5, type: 'eglot-error' });
    assert.match(message, /compose\/no-privileged\b.*privileged/);
  });

  it('shows in a hover why it matters, in the markup that it reads', () => {
    assert.match(seen.hover.value, /compose\/no-privileged/);
    assert.doesNotMatch(seen.hover.value, /command:/);
    // Without markdown-mode Eglot says that it reads plain text.
    if (seen.hover.kind === 'plaintext') assert.doesNotMatch(seen.hover.value, /\]\(|\*\*/);
    else assert.equal(seen.hover.kind, 'markdown');
  });

  it('makes a fix, after which the finding is gone', () => {
    assert.equal(seen.text, 'services:\n  # 🐳 stays\n  app:\n    image: app:1.2.3\n');
    assert.ok(seen.after.length > 0, 'the others stay');
    assert.ok(seen.after.every((message) => !message.includes('compose/no-privileged')));
  });

  it('serves Dockerfiles of the project with the same server', () => {
    assert.equal(seen.same, true);
    assert.ok(
      seen.dockerfile.some((message) => message.includes('dockerfile/root-user')),
      `${seen.dockerfile}`,
    );
  });

  it('ends the server', () => assert.equal(seen.ended, true));
});
