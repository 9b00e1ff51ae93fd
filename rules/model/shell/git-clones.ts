/** Follows `git clone` over shell texts to the commands that fix or verify the commit that is used. */
import { readOptions } from './options.ts';
import { fileName, folderAfter, joinPath } from './paths.ts';
import { toolTable } from './tools.ts';
import type { ShellCommand, ShellScript, ShellWord } from './types.ts';

export interface GitClone {
  readonly command: ShellCommand;
  readonly url: ShellWord;
  /** The folder as `git -C` takes it in the place of the clone; undefined where it is not known. */
  readonly folder: string | undefined;
  readonly isShallow: boolean;
  /**
   * What fixes the content: a whole commit or a verified signature, the name of a version, which can be moved, or
   * something that is not known; undefined where it is the tip of a branch.
   */
  readonly pin: 'commit' | 'version' | 'unknown' | undefined;
}

type Pin = GitClone['pin'];

interface Followed {
  readonly clone: GitClone;
  readonly path: string;
  pin: Pin;
}

/** Scripts that run one after the other, each with the folder it starts in ('' where that is not known). */
export type ScriptInFolder = { readonly script: ShellScript; readonly folder: string };

/** The clones of remote repositories by these scripts, each with the best pin that follows it. */
export function gitClones(
  scripts: readonly ScriptInFolder[],
): readonly (GitClone & { readonly script: ShellScript })[] {
  const followed: (Followed & { readonly script: ShellScript })[] = [];
  for (const { script, folder: start } of scripts) {
    let folder = start;
    for (const command of script.commands) {
      folder = folderAfter(command, folder);
      if (command.name !== 'git') continue;
      const clone = cloneOf(command);
      if (clone !== undefined) {
        followed.push({ clone, path: joinPath(folder, clone.folder ?? '$'), pin: clone.pin, script });
        continue;
      }
      const found = pinBy(command, script);
      if (found === undefined) continue;
      for (const target of targets(followed, joinPath(folder, found.folder)))
        target.pin = better(target.pin, found.pin);
    }
  }
  return followed.map(({ clone, pin, script }) => ({ ...clone, pin, script }));
}

/** The clones that a command in a folder speaks of: those it lies in, else the last one. */
function targets(followed: readonly Followed[], folder: string): readonly Followed[] {
  const inside = followed.filter(({ path }) => folder === path || folder.startsWith(`${path}/`));
  return inside.length > 0 ? inside : followed.slice(-1);
}

const ranks: readonly Pin[] = [undefined, 'version', 'unknown', 'commit'];

function better(one: Pin, other: Pin): Pin {
  return ranks.indexOf(other) > ranks.indexOf(one) ? other : one;
}

function cloneOf(command: ShellCommand): GitClone | undefined {
  const { options, operands } = readOptions(command.args, toolTable('git'));
  const [subcommand, url, target] = operands;
  if (subcommand?.text !== 'clone' || url === undefined || !isRemote(url.text)) return undefined;
  const own = options.filter(({ start }) => start > subcommand.start);
  const named = own.find(({ name }) => name === 'b' || name === 'branch' || name === 'revision')?.valueText;
  const name = fileName(url.text.replace(/(?<!\/)\/+$/, '')).replace(/\.git$/, '');
  const folder = target?.text ?? fileName(name.replace(/:/g, '/'));
  return {
    command,
    url,
    folder: /^[\w.~/+@-]+$/.test(folder) ? folder : undefined,
    isShallow: own.some((option) => option.name === 'depth'),
    pin: named === undefined ? undefined : pinOf(named),
  };
}

/** Addresses of other machines: with a scheme, or as `user@host:path`. */
function isRemote(address: string): boolean {
  return /^(?:https?|git|ssh|git\+ssh|ftps?):\/\//i.test(address) || /^[\w.-]+@[\w.-]+:/.test(address);
}

function pinOf(reference: string): Pin {
  if (/^(?:[\da-f]{40}|[\da-f]{64})$/i.test(reference)) return 'commit';
  if (reference.includes('$') || reference.includes('`')) return 'unknown';
  const isVersion = /^(?:[a-z][\w./-]*?[-_/])?v?\d+(?:[._-]\d+)+[-+.\w]*$/i.test(reference.slice(0, 200));
  // `1.2.x` is a branch.
  if (/\.x$/i.test(reference)) return undefined;
  // A part of a commit names one commit among those that are there, but not for good.
  return isVersion || /^[\da-f]{7,39}$/i.test(reference) ? 'version' : undefined;
}

interface FoundPin {
  readonly pin: Pin;
  readonly folder: string;
}

/** What a git command says about the commit of the repository it works in; undefined where it says nothing. */
function pinBy(command: ShellCommand, script: ShellScript): FoundPin | undefined {
  const { options, operands } = readOptions(command.args, toolTable('git'));
  const [subcommand, ...rest] = operands;
  if (subcommand === undefined) return undefined;
  const folder =
    options.find(({ name, start }) => name === 'C' && start < subcommand.start)?.valueText ?? '.';
  switch (subcommand.text) {
    case 'checkout':
    case 'switch':
    case 'reset':
    case 'fetch':
    case 'merge': {
      const pins = rest.map(({ text }) => pinOf(text));
      return { folder, pin: pins.reduce((best, pin) => better(best, pin), undefined) };
    }
    case 'verify-tag':
    case 'verify-commit':
      return { folder, pin: 'commit' };
    case 'tag':
      return options.some(({ name }) => name === 'v' || name === 'verify')
        ? { folder, pin: 'commit' }
        : undefined;
    case 'rev-parse':
      return isCompared(command, script) ? { folder, pin: 'commit' } : undefined;
    default:
      return undefined;
  }
}

/** `test "$(git rev-parse HEAD)" = commit`, `git rev-parse HEAD | grep commit` */
function isCompared(command: ShellCommand, { commands }: ShellScript): boolean {
  const isCommit = ({ text }: ShellWord) => pinOf(text) === 'commit' || /^\$\{?\w+\}?$/.test(text);
  return commands.some(
    ({ name, args, start, end, pipeline }) =>
      name !== undefined &&
      (/^(?:\[|test)$/.test(name)
        ? start < command.start && command.end <= end && args.some(isCommit)
        : /^[ef]?grep$/.test(name) && pipeline === command.pipeline && args.some(isCommit)),
  );
}
