/** Logins of a RUN whose secret stays in the image: it is spelled out, comes from an ARG or ENV, or from an image's file. */
import { type Login, loginOf } from '../knowledge/logins.ts';
import { outermostOf } from '../shell/outermost.ts';
import type { ShellCommand, ShellScript, ShellWord } from '../shell/types.ts';
import { argumentsInScript, type CarriedArguments } from './build-arguments.ts';
import { type MountedSecrets, mountedSecrets, secretMounts } from './mounted-secrets.ts';
import { isOutsideLayer, mountTargets, type PathOf, stepPaths } from './step-files.ts';
import type { Dockerfile, Instruction } from './types.ts';

export interface KeptLogin {
  readonly command: ShellCommand;
  readonly label: string;
  /** The ARG whose value it logs in with, where it is one. */
  readonly argument: string | undefined;
}

interface Step {
  readonly instruction: Instruction;
  readonly shell: ShellScript;
  readonly secrets: MountedSecrets;
  readonly pathOf: PathOf;
  readonly mounts: readonly string[];
  readonly argumentAt: (name: string, offset: number) => string | undefined;
}

/** The logins of a RUN that keep their secret, in order. */
export function keptLogins(
  file: Dockerfile,
  instruction: Instruction,
  carried: CarriedArguments,
): readonly KeptLogin[] {
  const { shell } = instruction;
  const logins = (shell?.commands ?? []).flatMap((command) => {
    const login = loginOf(command);
    return login === undefined ? [] : [{ command, login }];
  });
  if (shell === undefined || logins.length === 0) return [];
  const pathOf = stepPaths(instruction);
  const step: Step = {
    instruction,
    shell,
    pathOf,
    secrets: mountedSecrets(file, shell, secretMounts(instruction), pathOf),
    mounts: mountTargets(instruction),
    argumentAt: argumentsInScript(file, shell, carried),
  };
  return logins.flatMap(({ command, login }): readonly KeptLogin[] => {
    const kept = judge(command, login, step);
    return kept === undefined ? [] : [{ command, label: login.label, argument: kept.argument }];
  });
}

interface Kept {
  readonly argument: string | undefined;
}

function judge(command: ShellCommand, { by, word }: Login, step: Step): Kept | undefined {
  const { instruction, secrets, pathOf, mounts } = step;
  const hasMounts = secretMounts(instruction).length > 0;
  switch (by) {
    case 'question':
      return hasMounts ? undefined : { argument: undefined };
    case 'input':
      return inputsOf(command)
        .map((input) => keptValue(input, step))
        .find((kept) => kept !== undefined);
    case 'file': {
      if (word === undefined) return hasMounts ? undefined : { argument: undefined };
      if (secrets.carries(word)) return undefined;
      if (!word.value.known) return hasMounts ? undefined : { argument: undefined };
      const path = pathOf(command, word.value.value.replace(/^--[\w-]+=/, ''));
      return isOutsideLayer(path, mounts) ? undefined : { argument: undefined };
    }
    case 'value':
      return word && keptValue(word, step);
  }
}

/** Whether a word spells a secret out, or has it from an ARG or ENV of the file. What a tool prints is not known. */
function keptValue(
  word: ShellWord,
  { instruction, secrets, argumentAt, pathOf, mounts, shell }: Step,
): Kept | undefined {
  if (word.substitutions.length > 0 || secrets.carries(word)) return undefined;
  for (const name of word.variables) {
    const argument = argumentAt(name, word.start);
    if (argument !== undefined) return { argument };
  }
  if (word.variables.length > 0) {
    const assigned = new Set(shell.assignments.map(({ name }) => name));
    const isEnvironment = word.variables.some(
      (name) => !assigned.has(name) && instruction.variable(name).state === 'set',
    );
    return isEnvironment ? { argument: undefined } : undefined;
  }
  if (!word.value.known || word.value.value.trim() === '') return undefined;
  // `az login -p` also takes the path of a certificate.
  const value = word.value.value.replace(/^--[\w-]+=/, '');
  return value.startsWith('/') && isOutsideLayer(pathOf(undefined, value), mounts)
    ? undefined
    : { argument: undefined };
}

/** The words that a command is given as its input by echo or printf, or in a here-string. */
function inputsOf(command: ShellCommand): readonly ShellWord[] {
  const outermost = outermostOf(command);
  const redirected = [...command.redirections, ...outermost.redirections].find(({ operator }) =>
    operator.startsWith('<'),
  );
  if (redirected !== undefined)
    return redirected.operator === '<<<' && redirected.target !== undefined ? [redirected.target] : [];
  const { members } = outermost.pipeline;
  const stage = members.findIndex((commands) => commands.includes(outermost));
  return (members[stage - 1] ?? []).flatMap(({ name, args }) =>
    name === 'echo' || name === 'printf'
      ? args.filter(({ text }) => !/^-[neE]+$|^%s(?:\\n)?$/.test(text))
      : [],
  );
}
