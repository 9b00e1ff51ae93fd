/** The user that a devcontainer.json beside a Dockerfile names. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { developmentSettings } from '../../../rules/model/context/development-container.ts';
import { load } from './support.ts';

const dockerfile = 'FROM debian\nRUN true\n';

const cases: readonly (readonly [settings: string, user: string | undefined | 'unreadable'])[] = [
  ['{ "remoteUser": "vscode" }', 'vscode'],
  ['{ "containerUser": "node" }', 'node'],
  ['{ "containerUser": "root", "remoteUser": "node" }', 'node'],
  ['{\n  // who works\n  "remoteUser": "vscode", /* , */\n}', 'vscode'],
  ['{ "name": "a // \\"b, }", "mounts": [1, ], "remoteUser": "vscode" }', 'vscode'],
  ['{ "name": "x" }', undefined],
  ['{ "remoteUser": "" }', undefined],
  ['{ "remoteUser": 1 }', undefined],
  ['[]', 'unreadable'],
  ['null', 'unreadable'],
  ['{ "remoteUser": "vscode"', 'unreadable'],
];

describe('a development container', () => {
  for (const [text, user] of cases) {
    it(`works as ${user ?? 'nobody in particular'} with ${text.replaceAll('\n', ' ')}`, async () => {
      const path = '/work/.devcontainer/Dockerfile';
      const { context } = await load(
        dockerfile,
        { '.devcontainer/devcontainer.json': text },
        { path, folder: '/work/.devcontainer' },
      );
      assert.deepEqual(developmentSettings(context, path), user === 'unreadable' ? undefined : { user });
    });
  }

  const places: readonly (readonly [path: string, settings: string, folder: string, found: boolean])[] = [
    ['.devcontainer/Dockerfile', '.devcontainer/devcontainer.json', '/work', true],
    ['.devcontainer/api/Dockerfile', '.devcontainer/api/devcontainer.json', '/work/.devcontainer/api', true],
    ['.devcontainer/Dockerfile', '.devcontainer/devcontainer.json', '/work/app', true],
    ['Dockerfile', 'devcontainer.json', '/work', false],
    ['.devcontainer/Dockerfile', '.devcontainer/other.json', '/work', false],
  ];
  for (const [path, settings, folder, found] of places) {
    it(`${found ? 'has' : 'has not'} ${settings} for ${path} built from ${folder}`, async () => {
      const { context } = await load(
        dockerfile,
        { [settings]: '{ "remoteUser": "vscode" }', 'app/a': '' },
        { path: `/work/${path}`, folder },
      );
      assert.deepEqual(developmentSettings(context, `/work/${path}`), found ? { user: 'vscode' } : undefined);
    });
  }
});
