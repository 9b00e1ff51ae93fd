/** Commands that the pages name are commands that there are: subcommands, flags, their values, and scripts of npm. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type CommandName, commandTable } from '../../cli/command-table.ts';
import { readArguments } from '../../cli/usage.ts';
import manifest from '../../package.json' with { type: 'json' };
import { root } from '../../scripts/root.ts';
import { fences, prose } from '../support/markdown.ts';

const paths = [
  'README.md',
  'CONTRIBUTING.md',
  ...globSync('{docs,examples,walkthrough}/**/*.md', { cwd: root }),
];

/** Everything on a page that is code: the lines of its fences and what stands in backticks. */
function codeOf(page: string): readonly string[] {
  const lines = fences(page).flatMap(({ body }) => body.replaceAll('\\\n', ' ').split('\n'));
  // A paragraph may break inside of the backticks.
  const spans = [...prose(page).matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replaceAll('\n', ' '));
  return [...lines, ...spans];
}

const ours = new RegExp(
  `(?:\\bbulkhead|node (?:dist/cli|tools/bulkhead)\\.js) (${Object.keys(commandTable).join('|')})\\b([^'"|>#;)]*)`,
  'g',
);

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commandTable, name);
}

/** How a page shows that something may follow. */
const placeholders = /\[[^\]]*\]|…/g;

describe('pages', () => {
  let seen = 0;
  for (const path of paths) {
    const code = codeOf(readFileSync(join(root, path), 'utf8'));
    const commands = code.flatMap((line) => [...line.matchAll(ours)]);
    seen += commands.length;
    if (commands.length > 0) {
      it(`${path} names flags that its commands have`, () => {
        for (const [whole, name = '', rest = ''] of commands) {
          assert.ok(isCommand(name));
          const words = rest.replaceAll(placeholders, '').trim().split(/\s+/);
          assert.doesNotThrow(() => readArguments(name, words[0] === '' ? [] : words), whole);
        }
      });
    }
    const scripts = code.flatMap((line) => [...line.matchAll(/\bnpm run ([\w:-]+)/g)]);
    if (scripts.length > 0) {
      it(`${path} names scripts that there are`, () => {
        for (const [, name = ''] of scripts) assert.ok(Object.hasOwn(manifest.scripts, name), name);
      });
    }
  }

  it('have been read', () => assert.ok(seen > 40, `${seen} commands`));
});
