/** The files that the commands of a step name: their whole paths, which of them are mounted, and which are deleted. */
import { readOptions } from '../shell/options.ts';
import { folderAfter, joinPath } from '../shell/paths.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';
import { matchesWildcards } from '../wildcard.ts';
import { userOf } from './select-user.ts';
import type { Instruction } from './types.ts';

/** Makes a whole path of a word: joined to the folder the command runs in, `~` and `$HOME` replaced where known. */
export type PathOf = (command: ShellCommand | undefined, text: string) => string;

/** How the commands of an instruction find files; COPY and ADD have no command and no `~`. */
export function stepPaths(instruction: Instruction): PathOf {
  const { workdir, shell, keyword } = instruction;
  const start = workdir.known ? (workdir.value ?? '') : '';
  const home = keyword === 'RUN' ? homeOf(instruction) : undefined;
  const folders = new Map<ShellCommand, string>();
  const whole = (folder: string, text: string): string => {
    const bare = text.replace(/^["']|["']$/g, '');
    const path = home === undefined ? bare : bare.replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/, home);
    return joinPath(folder, path);
  };
  let folder = start;
  for (const command of shell?.commands ?? []) {
    folders.set(command, folder);
    folder = folderAfter(command, folder);
  }
  return (command, text) => whole((command && folders.get(command)) ?? start, text);
}

/** The home of the user that a step runs as; `~` where that is not known. */
function homeOf(instruction: Instruction): string {
  const user = userOf(instruction);
  if (!user.known) return '~';
  if (user.value === 'root' || /^0+$/.test(user.value)) return '/root';
  return /^[a-z_][\w-]*$/.test(user.value) ? `/home/${user.value}` : '~';
}

/** Where the mounts of a RUN appear. What is written there is not part of the layer. */
export function mountTargets({ flags }: Instruction): readonly string[] {
  return flags
    .filter(({ name }) => name === 'mount')
    .flatMap(({ options }) => options)
    .flatMap(({ name, value }) => (/^(?:target|dst|destination)$/.test(name) && value ? [value] : []));
}

/** Whether what a step writes to a path stays out of its layer. */
export function isOutsideLayer(path: string, mounts: readonly string[]): boolean {
  return [...mounts, '/dev', '/proc', '/sys', '/run/secrets'].some((folder) => isWithin(path, folder));
}

/** Whether a path is a folder, or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`);
}

export interface Removal {
  readonly command: ShellCommand;
  /** The operand that names what is deleted, and its whole path, in which wildcards may stand. */
  readonly word: ShellWord;
  readonly path: string;
}

const removers: Readonly<Record<string, Parameters<typeof readOptions>[1]>> = {
  rm: toolTable('rm'),
  unlink: undefined,
  shred: { shortWithValue: 'ns', longWithValue: ['iterations', 'size', 'random-source'] },
  truncate: { shortWithValue: 'sr', longWithValue: ['size', 'reference'] },
};

/** What the commands of an instruction delete or empty, in order. */
export function removalsIn({ shell }: Instruction, pathOf: PathOf): readonly Removal[] {
  return (shell?.commands ?? []).flatMap((command) => {
    const { name, args } = command;
    if (name === undefined || !Object.hasOwn(removers, name)) return [];
    return readOptions(args, removers[name]).operands.map((word) => ({
      command,
      word,
      path: pathOf(command, word.text),
    }));
  });
}

/** Whether deleting `removed` deletes `file`: the file, a folder around it, or a pattern of either; both may have wildcards. */
export function removes(removed: string, file: string): boolean {
  if (removed === '' || removed === '/') return false;
  if (isWithin(file, removed)) return true;
  if (/[*?]/.test(file) && matchesWildcards(file, removed)) return true;
  return /[*?]/.test(removed) && matchesWildcards(removed, file, true);
}
