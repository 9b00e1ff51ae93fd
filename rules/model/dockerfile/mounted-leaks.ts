/** Where a RUN lets a mounted secret out: into files of the image, into the log of the build, into a clone. */
import type { Span } from '../place.ts';
import { readOptions } from '../shell/options.ts';
import { outermostOf } from '../shell/outermost.ts';
import { fileName } from '../shell/paths.ts';
import { pipelineFedBy } from '../shell/pipe-sides.ts';
import { toolTable } from '../shell/tools.ts';
import { tracedBy } from '../shell/traced.ts';
import type { Redirection, ShellCommand, ShellScript } from '../shell/types.ts';
import { configFiles, isConfiguring } from './kept-secrets.ts';
import {
  type MountedSecrets,
  mountedSecrets,
  passesOn,
  type SecretMount,
  secretMounts,
} from './mounted-secrets.ts';
import { isOutsideLayer, mountTargets, type PathOf, removalsIn, removes, stepPaths } from './step-files.ts';
import type { Dockerfile, Instruction } from './types.ts';

export interface MountedLeak extends Span {
  /** `file`: a file of the image; `clone`: the settings of a clone; `log`: printed; `trace`: printed by `set -x`. */
  readonly kind: 'file' | 'clone' | 'log' | 'trace';
  /** What lets it out, by name; for an assignment its variable. */
  readonly name: string;
  readonly command: ShellCommand | undefined;
}

/** The leaks of a RUN, in order, one for each command. */
export function mountedLeaks(file: Dockerfile, instruction: Instruction): readonly MountedLeak[] {
  const { shell, keyword } = instruction;
  const mounts = keyword === 'RUN' ? secretMounts(instruction) : [];
  if (shell === undefined || mounts.length === 0) return [];
  const pathOf = stepPaths(instruction);
  const secrets = mountedSecrets(file, shell, mounts, pathOf);
  const isKept = keptFiles(instruction, pathOf);
  const found = new Map<number, MountedLeak>();
  const add = (
    kind: MountedLeak['kind'],
    { start, end }: Span,
    name: string,
    command?: ShellCommand,
  ): void => {
    if (!found.has(start)) found.set(start, { kind, start, end, name, command });
  };
  const dumps = dumpedFrom(shell, secrets, mounts);
  const prints = (command: ShellCommand) => secrets.prints(command) || isDump(command, dumps);
  for (const command of shell.commands) {
    const kind = kindOf(command, { shell, secrets, isKept, prints });
    if (kind !== undefined) add(kind, command.word, command.name ?? '', command);
  }
  const isTraced = tracedBy(instruction.shellInstruction?.args.map(({ text }) => text) ?? [], shell);
  for (const command of shell.commands) {
    if (!isTraced(command) || command.name === 'set') continue;
    const words = [command.word, ...command.args];
    const isGiven = command.assignments.some((assignment) =>
      secrets.carriesText(
        file.text.slice(assignment.valueSpan.start, assignment.valueSpan.end),
        assignment.start,
      ),
    );
    if (words.some(secrets.carries) || isGiven) add('trace', command.word, command.name ?? '', command);
  }
  for (const assignment of secrets.assigned) {
    const at = shell.commands.findLast(
      ({ start, via }) => start <= assignment.start && via !== 'substitution',
    );
    const isInCommand = at !== undefined && assignment.end <= at.end;
    if (!isInCommand && isTraced(assignment)) add('trace', assignment.nameSpan, assignment.name);
  }
  return [...found.values()].sort((left, right) => left.start - right.start);
}

interface Step {
  readonly shell: ShellScript;
  readonly secrets: MountedSecrets;
  /** Whether what a command writes to a path stays in the image. */
  readonly isKept: (path: string, command: ShellCommand) => boolean;
  readonly prints: (command: ShellCommand) => boolean;
}

