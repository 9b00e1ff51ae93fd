/** What ships: six bundles without a way out, an extension package and a command line package with exact contents. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { type Built, bundleAll, bundles, isBuiltin } from '../scripts/build.ts';
import { ensureBuilt, packExtension } from '../scripts/package.ts';
import { root } from '../scripts/root.ts';
import { readImports } from './support/imports.ts';
import { moduleName, reachingGlobalsIn, reachingModules } from './support/reach.ts';
import { readSources } from './support/sources.ts';
import { listZip } from './support/zip.ts';

/** A use of something that reaches out, in the code of a library, with the reason why it is there and harmless. */
interface Allowed {
  readonly input: RegExp;
  readonly uses: readonly string[];
  readonly because: string;
}

const allowedInLibraries: readonly Allowed[] = [
  {
    input: /^node_modules\/vscode-languageclient\/lib\/node\/main\.js /,
    uses: ['child_process'],
    because: 'Starts the language server, whose path the extension names itself, as a process of its own.',
  },
  {
    input: /^node_modules\/vscode-languageclient\/lib\/node\/processes\.js /,
    uses: ['child_process'],
    because: 'Ends the server it started when that does not end by itself.',
  },
  {
    input: /^node_modules\/vscode-languageclient\/lib\/browser\/main\.js /,
    uses: ['Worker'],
    because: 'Asks whether what the extension handed over is a worker; it makes none.',
  },
  {
    input: /^node_modules\/vscode-jsonrpc\/lib\/node\/main\.js /,
    uses: ['net'],
    because:
      'Transports over a named pipe or a loopback socket, for clients that ask for them; ours uses IPC or stdio.',
  },
  {
    input: /^node_modules\/vscode-languageserver\/lib\/node\/files\.js /,
    uses: ['child_process'],
    because: 'Looks up globally installed modules for servers that load such; ours never calls it.',
  },
];

/**
 * The two uses in our own code: `lint --changed-since` asks git, and the web extension starts the server, a file of the
 * extension itself, as a worker.
 */
const allowedInOwnCode: readonly string[] = [
  'cli/git.ts uses child_process',
  'client/browser.ts uses Worker',
];

/** One sentence for each file and each thing in it that reaches out. */
async function reachesIn(sources: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const found = (await readImports(sources))
    .filter(({ to }) => isBuiltin(to) && reachingModules.has(moduleName(to)))
    .map(({ from, to }) => `${from} uses ${moduleName(to)}`);
  for (const [path, text] of sources) {
    for (const name of await reachingGlobalsIn(text, 'ts')) found.push(`${path} uses ${name}`);
  }
  return found;
}

describe('own code', () => {
  it('uses nothing that opens a connection, starts a program or runs text as code', async () => {
    const sources = readSources('client', 'server', 'cli', 'library', 'rules');
    assert.deepEqual(await reachesIn(sources), allowedInOwnCode);
  });

  for (const text of [
    "import { get } from 'node:https';",
    "const net = await import('net');",
    "export * from 'node:child_process';",
  ]) {
    it(`would be caught at ${text}`, async () => {
      const [found, ...more] = await reachesIn(new Map([['cli/invented.ts', text]]));
      assert.match(found ?? '', /^cli\/invented\.ts uses (?:https|net|child_process)$/);
      assert.deepEqual(more, []);
    });
  }

  const caught: readonly (readonly [text: string, names: readonly string[]])[] = [
    ["fetch('https://example.org')", ['fetch']],
    ["globalThis.fetch('x')", ['fetch']],
    ["globalThis['fetch']('x')", ['fetch']],
    ['new self.WebSocket(url)', ['WebSocket']],
    ["navigator.sendBeacon('x')", ['navigator.sendBeacon']],
    ["process.getBuiltinModule('net')", ['process.getBuiltinModule']],
    ["eval('1'); new Function('1')", ['Function', 'eval']],
    ["const get = fetch; get('x')", ['fetch']],
    ['const { x } = (fetch: Fetch) => fetch(1)', []],
    ["const text = 'fetch('; /* fetch() */ cache.fetch(1)", []],
  ];
  for (const [text, names] of caught) {
    it(`finds [${names}] in ${text}`, async () =>
      assert.deepEqual(await reachingGlobalsIn(text, 'ts'), names));
  }
});

