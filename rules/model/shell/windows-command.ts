/** What the readers of PowerShell and cmd share: words, pipelines and statements as the rest of the model knows them. */
import { known, unknown } from '../known.ts';
import { runCommand } from './command.ts';
import { type Fate, inList, inPipe } from './fate.ts';
import { type EvaluatedRedirection, finishPipeline, newPipeline, outerOf, type Position } from './reading.ts';
import { literalSegment } from './segments.ts';
import { buildText, type MappedText } from './source-text.ts';
import type { ShellCommand } from './types.ts';
import type { EvaluatedWord } from './words.ts';

/** A word as a Windows shell would see it. */
export interface WindowsWord {
  /** Indexes in the source text, quotes included. */
  readonly start: number;
  readonly end: number;
  /** Quotes removed; expansions as written. */
  readonly text: MappedText;
  readonly isKnown: boolean;
  readonly quoted: boolean;
  readonly variables: readonly string[];
  readonly substitutions: readonly ShellCommand[];
}

export interface WindowsCommand {
  readonly words: readonly WindowsWord[];
  readonly redirections: readonly EvaluatedRedirection[];
}

/** Commands joined by pipes, and what joins them to the next ones. */
export interface WindowsPipeline {
  readonly commands: readonly WindowsCommand[];
  readonly joinedBy: '&&' | '||' | undefined;
  /** Whether errors stop the shell by the time this runs. */
  readonly errexit: boolean;
}

/** Enters the pipelines of one text in order. Without `&&`, only the last one's failure counts. */
export function runPipelines(pipelines: readonly WindowsPipeline[], position: Position): void {
  for (const [at, { commands, joinedBy, errexit }] of pipelines.entries()) {
    const isLast = at === pipelines.length - 1;
    const fate: Fate = joinedBy === '||' ? { ...position.fate, status: 'tested' } : position.fate;
    runPipeline(commands, {
      ...position,
      shell: { ...position.shell, modes: { ...position.shell.modes, errexit } },
      fate: isLast || joinedBy !== undefined ? fate : inList(fate),
      list: position.reading.nextList++,
    });
  }
}

function runPipeline(commands: readonly WindowsCommand[], position: Position): void {
  const pipeline = newPipeline(commands.length, outerOf(position.stage));
  const { errexit, pipefail } = position.shell.modes;
  for (const [stage, { words, redirections }] of commands.entries()) {
    const first = words[0];
    const last = words.at(-1);
    if (first === undefined || last === undefined) continue;
    const isLast = stage === commands.length - 1;
    runCommand(
      words.map((word) => evaluated(word, position)),
      { assignments: [], redirections, ...position.source.span(first.start, last.end) },
      {
        ...position,
        stage: { pipeline, stage },
        fate: commands.length > 1 ? inPipe(position.fate, errexit, pipefail, isLast) : position.fate,
      },
    );
  }
  finishPipeline(pipeline);
}

export function evaluated(word: WindowsWord, { source }: Position): EvaluatedWord {
  const { text, isKnown } = word;
  const isLiteral = word.end - word.start === text.text.length && source.isExact(word.start, word.end);
  return {
    word: {
      ...source.span(word.start, word.end),
      value: isKnown ? known(text.text) : unknown,
      text: text.text,
      quoted: word.quoted,
      literal: isKnown && isLiteral && !word.quoted,
      variables: word.variables,
      substitutions: word.substitutions,
    },
    segments: [
      isKnown ? literalSegment(text) : { kind: 'variable', written: text, value: unknown, quoted: true },
    ],
  };
}

/** The stretch `start..end` of the source without the characters at `dropped`, which are in ascending order. */
export function without(
  source: MappedText,
  start: number,
  end: number,
  dropped: readonly number[],
): MappedText {
  const builder = buildText(source.offsetAt(start));
  let from = start;
  for (const at of dropped) {
    builder.part(source, from, at);
    from = at + 1;
  }
  builder.part(source, from, end);
  return builder.build();
}
