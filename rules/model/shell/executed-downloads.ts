/**
 * Follows what a shell text downloads to the interpreters that run it: through pipes, substitutions and files. A file
 * that a verification speaks of is trusted from there on.
 */
import { downloadOf, isWebClient } from '../knowledge/downloaders.ts';
import { type ProgramSource, programSourceOf } from '../knowledge/interpreters.ts';
import { isVerifier, speaksOf, verifiedBy } from '../knowledge/verification.ts';
import { operandsOf } from './options.ts';
import { fileName, folderAfter, joinPath } from './paths.ts';
import { redirectsOutput } from './redirections.ts';
import { toolTable } from './tools.ts';
import type { Pipeline, ShellCommand, ShellScript, ShellWord } from './types.ts';

export interface ExecutedDownload {
  /** The command that loads. */
  readonly download: ShellCommand;
  /** The command that runs what was loaded: an interpreter, `eval`, `.`, or the loaded file itself. */
  readonly runner: ShellCommand;
  readonly route: 'pipe' | 'text' | 'file';
}

/**
 * Finds the downloads that a script runs unverified.
 *
 * @param folder the working directory the script starts in; '' where it is not known
 */
export function executedDownloads(script: ShellScript, folder = ''): readonly ExecutedDownload[] {
  const found: ExecutedDownload[] = [];
  const flow = createFlow(script, folder);
  for (const command of script.commands) {
    const executed = flow.executedBy(command);
    if (executed !== undefined) found.push({ ...executed, runner: command });
    flow.enter(command);
  }
  return found;
}

/** The content between two stages of a pipeline. */
interface Flow {
  readonly download: ShellCommand | undefined;
}

type Executed = Pick<ExecutedDownload, 'download' | 'route'>;

/** Commands that make their output themselves, whatever is piped into them. */
const sources: ReadonlySet<string> = new Set([
  'echo',
  'printf',
  'xargs',
  'find',
  'ls',
  'yes',
  'true',
  'false',
  'date',
]);
/** Commands that put the content of the files they name on standard output. */
const readers: ReadonlySet<string> = new Set([
  'cat',
  'tac',
  'zcat',
  'gunzip',
  'gzip',
  'xzcat',
  'sed',
  'envsubst',
  'tr',
  'head',
  'tail',
  'base64',
]);
const copiers: ReadonlySet<string> = new Set(['mv', 'cp', 'install', 'ln']);

