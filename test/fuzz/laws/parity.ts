/** The editor and the command line say the same of the same files: the server over its protocol, and `lint` in JSON. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver';
import { rules } from '../../../rules/index.ts';
import { createNodeHost } from '../../../server/node/host.ts';
import { runIn } from '../../cli/support.ts';
import { TestClient } from '../../server/support/client.ts';
import { anyWorkspace } from '../generate/mutate.ts';
import { defineLaw } from '../law.ts';
import type { Workspace } from '../workspace.ts';

interface JsonFinding {
  readonly rule: string;
  readonly range: Diagnostic['range'];
  readonly suppressed?: unknown;
}

/** The test client's server lives on a day of its own. */
const serverDay = new Date('2026-01-31T12:00:00Z');

function line(path: string, rule: string, { start, end }: Diagnostic['range']): string {
  return `${path} ${start.line}:${start.character}-${end.line}:${end.character} ${rule}`;
}

async function fromServer(root: string): Promise<readonly string[]> {
  // Settings of one's own in the place of the few rules that the server's other tests play with: all rules as they are.
  const settings = { rules: 'as they are' };
  const client = await TestClient.start({ host: createNodeHost(), folders: [root], settings });
  try {
    assert.deepEqual(client.logged, [], 'the server logs a defect');
    return [...client.shown.values()]
      .flatMap(({ uri, diagnostics }) =>
        diagnostics.flatMap(({ range, data }) =>
          (data as { readonly rules: readonly string[] }).rules.map((rule) =>
            line(relative(root, fileURLToPath(uri)), rule, range),
          ),
        ),
      )
      .sort();
  } finally {
    await client.stop();
  }
}

async function fromCommandLine(root: string): Promise<readonly string[]> {
  const { stdout, stderr } = await runIn(root, { rules, now: serverDay }, ['lint', '.', '--format', 'json']);
  assert.ok(!stderr.includes('defect'), stderr);
  const { files } = JSON.parse(stdout) as { files: { path: string; findings: JsonFinding[] }[] };
  return files
    .flatMap(({ path, findings }) =>
      findings
        .filter(({ suppressed }) => suppressed === undefined)
        .map(({ rule, range }) => line(path, rule, range)),
    )
    .sort();
}

export const parity = defineLaw<Workspace>({
  name: 'parity',
  says: 'The editor and the command line give the same findings.',
  inputs: anyWorkspace,
  async check({ files }) {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'bulkhead-fuzz-')));
    try {
      for (const [name, text] of Object.entries(files)) {
        await mkdir(dirname(join(root, name)), { recursive: true });
        await writeFile(join(root, name), text);
      }
      const [editor, commandLine] = [await fromServer(root), await fromCommandLine(root)];
      // Problems of the configuration itself are shown in the editor and told as text on the command line.
      const own = (lines: readonly string[]) => lines.filter((one) => !one.startsWith('.bulkhead'));
      assert.deepEqual(own(editor), own(commandLine), 'editor and command line differ');
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  },
});
