/** Secret files that the steps of a stage put into its layers, and the later steps that delete them. */
import { carriedVariables } from '../knowledge/carried-variables.ts';
import { linesWithSecret } from '../knowledge/option-secrets.ts';
import { isSecretFile } from '../knowledge/secret-files.ts';
import { holdsSecret } from '../knowledge/secret-pairs.ts';
import { urlPassword } from '../knowledge/secret-values.ts';
import type { Span } from '../place.ts';
import { readOptions } from '../shell/options.ts';
import { fileName, folderOf } from '../shell/paths.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';
import { type BuiltFile, builtFiles } from './built-files.ts';
import { copyDestination, copySources } from './stages.ts';
import {
  isOutsideLayer,
  isWithin,
  mountTargets,
  type PathOf,
  type Removal,
  removalsIn,
  removes,
  stepPaths,
} from './step-files.ts';
import type { Dockerfile, Instruction, Stage } from './types.ts';

/** A secret in a layer. */
export interface LayeredSecret {
  /** The instruction whose layer holds it, and what puts it there. */
  readonly origin: Instruction;
  readonly place: Span;
  /** The paths it may have: whether a target is a folder cannot always be told. */
  readonly paths: readonly string[];
  /** The key of `git config` that holds it; the file is shared with other settings. */
  readonly key?: string;
  /** True for a folder of secrets, whose files may be deleted one by one. */
  readonly isFolder?: boolean;
}

export interface LateRemoval {
  readonly secret: LayeredSecret;
  readonly instruction: Instruction;
  readonly command: ShellCommand;
  /** The path, or the key, in the command that deletes. */
  readonly word: ShellWord;
}

/** The deletions, in the chain of a stage, of secrets that an earlier layer keeps; the first one of each secret. */
export function lateRemovals(file: Dockerfile, stage: Stage): readonly LateRemoval[] {
  const found: LateRemoval[] = [];
  let secrets: LayeredSecret[] = [];
  for (const { instructions } of stage.chain.toReversed()) {
    for (const instruction of instructions) {
      if (instruction.onbuild) continue;
      const { keyword } = instruction;
      if (keyword === 'COPY' || keyword === 'ADD') secrets.push(...copiedSecrets(file, instruction));
      if (keyword !== 'RUN' || instruction.shell === undefined) continue;
      const pathOf = stepPaths(instruction);
      const mounts = mountTargets(instruction);
      const removals = new Map<ShellCommand, Removal[]>();
      for (const removal of removalsIn(instruction, pathOf)) {
        if (isOutsideLayer(removal.path, mounts)) continue;
        removals.set(removal.command, [...(removals.get(removal.command) ?? []), removal]);
      }
      const written = writtenSecrets(file, instruction, pathOf).filter(
        ({ paths }) => !paths.some((path) => isOutsideLayer(path, mounts)),
      );
      for (const command of instruction.shell.commands) {
        const deletions: {
          readonly word: ShellWord;
          readonly deletes: (secret: LayeredSecret) => boolean;
        }[] = (removals.get(command) ?? []).map(({ word, path }) => ({
          word,
          deletes: (secret) => isDeletedBy(secret, path),
        }));
        const unset = unsetKey(command);
        if (unset !== undefined)
          deletions.push({ word: unset, deletes: ({ key }) => key !== undefined && isKey(key, unset.text) });
        for (const { word, deletes } of deletions) {
          const gone = secrets.filter(deletes);
          const late = gone.find(({ origin }) => origin.index < instruction.index);
          if (late !== undefined) found.push({ secret: late, instruction, command, word });
          secrets = secrets.filter((secret) => !gone.includes(secret));
        }
        secrets.push(...movedSecrets(command, secrets, pathOf));
        secrets.push(...written.filter(({ place }) => command.word.start === place.start));
      }
    }
  }
  return found;
}

function isDeletedBy({ paths, key, isFolder }: LayeredSecret, removed: string): boolean {
  if (key === undefined && isFolder === true && paths.some((path) => isWithin(removed, path))) return true;
  return paths.some((path) => removes(removed, path));
}