function createFlow(script: ShellScript, start: string) {
  /** Downloaded files that nothing has verified yet, by path. */
  const files = new Map<string, ShellCommand>();
  const families = wrappedCommands(script);
  /** For each pipeline what flows into its stages, as far as they have been asked for. */
  const flows = new Map<Pipeline, Flow[]>();
  let folder = start;

  const fileOf = (path: string): ShellCommand | undefined => files.get(joinPath(folder, path));
  const operands = (command: ShellCommand) => operandsOf(command.args, toolTable(command.name));

  /** The download whose content an outermost command puts on its standard output. */
  function emittedBy(outermost: ShellCommand): ShellCommand | undefined {
    for (const command of families.get(outermost) ?? [outermost]) {
      if (downloadOf(command)?.toOutput === true) return command;
      if (command.name === undefined || !readers.has(command.name)) continue;
      for (const { text } of operands(command)) {
        const download = fileOf(text);
        if (download !== undefined) return download;
      }
    }
    return undefined;
  }

  /** The download that flows into a stage of a pipeline, or into the pipeline as a whole. */
  function flowsInto(pipeline: Pipeline, stage: number): ShellCommand | undefined {
    const known = flows.get(pipeline) ?? [];
    flows.set(pipeline, known);
    for (let at = known.length; at <= stage; at++) {
      const before: Flow = known[at - 1] ?? { download: undefined };
      known.push(at === 0 ? flowFromOutside(pipeline) : flowBehind(pipeline.members[at - 1] ?? [], before));
    }
    return known[stage]?.download;
  }

  function flowFromOutside({ outer }: Pipeline): Flow {
    return { download: outer && flowsInto(outer.pipeline, outer.stage) };
  }

  /** What comes out of the stage that these commands make. */
  function flowBehind(members: readonly ShellCommand[], before: Flow): Flow {
    for (const member of members) {
      const download = emittedBy(member);
      if (download !== undefined) return { download };
    }
    const family = members.flatMap((member) => families.get(member) ?? [member]);
    const isEnd = family.some((command) => isVerifier(command) || sources.has(command.name ?? ''));
    return isEnd ? { download: undefined } : before;
  }

  function inputOf(command: ShellCommand): ShellCommand | undefined {
    const outermost = outermostOf(command);
    for (const { operator, descriptor, target } of [
      ...command.redirections,
      ...outermost.redirections,
    ].reverse()) {
      if (descriptor !== 0) continue;
      if (operator === '<' && target !== undefined) return fileOf(target.text) ?? substitutedIn(target);
      if (operator === '<<<' && target !== undefined) return substitutedIn(target);
      if (operator.startsWith('<<')) return undefined;
    }
    const { pipeline } = outermost;
    return flowsInto(
      pipeline,
      pipeline.members.findIndex((members) => members.includes(outermost)),
    );
  }

  /** The download that a substitution at the beginning of a word puts there. */
  function substitutedIn(word: ShellWord | undefined): ShellCommand | undefined {
    if (word === undefined) return undefined;
    if (word.text.startsWith('(')) return loadedIn(word);
    if (!/^\s*(?:\$\(|`|<\()/.test(word.text)) return undefined;
    if (word.substitutions.some(isVerifier)) return undefined;
    for (const command of word.substitutions) {
      const download = emittedBy(command);
      if (download !== undefined) return download;
    }
    return undefined;
  }

  /** The download inside of a PowerShell expression, by a command or by a method of a web client. */
  function loadedIn(word: ShellWord): ShellCommand | undefined {
    const usesClient = /\.Download(?:String|Data)\s*\(/i.test(word.text);
    return script.commands.find(
      (command) =>
        command.start >= word.start &&
        command.end <= word.end &&
        (downloadOf(command)?.toOutput === true || (usesClient && isWebClient(command))),
    );
  }

  function fromSource(command: ShellCommand, source: ProgramSource): Executed | undefined {
    switch (source.from) {
      case 'input':
        return executed(inputOf(command), 'pipe');
      case 'text':
        return executed(substitutedIn(source.words[0]), 'text');
      case 'file':
        return executed(substitutedIn(source.word), 'pipe') ?? executed(fileOf(source.word.text), 'file');
    }
  }

  return {
    executedBy(command: ShellCommand): Executed | undefined {
      const source = programSourceOf(command);
      if (source !== undefined) return fromSource(command, source);
      return executed(
        commandFile(command, (path) => fileOf(path)),
        'file',
      );
    },

    /** Takes notice of what a command does to files. */
    enter(command: ShellCommand): void {
      folder = folderAfter(command, folder);
      const verified = verifiedBy(command);
      if (verified !== undefined) {
        for (const path of [...files.keys()]) if (speaksOf(verified, path)) files.delete(path);
      }
      if (command.name === 'rm')
        for (const { text } of operands(command)) files.delete(joinPath(folder, text));
      if (command.name !== undefined && copiers.has(command.name))
        copy(operands(command).map(({ text }) => text));
      for (const path of downloadOf(command)?.files ?? []) files.set(joinPath(folder, path), command);
      for (const path of outputFiles(command)) {
        const download = emittedBy(command) ?? inputOf(command);
        const whole = joinPath(folder, path);
        if (download !== undefined && !isVerifier(command)) files.set(whole, download);
        else files.delete(whole);
      }
    },
  };

  function copy(paths: readonly string[]): void {
    const target = paths.at(-1);
    if (target === undefined) return;
    for (const path of paths.slice(0, -1)) {
      const download = fileOf(path);
      if (download === undefined) continue;
      files.set(joinPath(folder, target), download);
      files.set(joinPath(folder, `${target}/${fileName(path)}`), download);
    }
  }
}

function executed(
  download: ShellCommand | undefined,
  route: ExecutedDownload['route'],
): Executed | undefined {
  return download && { download, route };
}

/** Folders in which a shell looks for a command without a path. */
const searched = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

function commandFile(
  command: ShellCommand,
  fileOf: (path: string) => ShellCommand | undefined,
): ShellCommand | undefined {
  const { text } = command.word;
  if (text.includes('/')) return fileOf(text);
  for (const folder of searched) {
    const download = fileOf(`${folder}/${text}`);
    if (download !== undefined) return download;
  }
  return undefined;
}

/** Files that the command's own output goes to: redirections, and what tee names. */
export function outputFiles(command: ShellCommand): readonly string[] {
  const files = command.redirections.flatMap((redirection) => {
    const { target } = redirection;
    return redirectsOutput(redirection) && target !== undefined && !target.text.startsWith('/dev/')
      ? [target.text]
      : [];
  });
  if (command.name !== 'tee') return files;
  return [...files, ...operandsOf(command.args).map(({ text }) => text)];
}

/** The command whose arguments, or whose arguments' arguments, a command is. */
export function outermostOf(command: ShellCommand): ShellCommand {
  let outermost = command;
  while (outermost.via === 'argument' && outermost.wrapper !== undefined) outermost = outermost.wrapper;
  return outermost;
}

/** For each outermost command itself and all commands it runs as arguments. */
function wrappedCommands(script: ShellScript): ReadonlyMap<ShellCommand, readonly ShellCommand[]> {
  const families = new Map<ShellCommand, ShellCommand[]>();
  for (const command of script.commands) {
    const outermost = outermostOf(command);
    const family = families.get(outermost);
    if (family === undefined) families.set(outermost, [command]);
    else family.push(command);
  }
  return families;
}
