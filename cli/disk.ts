import {
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import type { Disk } from './io.ts';

/**
 * The disk of this machine. It answers at once instead of through the platform's pool of threads: a run over thousands of
 * small files has nothing else to do in the meantime, and handing each question over costs several times its answer.
 * What the system refuses rejects the promise, as in `node:fs/promises`.
 */
export const thisDisk: Disk = {
  realpath: async (path) => realpathSync.native(path),
  stat: async (path) => statSync(path),
  lstat: async (path) => lstatSync(path),
  readdir: async (path, options) => readdirSync(path, options),
  async open(path, flags) {
    const file = openSync(path, flags);
    return {
      stat: async () => fstatSync(file),
      async read(buffer, offset, length, position) {
        return { bytesRead: readSync(file, buffer, offset, length, position), buffer };
      },
      readFile: async (encoding) => readFileSync(file, encoding),
      close: async () => closeSync(file),
    };
  },
};
