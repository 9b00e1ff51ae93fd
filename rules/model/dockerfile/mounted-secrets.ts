/** Follows the secrets that a RUN has mounted: their files, the variables that hold them, the commands that print them. */
import { carriedVariables } from '../knowledge/carried-variables.ts';
import type { Span } from '../place.ts';
import { readOptions } from '../shell/options.ts';
import { outermostOf } from '../shell/outermost.ts';
import { toolTable } from '../shell/tools.ts';
import type { Pipeline, ShellCommand, ShellScript, ShellWord } from '../shell/types.ts';
import { type PathOf, removes } from './step-files.ts';
import type { Dockerfile, Flag, Instruction } from './types.ts';

export interface SecretMount {
  readonly flag: Flag;
  /** Where the file is; undefined for a secret that is only there as a variable. */
  readonly path: string | undefined;
  /** The variable that has the value. */
  readonly variable: string | undefined;
}

/** The secret mounts of a RUN (Dockerfile reference, "RUN --mount=type=secret"). */
export function secretMounts({ flags }: Instruction): readonly SecretMount[] {
  return flags.flatMap((flag): readonly SecretMount[] => {
    if (flag.name !== 'mount') return [];
    const option = (...names: readonly string[]) =>
      flag.options.find(({ name, value }) => names.includes(name) && value !== undefined)?.value;
    if (option('type') !== 'secret') return [];
    const target = option('target', 'dst', 'destination');
    const variable = option('env');
    const id = option('id');
    const standard = id === undefined || variable !== undefined ? undefined : `/run/secrets/${id}`;
    return [{ flag, path: target === undefined ? standard : `/${target.replace(/^\/+/, '')}`, variable }];
  });
}

/** What is known of mounted secrets at each place of a script. */
export interface MountedSecrets {
  /** Whether a word is the path of a mounted secret, or a folder or pattern that takes it in. */
  readonly isPath: (command: ShellCommand, word: ShellWord) => boolean;
  /** Whether a word has the value of a secret in it. */
  readonly carries: (word: ShellWord) => boolean;
  /** Whether a stretch of the file that the shell fills in, at an offset, has. */
  readonly carriesText: (text: string, offset: number) => boolean;
  /** Whether a command puts a secret on its own standard output without being given one by a pipe. */
  readonly prints: (command: ShellCommand) => boolean;
  /** Whether a secret comes out of a stage of a pipeline. */
  readonly flowsOut: (pipeline: Pipeline, stage: number) => boolean;
  /** Assignments of the script whose value has a secret in it. */
  readonly assigned: ReadonlySet<ShellScript['assignments'][number]>;
}

/** Commands that print what they read, changed or not. */
const readers: ReadonlySet<string> = new Set(
  'cat tac head tail tr sed awk gawk mawk cut base64 base32 jq yq grep rev envsubst gunzip zcat sort uniq tee xargs paste fold nl'.split(
    ' ',
  ),
);

