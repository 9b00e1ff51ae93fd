/** Who may import whom. ARCHITECTURE.md says why; this reads every import of the sources and refuses any other arrow. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { isBuiltin } from '../scripts/build.ts';
import { root } from '../scripts/root.ts';
import { type Import, readImports } from './support/imports.ts';
import { readSources } from './support/sources.ts';

interface Layer {
  readonly name: string;
  readonly files: RegExp;
  /** Own files and packages it may import, beside those of its own folder where `own` says so. */
  readonly may: readonly RegExp[];
  /** Built-in modules of Node. */
  readonly builtins?: RegExp;
}

const parsers =
  /^(?:yaml|unbash|picomatch|@balena\/dockerignore|vscode-languageserver-(?:types|textdocument))$/;
const ruleFolder = /^rules\/(?:compose|dockerfile|project)\/[^/]+\//;
const door = /^rules\/index\.ts$/;
/** What the build fills in, and the manifest, which knows the version. */
const given = /^(?:bulkhead:pages|package\.json)$/;
const protocol =
  /^(?:vscode-languageserver|vscode-languageserver-(?:protocol|types|textdocument)|vscode-uri)(?:\/|$)/;

/** The first layer whose pattern fits a file is its layer. */
const layers: readonly Layer[] = [
  { name: 'the door', files: door, may: [/^rules\/(?!index\.ts)/] },
  {
    name: 'the registry',
    files: /^rules\/registry\.generated\.ts$/,
    may: [/^rules\/core\/rule\.ts$/, ruleFolder],
  },
  { name: 'a rule', files: ruleFolder, may: [/^rules\/core\//, /^rules\/model\//] },
  { name: 'the engine', files: /^rules\/core\//, may: [/^rules\/core\//, /^rules\/model\//, parsers] },
  { name: 'the models', files: /^rules\/model\//, may: [/^rules\/model\//, parsers] },
  {
    name: "the server's entry for Node",
    files: /^server\/node(?:\.ts|\/)/,
    may: [/^server\//, door, protocol, given],
    builtins: /^node:(?:fs|path|url|os|process|util|events|stream)(?:\/|$)/,
  },
  {
    name: "the server's entry for browsers",
    files: /^server\/browser(?:\.ts|\/)/,
    may: [/^server\/(?!node)/, door, protocol, given],
  },
  { name: 'the server', files: /^server\//, may: [/^server\/(?!node|browser)/, door, protocol] },
  {
    name: 'the client',
    files: /^client\//,
    // The messages between the two are written down once, on the server's side; they are types and names only.
    may: [/^client\//, /^server\/protocol\.ts$/, /^vscode$/, /^vscode-languageclient(?:\/|$)/],
  },
  {
    name: 'the command that serves',
    files: /^cli\/(?:commands\/)?lsp\.ts$/,
    may: [/^cli\//, door, /^server\//, protocol, given],
    builtins: /^node:/,
  },
  {
    name: 'the library',
    files: /^library\//,
    may: [/^library\//, door, /^vscode-languageserver-textdocument$/],
  },
  {
    name: 'the command line',
    files: /^cli\//,
    may: [
      /^cli\//,
      /^library\//,
      door,
      /^(?:ignore|yaml|vscode-uri|vscode-languageserver-textdocument)$/,
      given,
    ],
    builtins: /^node:/,
  },
];

/** One sentence for each import that no layer allows. */
function violations(imports: readonly Import[]): readonly string[] {
  return imports.flatMap(({ from, to }) => {
    const layer = layers.find(({ files }) => files.test(from));
    if (layer === undefined) return [`${from} belongs to no layer`];
    const allowed = isBuiltin(to) ? [layer.builtins ?? /^$(?!)/] : [...layer.may, ...ownFolder(from)];
    return allowed.some((pattern) => pattern.test(to)) ? [] : [`${from} (${layer.name}) imports ${to}`];
  });
}

/** A rule may be made of several files; for the other layers their own folder is in `may`. */
function ownFolder(from: string): readonly RegExp[] {
  const [folder] = ruleFolder.exec(from) ?? [];
  return folder === undefined ? [] : [new RegExp(`^${folder}`)];
}

describe('layers', () => {
  it('hold in every source file', async () => {
    const sources = readSources('client', 'server', 'cli', 'library', 'rules');
    const imports = await readImports(sources);
    assert.ok(imports.length > sources.size, 'the reader finds imports');
    assert.deepEqual(violations(imports), []);
  });

  const allowed: readonly (readonly [path: string, text: string])[] = [
    ['rules/compose/no-x/rule.ts', "import { word } from './words.ts';"],
    ['rules/compose/no-x/rule.ts', "import { defineComposeRule } from '../../core/rule.ts';"],
    [
      'rules/core/run.ts',
      "// import x from '../../server/session.ts'\nconst text = `\nimport x from '../../cli/run.ts';\n`;",
    ],
    ['rules/model/compose/file.ts', "import { parseDocument } from 'yaml';"],
    ['server/session.ts', "import { analyse } from '../rules/index.ts';"],
    ['cli/linting.ts', "import { analyseAll } from '../library/analyses.ts';"],
    ['cli/commands/lsp.ts', "import { startServer } from '../../server/server.ts';"],
  ];
  for (const [path, text] of allowed) {
    it(`${path} may: ${text.slice(0, 60)}`, async () =>
      assert.deepEqual(violations(await readImports(new Map([[path, text]]))), []));
  }

  const forbidden: readonly (readonly [path: string, text: string, to: string])[] = [
    ['rules/compose/no-x/rule.ts', "import other from '../no-y/rule.ts';", 'rules/compose/no-y/rule.ts'],
    ['rules/compose/no-x/rule.ts', "import type { Rule } from '../../index.ts';", 'rules/index.ts'],
    ['rules/compose/no-x/rule.ts', "import { parseDocument } from 'yaml';", 'yaml'],
    ['rules/core/run.ts', "import type { Session } from '../../server/session.ts';", 'server/session.ts'],
    ['rules/core/run.ts', "import { rules } from '../registry.generated.ts';", 'rules/registry.generated.ts'],
    ['rules/core/run.ts', "import rule from '../compose/no-x/rule.ts';", 'rules/compose/no-x/rule.ts'],
    ['rules/core/run.ts', "import { readFile } from 'node:fs/promises';", 'node:fs/promises'],
    ['rules/core/run.ts', "import { join } from 'path';", 'path'],
    ['rules/core/run.ts', "import { Range } from 'vscode-languageserver';", 'vscode-languageserver'],
    ['rules/model/place.ts', "import { type Finding } from '../core/finding.ts';", 'rules/core/finding.ts'],
    ['rules/model/place.ts', "export type { Finding } from '../core/finding.ts';", 'rules/core/finding.ts'],
    ['rules/model/place.ts', "export * from '../core/finding.ts';", 'rules/core/finding.ts'],
    ['rules/model/place.ts', "type F = import('../core/finding.ts').Finding;", 'rules/core/finding.ts'],
    ['rules/model/place.ts', "const load = () => import('../core/run.ts');", 'rules/core/run.ts'],
    ['server/session.ts', "import { runRules } from '../rules/core/run.ts';", 'rules/core/run.ts'],
    ['server/session.ts', "import { readFile } from 'node:fs/promises';", 'node:fs/promises'],
    ['server/session.ts', "import { nodeHost } from './node.ts';", 'server/node.ts'],
    ['server/browser.ts', "import { nodeHost } from './node/host.ts';", 'server/node/host.ts'],
    ['server/node.ts', "import { spawn } from 'node:child_process';", 'node:child_process'],
    ['client/extension.ts', "import { analyse } from '../rules/index.ts';", 'rules/index.ts'],
    ['client/extension.ts', "import { startServer } from '../server/server.ts';", 'server/server.ts'],
    ['cli/run.ts', "import { startServer } from '../server/server.ts';", 'server/server.ts'],
    ['cli/run.ts', "import { root } from '../scripts/root.ts';", 'scripts/root.ts'],
    [
      'server/session.ts',
      "import { memoryFiles } from '../test/support/memory-files.ts';",
      'test/support/memory-files.ts',
    ],
    ['library/lint.ts', "import { readFile } from 'node:fs/promises';", 'node:fs/promises'],
    ['library/lint.ts', "import { runRules } from '../rules/core/run.ts';", 'rules/core/run.ts'],
    ['library/lint.ts', "import { run } from '../cli/run.ts';", 'cli/run.ts'],
    ['server/session.ts', "import { lint } from '../library/index.ts';", 'library/index.ts'],
    ['cli/run.ts', "import chalk from 'chalk';", 'chalk'],
  ];
  for (const [path, text, to] of forbidden) {
    it(`${path} may not: ${text}`, async () => {
      const found = violations(await readImports(new Map([[path, text]])));
      assert.equal(found.length, 1);
      assert.ok(found[0]?.startsWith(`${path} (`) && found[0].endsWith(` imports ${to}`), found[0]);
    });
  }
});

describe('rules without a platform', () => {
  it('know what the language has and nothing of Node or a browser', async (test) => {
    const folder = await mkdtemp(join(tmpdir(), 'bulkhead-types-'));
    test.after(() => rm(folder, { recursive: true }));
    const foreign = [
      'process',
      'Buffer',
      'require',
      'document',
      'fetch',
      'console',
      'setTimeout',
      'WebSocket',
    ];
    // The whole library comes along, because one dependency's types are enough to bring in those of Node.
    const lines = [
      `import '${root}/rules/index.ts';`,
      'void [new Map(), Math.max(1, 2)];',
      ...foreign.map((name) => `void ${name};`),
    ];
    await writeFile(join(folder, 'probe.mts'), `${lines.join('\n')}\n`);
    const settings = { extends: `${root}/rules/tsconfig.json`, include: ['probe.mts'] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const run = promisify(execFile)(process.execPath, [tsc, '--noEmit', '-p', folder], { cwd: folder });
    const { stdout } = await run.catch((error: { stdout: string }) => error);
    const errors = stdout.split('\n').filter((line) => line.startsWith('probe.mts'));
    assert.deepEqual(
      errors.map((line) => /^probe\.mts\((\d+),.*Cannot find name '(\w+)'/.exec(line)?.slice(1)),
      foreign.map((name, index) => [String(index + 3), name]),
    );
  });
});
