/** The extension's manifest says what the code does: settings, commands, and the files that wake the extension. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  configNames,
  filePatterns,
  hostLsms,
  languageOfName,
  levels,
  matcher,
  tenancies,
} from '../../rules/index.ts';
import { root } from '../../scripts/root.ts';
import { defaultSettings, readSettings } from '../../server/settings.ts';
import { readSources } from '../support/sources.ts';

interface Setting {
  readonly default: unknown;
  readonly scope: string;
  readonly enum?: readonly unknown[];
  readonly additionalProperties?: { readonly anyOf: readonly { readonly enum?: readonly unknown[] }[] };
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
  readonly capabilities: unknown;
  readonly engines: Readonly<Record<string, string>>;
  readonly main: string;
  readonly browser: string;
}

const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { properties } = manifest.contributes.configuration;

/** The settings as the server gets them: objects in each other, one for each part of a key behind `bulkhead.`. */
function section(values: (setting: Setting) => unknown): Readonly<Record<string, unknown>> {
  const whole: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(properties)) {
    const [name = '', part] = key.slice('bulkhead.'.length).split('.');
    if (part === undefined) whole[name] = values(setting);
    else whole[name] = Object.assign(whole[name] ?? {}, { [part]: values(setting) });
  }
  return whole;
}

describe('the manifest', () => {
  it('has the defaults that the server has without any settings', () => {
    assert.deepEqual(readSettings(section((setting) => setting.default)), readSettings(undefined));
    assert.equal(
      JSON.stringify(readSettings(undefined)),
      JSON.stringify({ ...defaultSettings, overrides: { rules: {} } }),
    );
  });

  it('has a setting for everything the server reads, and no other', () => {
    const read = new Set<string>();
    const recorder = (before: string): object =>
      new Proxy(
        {},
        {
          get(_target, key) {
            read.add(`${before}${String(key)}`);
            return key === 'codeLens' ? recorder('codeLens.') : undefined;
          },
        },
      );
    readSettings(recorder('bulkhead.'));
    read.delete('bulkhead.codeLens');
    const declared = Object.keys(properties).filter((key) => key !== 'bulkhead.trace.server');
    assert.deepEqual(
      declared.sort(),
      [...read].map((key) => key.replace(/^(?=codeLens)/, 'bulkhead.')).sort(),
    );
  });

  it('has the settings that its documentation has', () => {
    const page = readFileSync(join(root, 'docs/editor.md'), 'utf8');
    const documented = [...page.matchAll(/^\| `(bulkhead\.[\w.]+)` \|/gm)].map(([, key]) => key);
    assert.deepEqual(documented, Object.keys(properties));
  });

  it('offers the values the rules know', () => {
    assert.deepEqual(properties['bulkhead.tenancy']?.enum, [...tenancies, null]);
    assert.deepEqual(properties['bulkhead.hostLsm']?.enum, [...hostLsms, null]);
    assert.deepEqual(properties['bulkhead.rules']?.additionalProperties?.anyOf[0]?.enum, levels);
  });

  it('lets every setting differ between folders, but the one for the whole window', () => {
    const scopes = Object.entries(properties).filter(([, { scope }]) => scope !== 'resource');
    assert.deepEqual(
      scopes.map(([key, { scope }]) => [key, scope]),
      [['bulkhead.trace.server', 'window']],
    );
  });

  it('contributes the commands that the client registers', () => {
    const source = [
      ...readSources('client').values(),
      readFileSync(join(root, 'server/protocol.ts'), 'utf8'),
    ].join('\n');
    const registered = new Set(
      [...source.matchAll(/(?:registerCommand\(|: )'(bulkhead\.[a-zA-Z]+)'/g)].map(([, id]) => id),
    );
    // Selecting the reason of a comment, and choosing among ways to silence, are parts of actions and no commands alone.
    registered.delete('bulkhead.ignore');
    registered.delete('bulkhead.silence');
    registered.delete('bulkhead.status');
    const contributed = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(contributed.sort(), [...registered].sort());
    assert.ok(manifest.contributes.commands.every(({ category }) => category === 'Bulkhead'));
  });

  it('wakes the extension for the files that are linted, and for no other YAML', () => {
    const globs = manifest.activationEvents.flatMap(
      (event) => /^workspaceContains:(.+)$/.exec(event)?.[1] ?? [],
    );
    // VS Code takes an entry without a star or question mark for the name of one file.
    assert.ok(globs.every((glob) => glob.includes('*')));
    const wakes = (path: string) => globs.some((glob) => matcher(glob)(path));
    for (const pattern of [...filePatterns.dockerfile, ...filePatterns.compose]) {
      const name = pattern.replaceAll('*', 'x');
      assert.notEqual(languageOfName(name), undefined, name);
      assert.ok(wakes(name) && wakes(`a/b/${name}`), name);
    }
    for (const name of configNames) assert.ok(wakes(name), name);
    for (const name of ['deployment.yaml', 'a/composer.yml', 'Makefile']) assert.ok(!wakes(name), name);
    const languages = manifest.activationEvents.filter((event) => event.startsWith('onLanguage:'));
    assert.deepEqual(languages, ['onLanguage:dockerfile', 'onLanguage:dockercompose']);
  });

  it('works in untrusted and virtual workspaces, on desktops and in browsers', () => {
    assert.deepEqual(manifest.capabilities, {
      untrustedWorkspaces: { supported: true },
      virtualWorkspaces: true,
    });
    assert.deepEqual(
      [manifest.main, manifest.browser],
      ['./dist/client-node.js', './dist/client-browser.js'],
    );
    assert.equal(manifest.engines.vscode, '^1.91.0');
  });
});
