/** Which paths of a known image have another content once a service has built upon it and mounted its own. */
import { scalarAt } from '../compose/item.ts';
import { textOf } from '../compose/scalar.ts';
import type { Grant, Service } from '../compose/types.ts';
import { copyDestination } from '../dockerfile/stages.ts';
import type { Instruction } from '../dockerfile/types.ts';
import { type Known, known } from '../known.ts';
import { joinPath } from '../shell/paths.ts';
import type { ShellCommand } from '../shell/types.ts';
import type { Build } from './types.ts';

export interface ChangedPaths {
  /** What is copied, mounted, or named in a command of RUN, whatever that does to it. */
  readonly named: readonly string[];
  /** What a command makes links of. */
  readonly linked: readonly string[];
}

/** Undefined where it may be any path. */
export function changedPaths(service: Service, build: Build | undefined): ChangedPaths | undefined {
  const copies = [...inChain(build, 'COPY'), ...inChain(build, 'ADD')];
  const runs = inChain(build, 'RUN').map(({ shell }) => shell);
  if (runs.some((shell) => shell === undefined || shell.recovered)) return undefined;
  const commands = runs.flatMap((shell) => shell?.commands ?? []);
  const found: readonly Known<string | undefined>[] = [
    ...service.mounts.map(({ target }) => target),
    ...service.grants.map(targetOfGrant),
    ...copies.map(copyDestination).map((target) => target?.resolved ?? known(undefined)),
    ...commands.flatMap(argumentsOf),
    ...runs.flatMap((shell) => shell?.writtenFiles ?? []).map(({ path }) => path),
  ];
  if (found.some((path) => !path.known)) return undefined;
  return {
    named: found.flatMap(rooted),
    linked: commands.filter(isLink).flatMap(argumentsOf).flatMap(rooted),
  };
}

/** Whether one of two paths lies in the other, or they are the same. */
export function meet(left: string, right: string): boolean {
  return isWithin(left, right) || isWithin(right, left);
}

/** Whether a path is a folder or lies in it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

/** The instructions of a keyword that the stage that runs is made of. */
export function inChain(build: Build | undefined, keyword: string): readonly Instruction[] {
  return (build?.stage.chain ?? [])
    .flatMap(({ instructions }) => instructions)
    .filter((instruction) => instruction.keyword === keyword && !instruction.onbuild);
}

/** A relative path counts from the root, which is the working directory of most servers' images. */
function rooted(path: Known<string | undefined>): readonly string[] {
  return path.known && path.value !== undefined ? [joinPath('/', path.value) || '/'] : [];
}

function argumentsOf({ args }: ShellCommand): readonly Known<string>[] {
  return args.map(({ value }) => value);
}

function isLink({ name }: ShellCommand): boolean {
  return name === 'ln';
}

/** A secret lies in /run/secrets and a config in the root, unless a long form says otherwise. */
function targetOfGrant({ kind, name, value }: Grant): Known<string | undefined> {
  const usual = kind === 'secret' ? '/run/secrets' : '/';
  const written = value.kind === 'mapping' ? textOf(scalarAt(value, 'target')) : undefined;
  if (written === undefined) return known(joinPath(usual, name));
  return written.known ? known(joinPath(usual, written.value)) : written;
}
