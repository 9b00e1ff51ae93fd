/** The examples show what they say: every core rule in one, nothing at all in the other. */
import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { rules } from '../../rules/index.ts';
import { root } from '../../scripts/root.ts';
import { readCatalogue } from '../support/catalogue.ts';
import { project } from './support.ts';

interface Answer {
  readonly files: readonly {
    readonly path: string;
    readonly findings: readonly { readonly rule: string; readonly fixes?: unknown }[];
  }[];
  readonly errors: readonly unknown[];
}

describe('examples', () => {
  it('hardened gives nothing, even where tenants attack each other', async (test) => {
    const work = await project(test, {});
    const world = { cwd: join(root, 'examples'), rules };
    const { code, stdout } = await work.runWith(
      world,
      'lint',
      '--format',
      'json',
      '--tenancy',
      'hostile',
      '--fail-on',
      'info',
      'hardened',
    );
    const { files, errors }: Answer = JSON.parse(stdout);
    assert.equal(code, 0);
    assert.deepEqual(errors, []);
    assert.deepEqual(files, [
      { path: 'hardened/compose.yaml', language: 'compose', findings: [] },
      { path: 'hardened/web/Dockerfile', language: 'dockerfile', findings: [] },
      { path: 'hardened/worker/Dockerfile', language: 'dockerfile', findings: [] },
    ]);
  });

  it('vulnerable has three services, two Dockerfiles and every finding of the core', async (test) => {
    const work = await project(test, {});
    const { code, stdout } = await work.runWith(
      { cwd: join(root, 'examples'), rules },
      'lint',
      '--format',
      'json',
      'vulnerable',
    );
    const { files, errors }: Answer = JSON.parse(stdout);
    assert.equal(code, 1);
    assert.deepEqual(errors, []);
    assert.deepEqual(
      files.map(({ path }) => path),
      ['vulnerable/compose.yaml', 'vulnerable/web/Dockerfile', 'vulnerable/worker/Dockerfile'],
    );
    const found = new Set(files.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
    assert.deepEqual(
      core.filter((rule) => !found.has(rule)),
      [],
    );
  });

  it('vulnerable can be fixed, and what is left needs a person', async (test) => {
    const work = await project(test, {});
    await cp(join(root, 'examples/vulnerable'), join(work.folder, 'shop'), { recursive: true });
    const fixed = await work.runWith({ rules }, 'fix', '--write', '--review');
    assert.equal(fixed.code, 0, fixed.stderr);
    const { stdout } = await work.runWith({ rules }, 'lint', '--format', 'json');
    const { files, errors }: Answer = JSON.parse(stdout);
    assert.deepEqual(errors, []);
    const fixable = files.flatMap(({ findings }) => findings.filter(({ fixes }) => fixes !== undefined));
    assert.deepEqual(
      fixable.map(({ rule }) => rule).filter((rule) => rule.startsWith('compose/')),
      [],
    );
    assert.equal(
      (await work.runWith({ rules }, 'fix', '--write', '--review')).stdout,
      'Nothing was changed.\n',
    );
  });

  it('are those of the catalogue', {
    skip: readCatalogue() === undefined && 'there is no catalogue beside this checkout',
  }, () => {
    const ids = readCatalogue()
      ?.filter(({ tier }) => tier === 'core')
      .map(({ id }) => id);
    assert.deepEqual([...core].sort(), ids?.sort());
  });
});

const core: readonly string[] = [
  'compose/no-privileged',
  'compose/no-runtime-socket',
  'compose/dangerous-capability',
  'compose/drop-all-capabilities',
  'compose/no-new-privileges',
  'compose/no-host-network',
  'compose/selinux-disabled',
  'compose/selinux-missing-relabel',
  'compose/no-unbound-port',
  'compose/memory-limit',
  'compose/cpu-limit',
  'compose/pids-limit',
  'dockerfile/missing-user',
  'dockerfile/root-user',
  'dockerfile/no-sudo',
  'dockerfile/world-writable',
  'dockerfile/base-image-tag',
  'dockerfile/add-remote-url',
  'dockerfile/pipe-to-shell',
  'dockerfile/secret-in-env-or-arg',
];