describe('bundles', () => {
  let built: readonly Built[] = [];
  before(async () => {
    built = await bundleAll();
  });

  it('are six, each with the code of its entry', () => {
    assert.deepEqual(
      built.map(({ bundle, metafile }) => [bundle.file, bundle.entry in metafile.inputs]),
      bundles.map(({ file }) => [file, true]),
    );
  });

  it('hold no module of Node where they run in a browser', () => {
    const found = built
      .filter(({ bundle }) => bundle.runsOn === 'browser')
      .flatMap(({ bundle, metafile }) =>
        Object.entries(metafile.inputs).flatMap(([input, { imports }]) =>
          imports
            .filter(({ path }) => isBuiltin(path))
            .map(({ path }) => `${bundle.file}: ${input} imports ${path}`),
        ),
      );
    assert.deepEqual(found, []);
  });

  it('import nothing at run time but Node, VS Code and, for the rules, each other', () => {
    const found = built.flatMap(({ bundle, metafile }) =>
      Object.values(metafile.outputs).flatMap(({ imports }) =>
        imports
          .filter(
            ({ path, external }) =>
              external &&
              !isBuiltin(path) &&
              !(path === 'vscode' && bundle.entry.startsWith('client/')) &&
              !(path === './server-browser.js' && bundle.file === 'server-node.js'),
          )
          .map(({ path }) => `${bundle.file} imports ${path}`),
      ),
    );
    assert.deepEqual(found, []);
  });

  it('reach out only where a library does so for a reason that is written down here', async () => {
    const found = new Set<string>();
    for (const { metafile } of built) {
      for (const [input, { imports }] of Object.entries(metafile.inputs)) {
        if (/^(?:client|server|cli|library|rules)\/|^bulkhead:|^\.\/server-browser/.test(input)) continue;
        for (const { path } of imports)
          if (reachingModules.has(moduleName(path))) found.add(`${input} uses ${moduleName(path)}`);
        if (extname(input) === '.json') continue;
        const text = await readFile(join(root, input), 'utf8');
        for (const name of await reachingGlobalsIn(text, 'js')) found.add(`${input} uses ${name}`);
      }
    }
    const unexplained = [...found].filter(
      (use) =>
        !allowedInLibraries.some(
          ({ input, uses }) => input.test(use) && uses.some((name) => use.endsWith(` uses ${name}`)),
        ),
    );
    assert.deepEqual(unexplained.sort(), []);
    const needless = allowedInLibraries.flatMap(({ input, uses }) =>
      uses
        .filter((name) => ![...found].some((use) => input.test(use) && use.endsWith(` uses ${name}`)))
        .map((name) => `${input} ${name}`),
    );
    assert.deepEqual(needless, [], 'an exception that nothing needs');
  });

  it('carry the pages of the rules only where there is no other file', () => {
    const carriers = built.filter(({ metafile }) => 'bulkhead:bulkhead:pages' in metafile.inputs);
    assert.deepEqual(
      carriers.map(({ bundle }) => bundle.file),
      ['cli.js'],
    );
  });
});

describe('extension package', () => {
  it('holds exactly the extension, below 1 MB, the same bytes every time', async (test) => {
    await ensureBuilt();
    const folder = await mkdtemp(join(tmpdir(), 'bulkhead-package-'));
    test.after(() => rm(folder, { recursive: true }));
    const [first, second] = [join(folder, 'first.vsix'), join(folder, 'second.vsix')];
    await packExtension(first);
    const zone = process.env.TZ;
    test.after(() => {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    });
    process.env.TZ = 'Asia/Tokyo';
    await packExtension(second);
    const bytes = await readFile(first);
    assert.ok(bytes.length < 1_000_000, `${bytes.length} bytes`);
    assert.ok(bytes.equals(await readFile(second)), 'packing twice gives two different files');
    // Time and date of the first file as a zip archive notes them: midnight, 2 January 1980.
    assert.equal(bytes.readUInt32LE(10), 0x00220000, 'the archive carries the time it was made at');
    const entries = await listZip(first);
    assert.deepEqual([...entries.keys()].sort(), [
      '[Content_Types].xml',
      'extension.vsixmanifest',
      'extension/LICENSE.txt',
      'extension/THIRD-PARTY-NOTICES.md',
      'extension/changelog.md',
      'extension/dist/client-browser.js',
      'extension/dist/client-node.js',
      'extension/dist/pages.json',
      'extension/dist/server-browser.js',
      'extension/dist/server-node.js',
      'extension/l10n/bundle.l10n.de.json',
      'extension/package.json',
      'extension/package.nls.de.json',
      'extension/package.nls.json',
      'extension/readme.md',
      'extension/sbom.cdx.json',
      'extension/schema/bulkhead.schema.json',
      'extension/walkthrough/findings.md',
      'extension/walkthrough/findings.nls.de.md',
      'extension/walkthrough/fix.md',
      'extension/walkthrough/fix.nls.de.md',
      'extension/walkthrough/learn.md',
      'extension/walkthrough/learn.nls.de.md',
      'extension/walkthrough/tenancy.md',
      'extension/walkthrough/tenancy.nls.de.md',
    ]);
    const manifest = JSON.parse(entries.get('extension/package.json') ?? '');
    assert.equal(manifest.type, undefined, 'VS Code would take the bundles for modules');
    for (const entry of [manifest.main, manifest.browser]) {
      assert.ok(entries.has(`extension/${entry.replace(/^\.\//, '').replace(/(?<!\.js)$/, '.js')}`), entry);
    }
  });
});

describe('command line package', () => {
  it('holds the command, its pages and nothing else', async () => {
    await ensureBuilt();
    const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
    });
    const packages: readonly { readonly files: readonly { readonly path: string }[] }[] = JSON.parse(stdout);
    const outside = packages
      .flatMap(({ files }) => files.map(({ path }) => path))
      .filter((path) => !/^docs\/(?:images\/)?[\w-]+\.(?:md|png)$/.test(path))
      .sort();
    assert.deepEqual(outside, [
      'LICENSE',
      'README.md',
      'THIRD-PARTY-NOTICES.md',
      'dist/cli.js',
      'dist/index.d.mts',
      'dist/index.mjs',
      'dist/package.json',
      'package.json',
      'sbom.cdx.json',
      'schema/bulkhead.schema.json',
    ]);
  });
});
