/** Finds the text that a script writes into files, so that rules can judge it as that file. */
import { contentOf, echoContent, linesOf, printfContent } from './contents.ts';
import type { EvaluatedRedirection, MutablePipeline, Position, Reading } from './reading.ts';
import { redirectsOutput, textInput } from './redirections.ts';
import { readSed } from './sed.ts';
import type { ShellCommand, ShellDialect, WrittenLine } from './types.ts';
import type { EvaluatedWord } from './words.ts';

/** True for a redirection of standard output into a file. */
export function writesFile({ redirection }: EvaluatedRedirection): boolean {
  return redirectsOutput(redirection);
}

/** The command that does the work: the one behind sudo and other wrappers. */
function working(command: ShellCommand, reading: Reading): ShellCommand {
  let current = command;
  for (;;) {
    const inner = reading.details.get(current)?.inner;
    if (inner === undefined) return current;
    current = inner;
  }
}

/** Enters what one command writes without the help of a pipe; `command` is an outermost one. */
export function collectWrittenFile(command: ShellCommand, position: Position): void {
  const { reading } = position;
  const worker = working(command, reading);
  const redirections = reading.details.get(command)?.redirections ?? [];
  const output = redirections.findLast(writesFile) ?? position.output;
  if (worker.name === 'sed') {
    const { edited, lines } = readSed((reading.details.get(worker)?.words ?? []).slice(1));
    const files = edited?.map((word) => ({ word, append: true })) ?? (output && filesOf(output)) ?? [];
    if (lines.length > 0) for (const file of files) enter(file, worker, lines, reading);
    return;
  }
  if (!makesText(worker)) return;
  const files = receivingFiles(worker, reading) ?? (output === undefined ? [] : filesOf(output));
  if (files.length === 0) return;
  const lines = linesFrom(worker, redirections, reading, position.shell.dialect);
  if (lines === undefined) return;
  for (const file of files) enter(file, worker, lines, reading);
}

/** Enters what `echo … | tee file` and `echo … | cat > file` write. */
export function collectPipedFiles(pipeline: MutablePipeline, reading: Reading): void {
  for (let stage = 1; stage < pipeline.members.length; stage++) {
    const files = (pipeline.members[stage] ?? []).flatMap((receiver) => filesBehindPipe(receiver, reading));
    if (files.length === 0) continue;
    const lines: WrittenLine[] = [];
    let writer: ShellCommand | undefined;
    for (const sender of pipeline.members[stage - 1] ?? []) {
      const source = working(sender, reading);
      const redirections = reading.details.get(sender)?.redirections ?? [];
      if (!makesText(source) || redirections.some(writesFile)) continue;
      const sent = linesFrom(source, redirections, reading, 'posix');
      if (sent === undefined) continue;
      for (const line of sent) lines.push(line);
      writer ??= source;
    }
    if (writer === undefined) continue;
    for (const file of files) enter(file, writer, lines, reading);
  }
}

/** The files that a command fills with what is piped into it. */
function filesBehindPipe(receiver: ShellCommand, reading: Reading): readonly ReceivingFile[] {
  const worker = working(receiver, reading);
  const receiving = receivingFiles(worker, reading);
  if (receiving !== undefined) return receiving;
  const output = reading.details.get(receiver)?.redirections.findLast(writesFile);
  const isCopy = worker.name === 'cat' && worker.args.every(({ text }) => text === '-');
  return isCopy && output !== undefined ? filesOf(output) : [];
}

function filesOf({ target, redirection }: EvaluatedRedirection): readonly ReceivingFile[] {
  return target === undefined ? [] : [{ word: target, append: redirection.operator.endsWith('>>') }];
}

const textMakers: ReadonlySet<string> = new Set(['echo', 'printf', 'cat', 'tee', 'install']);

function makesText({ name }: ShellCommand): boolean {
  return name !== undefined && textMakers.has(name);
}

interface ReceivingFile {
  readonly word: EvaluatedWord;
  readonly append: boolean;
}

/** The files that tee, `install … /dev/stdin file` and `dd of=` fill from standard input; undefined for others. */
function receivingFiles(command: ShellCommand, reading: Reading): readonly ReceivingFile[] | undefined {
  const args = (reading.details.get(command)?.words ?? []).slice(1);
  if (command.name === 'tee') {
    const append = args.some(({ word }) => /^-(?:[b-z]*a[a-z]*|-append)$/.test(word.text));
    return args.filter(({ word }) => !word.text.startsWith('-')).map((word) => ({ word, append }));
  }
  if (command.name === 'install' && args.at(-2)?.word.text === '/dev/stdin') {
    const word = args.at(-1);
    return word === undefined ? undefined : [{ word, append: false }];
  }
  return undefined;
}

/** What a command prints, or passes on from its heredoc; undefined where that is not written in the text. */
function linesFrom(
  command: ShellCommand,
  redirections: readonly EvaluatedRedirection[],
  reading: Reading,
  dialect: ShellDialect,
): readonly WrittenLine[] | undefined {
  const args = (reading.details.get(command)?.words ?? []).slice(1);
  switch (command.name) {
    case 'echo': {
      const flags = args.findIndex(({ word }) => !/^-[neE]+$/.test(word.text));
      const texts = flags < 0 ? [] : args.slice(flags);
      const given = args
        .slice(0, flags < 0 ? args.length : flags)
        .map(({ word }) => word.text)
        .join('');
      const escapes = given.includes('e') || (dialect === 'posix' && !given.includes('E'));
      return linesOf(echoContent(texts.map(({ segments }) => segments)), escapes, false);
    }
    case 'printf': {
      const [format, ...rest] = args[0]?.word.text === '--' ? args.slice(1) : args;
      if (format === undefined || format.word.text === '-v') return undefined;
      return linesOf(
        printfContent(
          format.segments,
          rest.map(({ segments }) => segments),
        ),
        true,
        false,
      );
    }
    case 'cat':
    case 'tee':
    case 'install': {
      if (command.name === 'cat' && args.some(({ word }) => !word.text.startsWith('-'))) return undefined;
      const input = textInput(redirections);
      const segments = input?.heredoc?.segments ?? input?.target?.segments;
      if (segments === undefined) return undefined;
      return linesOf(contentOf(segments), false, input?.heredoc?.stripTabs === true);
    }
    default:
      return undefined;
  }
}

function enter(
  { word: { word }, append }: ReceivingFile,
  writer: ShellCommand,
  lines: readonly WrittenLine[],
  reading: Reading,
): void {
  const pathSpan = { start: word.start, end: word.end };
  reading.writtenFiles.push({ path: word.value, pathSpan, append, writer, lines });
}
