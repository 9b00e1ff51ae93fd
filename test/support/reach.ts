/** Finds what could open a connection, start a program or run text as code. */
import { transform } from 'esbuild';

/** Modules of Node that reach beyond files. */
export const reachingModules: ReadonlySet<string> = new Set([
  'child_process',
  'cluster',
  'dgram',
  'dns',
  'http',
  'http2',
  'https',
  'inspector',
  'module',
  'net',
  'repl',
  'tls',
  'vm',
  'worker_threads',
]);

/** Globals of Node and of browsers that do so. */
const reachingGlobals: readonly string[] = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'WebTransport',
  'EventSource',
  'RTCPeerConnection',
  'Worker',
  'SharedWorker',
  'importScripts',
  'navigator.sendBeacon',
  'process.binding',
  'process.getBuiltinModule',
  'process.dlopen',
  'eval',
  'Function',
];

/** esbuild replaces a name by another one only where it means the global, never a local of the same name. */
const mark = 'BULKHEAD_REACHES_';
const define = Object.fromEntries(
  reachingGlobals.flatMap((name) => {
    const replacement = `${mark}${name.replace('.', '_DOT_')}`;
    return ['', 'globalThis.', 'self.', 'window.', 'global.'].map(
      (owner) => [`${owner}${name}`, replacement] as const,
    );
  }),
);

/** The reaching globals that a text uses, each once, in alphabetical order. */
export async function reachingGlobalsIn(text: string, loader: 'ts' | 'js'): Promise<readonly string[]> {
  const { code } = await transform(text, { loader, define, logLevel: 'silent' });
  const found = [...code.matchAll(new RegExp(`\\b${mark}(\\w+)`, 'g'))];
  return [...new Set(found.map(([, name = '']) => name.replace('_DOT_', '.')))].sort();
}

/** `node:net`, `net`, `dns/promises`: the module that a specifier of Node means. */
export function moduleName(specifier: string): string {
  return specifier.replace(/^node:/, '').split('/')[0] ?? '';
}
