/**
 * The editor and the command line give the same findings: the language server, driven over its protocol on the real
 * disk, against `bulkhead lint --format json`, file by file, rule by rule, range by range.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver';
import { rules } from '../rules/index.ts';
import { createNodeHost } from '../server/node/host.ts';
import { runIn } from './cli/support.ts';
import { TestClient } from './server/support/client.ts';

const root = join(import.meta.dirname, '..');
const corpus = join(root, '..', 'shared', 'corpus', 'awesome-compose');

const folders = [
  { name: 'the examples', folder: join(root, 'examples') },
  { name: 'awesome-compose', folder: corpus },
];

interface JsonFinding {
  readonly rule: string;
  readonly range: Diagnostic['range'];
  readonly suppressed?: unknown;
}

describe('editor and command line agree', () => {
  for (const { name, folder } of folders) {
    const skip = existsSync(folder) ? false : `${folder} is not on this machine`;
    it(`on ${name}`, { skip }, async () => {
      const [editor, commandLine] = [await fromServer(folder), await fromCommandLine(folder)];
      assert.ok(commandLine.length > 20, 'the folder has findings to compare');
      assert.deepEqual(editor, commandLine);
    });
  }
});

/** `web/Dockerfile 0:5-0:16 dockerfile/base-image-tag`, sorted. */
function line(path: string, rule: string, { start, end }: Diagnostic['range']): string {
  return `${path} ${start.line}:${start.character}-${end.line}:${end.character} ${rule}`;
}

async function fromServer(folder: string): Promise<readonly string[]> {
  // Settings of one's own in the place of the few rules that the server's other tests play with: all rules as they are.
  const settings = { rules: 'as they are' };
  const client = await TestClient.start({ host: createNodeHost(), folders: [folder], settings });
  const lines = [...client.shown.values()].flatMap(({ uri, diagnostics }) =>
    diagnostics.flatMap(({ range, data }) =>
      // The editor shows the missing controls of a service as one diagnostic, which names all of its rules.
      (data as { readonly rules: readonly string[] }).rules.map((rule) =>
        line(relative(folder, fileURLToPath(uri)), rule, range),
      ),
    ),
  );
  await client.stop();
  return lines.sort();
}

async function fromCommandLine(folder: string): Promise<readonly string[]> {
  const { stdout } = await runIn(folder, { rules }, ['lint', '.', '--format', 'json']);
  const { files } = JSON.parse(stdout) as { files: { path: string; findings: JsonFinding[] }[] };
  return files
    .flatMap(({ path, findings }) =>
      findings
        .filter(({ suppressed }) => suppressed === undefined)
        .map(({ rule, range }) => line(path, rule, range)),
    )
    .sort();
}