function kindOf(command: ShellCommand, step: Step): MountedLeak['kind'] | undefined {
  const { name, args } = command;
  const { secrets, isKept, prints } = step;
  if (name === undefined) return undefined;
  const { options, operands } = readOptions(args, toolTable(name));
  if (copiers.has(name)) return isCopyKept(command, step) ? 'file' : undefined;
  if (name === 'git') return gitLeak(command, step);
  if (isConfiguring(command)) return isSettingKept(command, step) ? 'file' : undefined;
  if (name === 'sed' && options.some((option) => option.name === 'i' || option.name === 'in-place')) {
    const target = operands.at(-1);
    return target !== undefined && args.some(secrets.carries) && isKept(target.text, command)
      ? 'file'
      : undefined;
  }
  const flows = prints(command) || flowsThrough(command, secrets);
  if (!flows) return undefined;
  if (name === 'tee' && operands.some(({ text }) => isKept(text, command))) return 'file';
  return outputLeak(command, step);
}

const copiers: ReadonlySet<string> = new Set(['cp', 'mv', 'install', 'ln']);

function isCopyKept(command: ShellCommand, { secrets, isKept }: Step): boolean {
  const { options, operands } = readOptions(command.args, toolTable(command.name));
  if (command.name === 'ln' && options.some(({ name }) => name === 's' || name === 'symbolic')) return false;
  const folder = options.find(({ name }) => name === 't' || name === 'target-directory')?.valueText;
  const sources = folder === undefined ? operands.slice(0, -1) : operands;
  const target = folder ?? operands.at(-1)?.text;
  const source = sources.find((word) => secrets.isPath(command, word));
  if (target === undefined || source === undefined) return false;
  return isKept(target, command) && isKept(`${target}/${fileName(source.text)}`, command);
}

/** The address of a remote stays in `.git/config`; an address in the user's settings in `.gitconfig`. */
function gitLeak(command: ShellCommand, step: Step): MountedLeak['kind'] | undefined {
  const { secrets, isKept, shell } = step;
  if (!command.args.some(secrets.carries)) return undefined;
  const { operands } = readOptions(command.args, toolTable('git'));
  const [verb, action, url] = operands;
  if (verb?.text === 'config') return isSettingKept(command, step) ? 'file' : undefined;
  const later = shell.commands.filter(({ start, name }) => start > command.start && name === 'git');
  const isReset = later.some(({ args }) => args.some(({ text }) => text === 'remote'));
  if (isReset) return undefined;
  if (verb?.text === 'remote') return /^(?:add|set-url)$/.test(action?.text ?? '') ? 'clone' : undefined;
  const address = operands.find((word) => secrets.carries(word) && /:\/\//.test(word.text));
  if (verb?.text !== 'clone' || address === undefined) return undefined;
  const folder = (action === address ? url : undefined)?.text ?? fileName(address.text).replace(/\.git$/, '');
  return isKept(folder, command) &&
    isKept(`${folder}/.git`, command) &&
    isKept(`${folder}/.git/config`, command)
    ? 'clone'
    : undefined;
}

/** `config set` keeps what it is told, unless the step takes it back or deletes the file. */
function isSettingKept(command: ShellCommand, { secrets, shell, isKept }: Step): boolean {
  const { name = '', args } = command;
  const takesBack = args.some(({ text }) =>
    /^(?:delete|unset|get|--(?:unset|get|remove-section).*)$/.test(text),
  );
  if (!isConfiguring(command) || takesBack || !args.some(secrets.carries)) return false;
  const later = shell.commands.slice(shell.commands.indexOf(command) + 1);
  const isTakenBack = later.some(
    (other) =>
      other.name === name &&
      other.args.some(({ text }) => /^(?:delete|unset|--unset(?:-all)?|--remove-section)$/.test(text)),
  );
  return !isTakenBack && (configFiles[name] ?? []).every((path) => isKept(`~/${path}`, command));
}

/** Whether a pipe brings the secret, and the command passes it on. */
function flowsThrough(command: ShellCommand, secrets: MountedSecrets): boolean {
  if (!passesOn(command)) return false;
  const outermost = outermostOf(command);
  const { pipeline } = outermost;
  const stage = pipeline.members.findIndex((members) => members.includes(outermost));
  return stage > 0 && secrets.flowsOut(pipeline, stage);
}

/** Where the standard output of a command goes that prints the secret. */
function outputLeak(command: ShellCommand, { shell, isKept }: Step): MountedLeak['kind'] | undefined {
  const targets: Redirection[] = [];
  for (let at: ShellCommand | undefined = command; at !== undefined; at = at.wrapper) {
    if (at.via === 'substitution') return undefined;
    targets.push(...at.redirections.filter(({ operator }) => /^(?:>>?|>\||&>>?)$/.test(operator)));
  }
  const target = targets[0]?.target?.text;
  if (target !== undefined && !/^\/dev\/(?:stdout|stderr|tty|fd\/[12])$/.test(target))
    return isKept(target, command) ? 'file' : undefined;
  if (pipelineFedBy(command) !== undefined) return undefined;
  const written = shell.writtenFiles.filter(({ writer }) => writer === command);
  if (written.length > 0)
    return written.some(({ path }) => path.known && isKept(path.value, command)) ? 'file' : undefined;
  // Groups, functions and `exec >` may send it elsewhere, which the model of the shell does not tell here.
  const text = shell.source?.text ?? '';
  const isRedirected = /(?:[})]|\b(?:done|fi|esac))\s*(?:\d?>|&>|\|)|\(\)|\bfunction\s|\bexec\s+\d?>/.test(
    text,
  );
  return isRedirected ? undefined : 'log';
}

