/** Touches workspace files behind VS Code's back, as a `git checkout` or another program would. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { ControlHandlers } from './control-server.ts';

/** Handlers for files below one folder; a path that leaves the folder is refused. */
export function diskHandlers(workspaceFolder: string): ControlHandlers {
  const inside = (path: string): string => {
    const target = resolve(workspaceFolder, path);
    if (relative(workspaceFolder, target).startsWith('..'))
      throw new Error(`"${path}" is outside the workspace.`);
    return target;
  };
  return {
    'disk.write': async ({ path, text }) => {
      await mkdir(dirname(inside(path)), { recursive: true });
      await writeFile(inside(path), text);
      return null;
    },
    'disk.writeAll': async ({ files }) => {
      const entries = Object.entries(files);
      const folders = new Set(entries.map(([path]) => dirname(inside(path))));
      for (const folder of folders) await mkdir(folder, { recursive: true });
      await Promise.all(entries.map(([path, text]) => writeFile(inside(path), text)));
      return null;
    },
    'disk.read': ({ path }) => readFile(inside(path), 'utf8'),
    'disk.remove': async ({ path }) => {
      await rm(inside(path), { recursive: true });
      return null;
    },
    'disk.git': async ({ args }) => {
      const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
      const someone = ['-c', 'user.name=editor suite', '-c', 'user.email=suite@example.org'];
      await promisify(execFile)('git', [...someone, ...args], { cwd: workspaceFolder, env });
      return null;
    },
    'disk.rename': async ({ from, to }) => {
      await mkdir(dirname(inside(to)), { recursive: true });
      await rename(inside(from), inside(to));
      return null;
    },
  };
}
