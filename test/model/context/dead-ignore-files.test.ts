/** Ignore files that a build does not read, and how their patterns come to count. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deadIgnoreFileOf, reviveIgnoreFile } from '../../../rules/model/context/dead-ignore-files.ts';
import type { LocalContext } from '../../../rules/model/context/types.ts';

function contextOf(
  folder: string,
  inForce: readonly [string, string] | undefined,
  dead: readonly [string, string],
): LocalContext {
  const fileOf = ([path, text]: readonly [string, string]) => ({ path, text });
  return {
    folder,
    ignoreFile: inForce && fileOf(inForce),
    entries: [],
    isWhole: true,
    texts: new Map(),
    deadIgnoreFiles: [fileOf(dead)],
  };
}

describe('a file that another one replaces', () => {
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    ['.env\nnode_modules\n', 'node_modules\n', ['.env']],
    ['/node_modules/\n', 'node_modules\n', []],
    ['**/*.pem\n', '*.pem\n', ['**/*.pem']],
    ['*.pem\n', '**/*.pem\n', []],
    ['.env\n**/*.log\n', '*\n!src\n', []],
    ['# nothing\n!src\n', '', []],
    ['src/*.key\n', '*\n!src\n', ['src/*.key']],
  ];
  for (const [dead, inForce, patterns] of table)
    it(JSON.stringify([dead, inForce]), () => {
      const context = contextOf('/w', ['/w/Dockerfile.dockerignore', inForce], ['/w/.dockerignore', dead]);
      assert.deepEqual(deadIgnoreFileOf(context, '/w/Dockerfile')?.patterns ?? [], patterns);
    });

  it('of another tool is none', () => {
    const context = contextOf('/w', ['/w/.containerignore', ''], ['/w/.dockerignore', '.env']);
    assert.equal(deadIgnoreFileOf(context, '/w/Containerfile'), undefined);
  });
});

describe('a file beside the Dockerfile is written anew for the context', () => {
  const table: readonly (readonly [string, string, string, string])[] = [
    ['/w', '/w/web/.dockerignore', '# a\n.env\n!/src\n**/x\n', '# a\nweb/.env\n!web/src\n**/x\n'],
    ['/w/app', '/w/.dockerignore', 'app/.env\n*.log', '.env\n*.log'],
    ['/w/app', '/w/docker/.dockerignore', '.env\n', '.env\n'],
  ];
  for (const [folder, path, text, expected] of table)
    it(`${path} for ${folder}`, () => {
      const context = contextOf(folder, undefined, [path, text]);
      const dead = deadIgnoreFileOf(context, path.replace('.dockerignore', 'Dockerfile'));
      assert.ok(dead);
      assert.deepEqual(reviveIgnoreFile(context, dead), [
        { path: `${folder}/.dockerignore`, start: 0, end: 0, text: expected },
      ]);
    });
});