/** Tells whether a file that a command writes is still part of the layer when the step has ended. */
function keptFiles(instruction: Instruction, pathOf: PathOf): Step['isKept'] {
  const mounts = mountTargets(instruction);
  const removals = removalsIn(instruction, pathOf);
  const traps = (instruction.shell?.commands ?? []).filter(({ name }) => name === 'trap');
  return (text, command) => {
    const path = pathOf(command, text);
    // A name that is not known may be that of a temporary file somewhere else.
    if (/[$`]/.test(path) || path === '' || isOutsideLayer(path, mounts)) return false;
    if (isCertificate(path)) return false;
    if (traps.some(({ args }) => args[0]?.text.includes(text) === true)) return false;
    return !removals.some((removal) => removal.command.start > command.start && removes(removal.path, path));
  };
}

/** Certificates of authorities are often mounted like secrets, and are public. */
function isCertificate(path: string): boolean {
  return (
    /^\/(?:usr\/local\/share\/ca-certificates|usr\/share\/ca-certificates|etc\/ssl\/certs|etc\/pki\/ca-trust)(?:\/|$)/.test(
      path,
    ) || /\.(?:crt|cer)$/.test(path)
  );
}

/** Whether there are secrets in the variables that a command dumps: exported ones, and for `set` all. */
interface Dumped {
  readonly exported: boolean;
  readonly any: boolean;
}

function dumpedFrom(
  { assignments, commands }: ShellScript,
  { assigned, carries }: MountedSecrets,
  mounts: readonly SecretMount[],
): (command: ShellCommand) => Dumped {
  return ({ start }) => {
    const before = assignments.filter((assignment) => assigned.has(assignment) && assignment.end <= start);
    const names = new Set(before.map(({ name }) => name));
    const isExported = commands.some(
      (command) =>
        command.name === 'export' &&
        command.end <= start &&
        command.args.some((word) => names.has(word.text) || carries(word)),
    );
    const exported =
      mounts.some(({ variable }) => variable !== undefined) ||
      before.some((assignment) => assignment.exported) ||
      isExported;
    return { exported, any: exported || before.length > 0 };
  };
}

/** `env`, `printenv`, `export -p` and a bare `set` print all variables. */
function isDump(command: ShellCommand, dumps: (command: ShellCommand) => Dumped): boolean {
  const { name, args } = command;
  const isBare = args.length === 0;
  if (name === 'printenv' && isBare) return dumps(command).exported;
  if (name === 'env' && args.every(({ text }) => /^(?:-0|--null|[A-Za-z_]\w*=.*)$/.test(text)))
    return dumps(command).exported;
  if (
    (name === 'export' && (isBare || args[0]?.text === '-p')) ||
    (name === 'declare' && args[0]?.text === '-x' && args.length === 1)
  )
    return dumps(command).exported;
  return name === 'set' && isBare && dumps(command).any;
}
