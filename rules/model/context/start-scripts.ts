/** Scripts of the context that a stage copies into the image and starts with. */
import { readShellFile } from '../dockerfile/instruction-shell.ts';
import { dropsRoot } from '../dockerfile/select-user.ts';
import { copyDestination } from '../dockerfile/stages.ts';
import type { Instruction, Stage } from '../dockerfile/types.ts';
import type { Known } from '../known.ts';
import { fileName, joinPath } from '../shell/paths.ts';
import { textOf } from '../shell/source-text.ts';
import type { ShellCommand } from '../shell/types.ts';
import { shells } from '../shell/wrappers.ts';
import { type ContextSource, contextSources, isPattern } from './copies.ts';
import { matcherOfNames } from './ignore.ts';
import type { ContextEntry, LocalContext, StartScript } from './types.ts';

/** Programs that only start the one named after their options, and look after it. */
const launchers: ReadonlySet<string> = new Set([
  'tini',
  'tini-static',
  'dumb-init',
  'catatonit',
  'docker-init',
]);

/** Where a program without a slash in its name is looked for when the stage does not say. */
const usualFolders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/**
 * The scripts that ENTRYPOINT and CMD of a stage name and that a COPY of its chain takes from the context, read as the
 * shell that their first line or their name (`.sh`) calls for. What is not known, ignored or was not read is left out.
 */
export function startScriptsOf(stage: Stage, context: LocalContext | undefined): readonly StartScript[] {
  if (context === undefined || context.texts.size === 0) return [];
  return startScriptPaths(stage, context.entries).flatMap((path) => {
    const text = context.texts.get(path);
    const script = text && readShellFile(textOf(text, 0, text.length), fileName(path), stage);
    return script ? [{ path, script }] : [];
  });
}

/** `dropsRoot` with the scripts that the stage takes from its context. */
export function dropsRootAtStart(stage: Stage, context: LocalContext | undefined): boolean {
  return (
    dropsRoot(stage) ||
    dropsRoot(
      stage,
      startScriptsOf(stage, context).map(({ script }) => script),
    )
  );
}

/** The files behind `startScriptsOf`, before they are read: paths relative to the context. */
export function startScriptPaths(stage: Stage, entries: readonly ContextEntry[]): readonly string[] {
  const programs = [...new Set([stage.entrypoint, stage.command].flatMap(startedPrograms))];
  if (programs.length === 0) return [];
  const targets = programs.flatMap((program) => whereabouts(program, stage));
  const files = new Map(
    entries.flatMap((entry) => (entry.kind === 'file' && !entry.isIgnored ? [[entry.path, entry]] : [])),
  );
  const copies = stage.chain
    .flatMap(({ instructions }) => instructions.toReversed())
    .flatMap((instruction) => landings(instruction, files));
  return [...new Set(targets.flatMap((target) => copies.flatMap((land) => land(target) ?? [])))];
}

/** The first words that an ENTRYPOINT or CMD runs, behind shells and launchers. */
function startedPrograms(instruction: Instruction | undefined): readonly string[] {
  return (instruction?.shell?.commands ?? []).flatMap((command) => {
    const program = command.word.value.known ? [command.word.value.value] : [];
    const inner = innerProgram(command);
    return inner === undefined ? program : [...program, inner];
  });
}

/** The script that `sh script` reads, or the program that `tini -- program` starts. */
function innerProgram({ name, args }: ShellCommand): string | undefined {
  if (name === undefined || !(Object.hasOwn(shells, name) || launchers.has(name))) return undefined;
  const words = args.map(({ value }) => (value.known ? value.value : undefined));
  const dashes = launchers.has(name) ? words.indexOf('--') : -1;
  const rest = words.slice(dashes + 1);
  const at = rest.findIndex((word) => word === undefined || !word.startsWith('-'));
  // `tini -- sh script`
  const first = rest[at];
  return first !== undefined && Object.hasOwn(shells, fileName(first)) ? rest[at + 1] : first;
}

/** The absolute paths where a program may lie. */
function whereabouts(program: string, { workdir, environment }: Stage): readonly string[] {
  if (program.includes('/')) return absolute(program, workdir);
  const path = environment.get('PATH');
  const folders = path?.known === true ? path.value.split(':').filter((part) => part.startsWith('/')) : [];
  // `sh script` looks in the working directory, everything else in the folders of PATH.
  return [
    ...absolute(program, workdir),
    ...new Set([...folders, ...usualFolders].map((folder) => joinPath(folder, program))),
  ];
}

/** A folder that the base image decides counts as the root: what is relative to it on both sides still meets. */
function absolute(path: string, workdir: Known<string | undefined>): readonly string[] {
  if (path.startsWith('/')) return [joinPath('/', path)];
  return workdir.known ? [joinPath(joinPath('/', workdir.value ?? '/'), path)] : [];
}

/** Which file of the context lies at a path of the image, by each source of one COPY or ADD. */
type Landing = (target: string) => string | undefined;

function landings(instruction: Instruction, files: ReadonlyMap<string, ContextEntry>): readonly Landing[] {
  const destination = copyDestination(instruction)?.resolved;
  if (destination?.known !== true) return [];
  const [place] = absolute(destination.value, instruction.workdir);
  if (place === undefined) return [];
  const keepsParents = instruction.flags.some(({ name }) => name === 'parents');
  return contextSources(instruction).map((source) => landingOf(source, place, keepsParents, files));
}

function landingOf(
  source: ContextSource,
  place: string,
  keepsParents: boolean,
  files: ReadonlyMap<string, ContextEntry>,
): Landing {
  const folder = place === '/' ? '/' : `${place}/`;
  const existing = (path: string) => (files.has(path) ? path : undefined);
  const { path } = source;
  if (keepsParents) {
    // The folders of the source are made in the destination, from a `/./` in it on.
    const pivot = /^(.*?)\/\.\//.exec(source.argument.text)?.[1];
    const lead = pivot === undefined ? '' : `${pivot.replace(/^(?:\.?\/)+/, '')}/`;
    return (target) => (target.startsWith(folder) ? existing(lead + target.slice(folder.length)) : undefined);
  }
  if (isPattern(path)) {
    const { matches } = matcherOfNames([path]);
    return (target) =>
      target.startsWith(folder)
        ? [...files.keys()].find((file) => matches(file) && fileName(file) === target.slice(folder.length))
        : undefined;
  }
  return (target) => {
    if (files.has(path)) {
      // Whether the destination is a folder may be known to the base image alone.
      return target === place || target === folder + fileName(path) ? path : undefined;
    }
    if (!target.startsWith(folder)) return undefined;
    const below = target.slice(folder.length);
    return existing(path === '' ? below : `${path}/${below}`);
  };
}
