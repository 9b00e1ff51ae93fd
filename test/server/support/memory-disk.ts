import { URI } from 'vscode-uri';
import { type DirectoryEntry, decodeFile } from '../../../rules/index.ts';
import type { Host } from '../../../server/host.ts';

/** A disk in memory that tests write to as if from outside the editor. Keys are decoded paths. */
export class MemoryDisk implements Host {
  readonly #files = new Map<string, string | Uint8Array>();
  /** Paths whose reading fails in a way no host should. */
  readonly broken = new Set<string>();
  /** Paths that were read, in order. */
  readonly reads: string[] = [];

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [path, content] of Object.entries(files)) this.write(path, content);
  }

  write(path: string, content: string | Uint8Array): void {
    this.#files.set(path, content);
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  remove(path: string): void {
    for (const other of [...this.#files.keys()]) {
      if (other === path || other.startsWith(`${path}/`)) this.#files.delete(other);
    }
  }

  rename(from: string, to: string): void {
    for (const [path, content] of [...this.#files]) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      this.#files.delete(path);
      this.#files.set(to + path.slice(from.length), content);
    }
  }

  text(path: string): string {
    const content = this.#files.get(path);
    if (content === undefined) throw new Error(`There is no ${path}.`);
    const file = typeof content === 'string' ? undefined : decodeFile(content, new TextDecoder());
    return typeof content === 'string' ? content : file?.kind === 'text' ? file.text : '';
  }

  async readFile(uri: string): ReturnType<Host['readFile']> {
    const { path } = URI.parse(uri);
    this.reads.push(path);
    if (this.broken.has(path)) throw new Error('the disk is on fire, and here is the content: s3cret');
    const content = this.#files.get(path);
    if (content === undefined) return { kind: 'missing' };
    return {
      kind: 'bytes',
      bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
    };
  }

  async readDirectory(uri: string): Promise<readonly DirectoryEntry[] | undefined> {
    const prefix = `${URI.parse(uri).path.replace(/\/$/, '')}/`;
    const entries = new Map<string, DirectoryEntry>();
    for (const path of this.#files.keys()) {
      if (!path.startsWith(prefix)) continue;
      const [name = '', ...deeper] = path.slice(prefix.length).split('/');
      entries.set(name, { name, kind: deeper.length > 0 ? 'directory' : 'file' });
    }
    return entries.size === 0 ? undefined : [...entries.values()];
  }
}