export function mountedSecrets(
  file: Dockerfile,
  script: ShellScript,
  mounts: readonly SecretMount[],
  pathOf: PathOf,
): MountedSecrets {
  const paths = mounts.flatMap(({ path }) => path ?? []);
  const variables = new Set(mounts.flatMap(({ variable }) => variable ?? []));
  /** For each variable where it is assigned, in order, and whether a secret is in it from there on. */
  const histories = new Map<string, { readonly offset: number; readonly isSecret: boolean }[]>();
  const assigned = new Set<ShellScript['assignments'][number]>();

  /** For each outermost command itself and what it runs as its arguments: sudo, and tee behind it. */
  const families = new Map<ShellCommand, ShellCommand[]>();
  for (const command of script.commands) {
    const family = families.get(outermostOf(command));
    if (family === undefined) families.set(outermostOf(command), [command]);
    else family.push(command);
  }

  const isSecretVariable = (name: string, offset: number): boolean =>
    histories.get(name)?.findLast((entry) => entry.offset <= offset)?.isSecret ?? variables.has(name);
  const isSecretPath = (command: ShellCommand | undefined, text: string): boolean => {
    const path = pathOf(command, text);
    return paths.some((secret) => removes(path, secret));
  };

  function carriesText(text: string, offset: number): boolean {
    if (carriedVariables(text).some(({ name }) => isSecretVariable(name, offset))) return true;
    return [...text.matchAll(/\$\(\s*<\s*([^\s()]+)\s*\)/g)].some(([, path]) =>
      isSecretPath(undefined, path ?? ''),
    );
  }

  function carries(word: ShellWord): boolean {
    if (word.substitutions.some((command) => flowsOut(command.pipeline, command.pipeline.members.length - 1)))
      return true;
    const text = file.text.slice(word.start, word.end);
    const own = carriedVariables(text).filter(({ name }) => word.variables.includes(name));
    return (
      own.some(({ name }) => isSecretVariable(name, word.start)) ||
      (/\$\(\s*</.test(text) && carriesText(text.replace(/\$\w+|\$\{/g, ''), word.start))
    );
  }

  function reads(command: ShellCommand): boolean {
    const { name = '', args, redirections } = command;
    if (!readers.has(name)) return false;
    const { options, operands } = readOptions(args, toolTable(name));
    if (options.some((option) => isQuiet(name, option.name))) return false;
    if (name !== 'tr' && name !== 'tee' && operands.some(({ text }) => isSecretPath(command, text)))
      return true;
    return redirections.some(({ operator, target, heredoc }) => {
      if (heredoc !== undefined)
        return !heredoc.quoted && carriesText(heredoc.body.text, heredoc.body.span(0, 0).start);
      if (target === undefined) return false;
      return operator === '<' ? isSecretPath(command, target.text) : operator === '<<<' && carries(target);
    });
  }

  function prints(command: ShellCommand): boolean {
    const { name, args } = command;
    if (name === 'echo' || name === 'printf') return args.some(carries);
    if (name === 'printenv') return args.some(({ text }) => isSecretVariable(text, command.start));
    return reads(command);
  }

  function flowsOut({ members }: Pipeline, stage: number): boolean {
    let isFlowing = false;
    for (let at = 0; at <= stage; at++) {
      const commands = (members[at] ?? []).flatMap((member) => families.get(member) ?? [member]);
      const passes = commands.some(passesOn);
      isFlowing = (isFlowing && passes) || commands.some(prints);
    }
    return isFlowing;
  }

  const assign = (name: string, offset: number, isSecret: boolean): void => {
    const history = histories.get(name) ?? [];
    history.push({ offset, isSecret });
    histories.set(name, history);
  };
  const readVariables = script.commands.filter(({ name }) => name === 'read');
  const substituted = script.commands.filter(({ via }) => via === 'substitution');
  const events = [...script.assignments, ...readVariables].sort((left, right) => left.start - right.start);
  for (const event of events) {
    if ('args' in event) {
      const isSecret = event.redirections.some(
        ({ operator, target }) =>
          operator === '<' && target !== undefined && isSecretPath(event, target.text),
      );
      for (const { text } of readOptions(event.args).operands) assign(text, event.end, isSecret);
      continue;
    }
    const { name, valueSpan } = event;
    const isSecret = isSecretValue(event.variables, valueSpan);
    if (isSecret) assigned.add(event);
    assign(name, event.end, isSecret);
  }

  function isSecretValue(names: readonly string[], span: Span): boolean {
    const text = file.text.slice(span.start, span.end);
    const own = carriedVariables(text).filter(({ name }) => names.includes(name));
    if (own.some(({ name }) => isSecretVariable(name, span.start))) return true;
    if (/\$\(\s*</.test(text) && carriesText(text.replace(/\$\w+|\$\{/g, ''), span.start)) return true;
    return substituted.some(
      ({ start, pipeline }) =>
        span.start <= start && start < span.end && flowsOut(pipeline, pipeline.members.length - 1),
    );
  }

  return {
    isPath: (command, word) => isSecretPath(command, word.text),
    carries,
    carriesText,
    prints,
    flowsOut,
    assigned,
  };
}

/** Whether a command prints what a pipe gives it; xargs does so only where it runs nothing else. */
export function passesOn({ name, args }: ShellCommand): boolean {
  if (name === undefined || !readers.has(name)) return false;
  return name !== 'xargs' || args.every(({ text }) => text.startsWith('-'));
}

/** Options with which a command prints nothing of what it reads. */
function isQuiet(name: string, option: string): boolean {
  if (name === 'sed') return option === 'i' || option === 'in-place';
  return name === 'grep' && /^(?:q|quiet|silent|c|count|l|L|files-with-matches)$/.test(option);
}
