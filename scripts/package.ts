/** `npm run package`: `dist/bulkhead.vsix`, the same bytes whenever the same sources are packed. */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { bundleAll, bundles, writeBundles, writeTypes } from './build.ts';
import { root } from './root.ts';

/** 1980-01-02 in seconds: near the first day a zip archive can name. */
const epoch = '315619200';

/** Keys of the manifest that mean nothing inside an installed extension. */
const leftOut = new Set(['type', 'private', 'scripts', 'devDependencies', 'files', 'bin', 'exports']);

/**
 * Packs the extension. The files are those that `.vscodeignore` lets through, taken over with fixed modes into a folder
 * of their own, because the manifest there differs: with `"type": "module"` VS Code would take the CommonJS bundles for
 * modules.
 */
export async function packExtension(target: string): Promise<void> {
  const stage = mkdtempSync(join(tmpdir(), 'bulkhead-vsix-'));
  try {
    for (const file of await listFiles({ cwd: root, packageManager: PackageManager.None }))
      stageFile(stage, file);
    writeFileSync(join(stage, 'package.json'), manifest(), { mode: 0o644 });
    // Everything in the stage is meant to go in; without this file vsce warns that nobody has chosen.
    writeFileSync(join(stage, '.vscodeignore'), '');
    mkdirSync(dirname(target), { recursive: true });
    await withFixedClock(() =>
      createVSIX({
        cwd: stage,
        packagePath: target,
        dependencies: false,
        allowMissingRepository: true,
        rewriteRelativeLinks: false,
      }),
    );
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function stageFile(stage: string, file: string): void {
  const copy = join(stage, file);
  mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(join(root, file), copy);
  chmodSync(copy, 0o644);
}

function manifest(): string {
  const whole: Record<string, unknown> = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const kept = Object.entries(whole).filter(([key]) => !leftOut.has(key));
  return `${JSON.stringify(Object.fromEntries(kept), undefined, 2)}\n`;
}

/** vsce writes the date of SOURCE_DATE_EPOCH into the archive, in the local time zone. */
async function withFixedClock<T>(work: () => Promise<T>): Promise<T> {
  const { SOURCE_DATE_EPOCH, TZ } = process.env;
  Object.assign(process.env, { SOURCE_DATE_EPOCH: epoch, TZ: 'UTC' });
  try {
    return await work();
  } finally {
    for (const [name, value] of Object.entries({ SOURCE_DATE_EPOCH, TZ })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** Builds where a bundle is missing, so that packing works from a fresh clone. */
export async function ensureBuilt(): Promise<void> {
  const dist = join(root, 'dist');
  const names = ['package.json', 'pages.json', 'index.d.mts', ...bundles.map(({ file }) => file)];
  if (names.every((name) => existsSync(join(dist, name)))) return;
  writeBundles(await bundleAll(), dist);
  writeTypes(dist);
}

async function main(): Promise<void> {
  writeBundles(await bundleAll(), join(root, 'dist'));
  writeTypes(join(root, 'dist'));
  await packExtension(join(root, 'dist', 'bulkhead.vsix'));
}

if (import.meta.main) await main();
