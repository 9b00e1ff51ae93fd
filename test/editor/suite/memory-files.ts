/** A file system in memory, as virtual workspaces have one. It exists in both extension hosts. */
import * as vscode from 'vscode';

export const memoryScheme = 'memfs';

/** Files by path; folders are those that files lie in. Events are sent as a real provider sends them. */
export class MemoryFiles implements vscode.FileSystemProvider {
  readonly #files = new Map<string, Uint8Array>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  put(path: string, text: string): void {
    const type = this.#files.has(path) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created;
    this.#files.set(path, new TextEncoder().encode(text));
    this.#changed.fire([{ type, uri: memoryUri(path) }]);
  }

  remove(path: string): void {
    this.#files.delete(path);
    this.#changed.fire([{ type: vscode.FileChangeType.Deleted, uri: memoryUri(path) }]);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    const times = { ctime: 0, mtime: 0 };
    const file = this.#files.get(path);
    if (file !== undefined) return { type: vscode.FileType.File, size: file.length, ...times };
    if (this.#entriesOf(path).size === 0) throw vscode.FileSystemError.FileNotFound(path);
    return { type: vscode.FileType.Directory, size: 0, ...times };
  }

  readDirectory({ path }: vscode.Uri): [string, vscode.FileType][] {
    const entries = this.#entriesOf(path);
    if (entries.size === 0) throw vscode.FileSystemError.FileNotFound(path);
    return [...entries];
  }

  readFile({ path }: vscode.Uri): Uint8Array {
    const file = this.#files.get(path);
    if (file === undefined) throw vscode.FileSystemError.FileNotFound(path);
    return file;
  }

  writeFile({ path }: vscode.Uri, content: Uint8Array): void {
    this.put(path, new TextDecoder().decode(content));
  }

  delete({ path }: vscode.Uri): void {
    this.remove(path);
  }

  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  #entriesOf(folder: string): Map<string, vscode.FileType> {
    const prefix = folder.endsWith('/') ? folder : `${folder}/`;
    const entries = new Map<string, vscode.FileType>();
    for (const path of this.#files.keys()) {
      if (!path.startsWith(prefix)) continue;
      const [name = '', ...deeper] = path.slice(prefix.length).split('/');
      entries.set(name, deeper.length > 0 ? vscode.FileType.Directory : vscode.FileType.File);
    }
    return entries;
  }
}

export function memoryUri(path: string): vscode.Uri {
  return vscode.Uri.from({ scheme: memoryScheme, path });
}
