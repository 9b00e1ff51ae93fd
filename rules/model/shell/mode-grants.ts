/** The file modes that a shell text sets: chmod, mkdir -m, install -m and umask, with the paths they are set on. */
import { type FileMode, parseFileMode } from '../knowledge/file-mode.ts';
import type { Span } from '../place.ts';
import { readOptions } from './options.ts';
import { folderAfter, joinPath } from './paths.ts';
import { tools, toolTable } from './tools.ts';
import type { ShellCommand, ShellScript, ShellWord } from './types.ts';

export interface ModeGrant {
  readonly command: ShellCommand;
  /** The mode as the command sees it. */
  readonly text: string;
  readonly mode: FileMode;
  /** The mode in the file, quotes included. */
  readonly at: Span;
  /** The paths it is set on, joined to the folder the command runs in; none where another command supplies them. */
  readonly paths: readonly string[];
}

/**
 * The modes that a script sets and does not undo: those of files that it deletes later, and those that a sticky bit
 * makes harmless later, are left out.
 */
export function lastingModes(script: ShellScript, workdir = ''): readonly ModeGrant[] {
  const grants: { readonly grant: ModeGrant; readonly at: number }[] = [];
  const undone = new Map<string, number>();
  const undo = (path: string, at: number, how: 'sticky' | 'deleted') => undone.set(`${how} ${path}`, at);
  let folder = workdir;
  for (const [at, command] of script.commands.entries()) {
    folder = folderAfter(command, folder);
    const inFolder = (words: readonly ShellWord[]) => words.map(({ text }) => joinPath(folder, text));
    if (command.name === 'rm' || command.name === 'rmdir') {
      for (const path of inFolder(readOptions(command.args, toolTable('rm')).operands))
        undo(path, at, 'deleted');
    }
    const grant = grantOf(command, inFolder);
    if (grant === undefined) continue;
    if (grant.mode.sticky) for (const path of grant.paths) undo(path, at, 'sticky');
    grants.push({ grant, at });
  }
  const isUndone = (path: string, at: number) =>
    (undone.get(`sticky ${path}`) ?? -1) > at ||
    ancestors(path).some((folderOrFile) => (undone.get(`deleted ${folderOrFile}`) ?? -1) > at);
  return grants
    .filter(({ grant: { paths }, at }) => paths.length === 0 || !paths.every((path) => isUndone(path, at)))
    .map(({ grant }) => grant);
}

/** The path and every folder it lies in. */
function ancestors(path: string): readonly string[] {
  const found = [path];
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1))
    found.push(path.slice(0, slash));
  return found;
}

type InFolder = (words: readonly ShellWord[]) => readonly string[];

function grantOf(command: ShellCommand, inFolder: InFolder): ModeGrant | undefined {
  const { name } = command;
  if (name === 'chmod') return ofChmod(command, inFolder);
  return name === 'mkdir' || name === 'install' ? ofModeOption(command, tools[name], inFolder) : undefined;
}

function ofChmod(command: ShellCommand, inFolder: InFolder): ModeGrant | undefined {
  const { options, operands } = readOptions(command.args, tools.chmod);
  const [word, ...paths] = operands;
  if (word === undefined || !word.value.known || options.some(({ name }) => name === 'reference'))
    return undefined;
  return grant(command, word.value.value, word, inFolder(paths));
}

function ofModeOption(
  command: ShellCommand,
  table: (typeof tools)['mkdir' | 'install'],
  inFolder: InFolder,
): ModeGrant | undefined {
  const { options, operands } = readOptions(command.args, table);
  const option = options.findLast(({ name }) => name === 'm' || name === 'mode');
  if (option?.value?.known !== true || option.valueSpan === undefined) return undefined;
  return grant(command, option.value.value, option.valueSpan, inFolder(operands));
}

function grant(
  command: ShellCommand,
  text: string,
  at: Span,
  paths: readonly string[],
): ModeGrant | undefined {
  const mode = parseFileMode(text);
  return mode && { command, text, mode, at: { start: at.start, end: at.end }, paths };
}

/** The mask of a `umask` that takes no right away (`umask 0`, `umask 000`); undefined for all others. */
export function openUmask(command: ShellCommand): ShellWord | undefined {
  const [mask] = command.args;
  return command.name === 'umask' && mask?.value.known === true && /^0+$/.test(mask.value.value)
    ? mask
    : undefined;
}