function copiedSecrets(file: Dockerfile, instruction: Instruction): readonly LayeredSecret[] {
  const pathOf = stepPaths(instruction);
  const target = copyDestination(instruction)?.resolved;
  if (target?.known !== true) return [];
  const whole = pathOf(undefined, target.value);
  const isFolder = /(?:^|\/)\.{0,2}$/.test(target.value);
  const copied = copySources(instruction).flatMap(({ resolved, inner }): readonly LayeredSecret[] => {
    if (!resolved.known || /^[a-z]+:\/\//i.test(resolved.value) || !isSecretFile(resolved.value)) return [];
    const name = fileName(resolved.value.replace(/(?<!\/)\/+$/, ''));
    const inside = `${whole.replace(/\/$/, '')}/${name}`.replace(/^\/(?!.)/, '');
    const at = whole === '' ? name : inside;
    if (name === '.ssh' || name === '.aws')
      return [{ origin: instruction, place: inner, paths: [whole], isFolder: true }];
    return [{ origin: instruction, place: inner, paths: isFolder ? [at] : [whole, at] }];
  });
  const written = builtFiles(file, instruction)
    .filter((built) => holdsSecretText(built))
    .map(
      ({ path }): LayeredSecret => ({
        origin: instruction,
        place: instruction.keywordSpan,
        paths: [pathOf(undefined, path)],
      }),
    );
  return [...copied, ...written];
}

/** What the commands of a RUN write: files with a secret name or content, and keys of `git config`. */
function writtenSecrets(
  file: Dockerfile,
  instruction: Instruction,
  pathOf: PathOf,
): readonly LayeredSecret[] {
  const { shell } = instruction;
  if (shell === undefined) return [];
  const found: LayeredSecret[] = [];
  const mounts = mountTargets(instruction);
  const add = (command: ShellCommand, path: string, key?: string): void => {
    const secret = { origin: instruction, place: command.word, paths: [pathOf(command, path)] };
    found.push(key === undefined ? secret : { ...secret, key });
  };
  const assigned = new Set(shell.assignments.map(({ name }) => name));
  const isSecretVariable = (name: string): boolean => {
    const { state } = instruction.variable(name);
    return holdsSecret(name) && (state === 'argument' || state === 'set' || assigned.has(name));
  };
  for (const built of builtFiles(file, instruction)) {
    const { writer, path } = built;
    if (writer !== undefined && (variablesOf(writer).some(isSecretVariable) || holdsSecretText(built)))
      add(writer, path);
  }
  const texts = new Set(shell.writtenFiles.map(({ pathSpan }) => pathSpan.start));
  for (const command of shell.commands) {
    for (const { operator, target } of command.redirections) {
      const isOutput = /^(?:>>?|>\|)$/.test(operator) && target !== undefined && !texts.has(target.start);
      if (isOutput && isKeyFile(target.text)) add(command, target.text);
    }
    const { name, args } = command;
    const { operands } = readOptions(args, toolTable(name));
    if (isCopier(command)) {
      const target = operands.at(-1)?.text ?? '';
      const isMounted = operands
        .slice(0, -1)
        .some(({ text }) => isOutsideLayer(pathOf(command, text), mounts));
      if (isKeyFile(target) || (isMounted && isSecretFile(target))) add(command, target);
    }
    if (name === 'git' && operands[0]?.text === 'config') {
      const [, key, value] = operands;
      const isSecret =
        value !== undefined &&
        args.some((word) => word.variables.some(isSecretVariable) || urlPassword(word.text) !== undefined);
      if (key !== undefined && isSecret) add(command, '~/.gitconfig', key.text);
    }
  }
  return found;
}

/** The variables that a command prints or passes on, those in its heredocs included. */
function variablesOf({ args, redirections }: ShellCommand): readonly string[] {
  const inHeredocs = redirections.flatMap(({ heredoc, target }) =>
    heredoc === undefined || heredoc.quoted
      ? (target?.variables ?? [])
      : carriedVariables(heredoc.body.text).map(({ name }) => name),
  );
  return [...args.flatMap(({ variables }) => variables), ...inHeredocs];
}

/** Files that are secret whatever is in them, and others of a secret name where the text says so. */
function holdsSecretText({ path, lines }: BuiltFile): boolean {
  if (!isSecretFile(path)) return false;
  if (isKeyFile(path)) return true;
  return lines.some(
    ({ text }) =>
      linesWithSecret(text) || /(?:_auth(?:Token)?|password|secret|token)\s*[=:]\s*["']?[^\s"']/i.test(text),
  );
}

/** Settings of ssh are no secrets; .npmrc and .env may hold other things. */
function isKeyFile(path: string): boolean {
  const name = fileName(path);
  if (!isSecretFile(path) || /^(?:\.env|\.npmrc|\.pypirc|\.htpasswd)/.test(name)) return false;
  return fileName(folderOf(path)) !== '.ssh' || !/^(?:config|authorized_keys|environment|rc)$/.test(name);
}

function isCopier({ name }: ShellCommand): boolean {
  return name === 'cp' || name === 'mv' || name === 'install';
}

/** Copies of a secret that another layer keeps are that secret. */
function movedSecrets(
  command: ShellCommand,
  secrets: readonly LayeredSecret[],
  pathOf: PathOf,
): readonly LayeredSecret[] {
  if (!isCopier(command)) return [];
  const { operands } = readOptions(command.args, toolTable(command.name));
  const target = operands.at(-1);
  if (target === undefined) return [];
  const whole = pathOf(command, target.text);
  return operands.slice(0, -1).flatMap((source) => {
    const from = pathOf(command, source.text);
    const paths = [whole, `${whole}/${fileName(from)}`];
    return secrets.filter(({ paths: known }) => known.includes(from)).map((secret) => ({ ...secret, paths }));
  });
}

/** The key of `git config --unset key`, or the section of `--remove-section`. */
function unsetKey({ name, args }: ShellCommand): ShellWord | undefined {
  if (name !== 'git') return undefined;
  const { options, operands } = readOptions(args, toolTable('git'));
  const isUnset = options.some((option) => /^(?:unset(?:-all)?|remove-section)$/.test(option.name));
  const [first, second, third] = operands;
  if (first?.text !== 'config') return undefined;
  if (isUnset) return second;
  return second?.text === 'unset' || second?.text === 'remove-section' ? third : undefined;
}

function isKey(key: string, removed: string): boolean {
  return key === removed || key.startsWith(`${removed}.`);
}
