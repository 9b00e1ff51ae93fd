/** The entry of the shell model: text or exec-form words in, a `ShellScript` out. */
import { forEachChild, type ParsedScript, type SyntaxNode } from 'unbash';
import { known } from '../known.ts';
import { runCommand } from './command.ts';
import { ofWholeText } from './fate.ts';
import type { VariableLookup } from './parameter.ts';
import { type ProgramShell, parseShellText, readProgram } from './program.ts';
import { finishPipeline, newPipeline, type Position, type Reading } from './reading.ts';
import { literalSegment } from './segments.ts';
import type { MappedText } from './source-text.ts';
import type { ShellDialect, ShellScript } from './types.ts';
import { createVariables } from './variables.ts';
import { readUncalledFunctions } from './walk.ts';
import type { EvaluatedWord } from './words.ts';

export interface ShellOptions {
  readonly dialect: ShellDialect;
  /** Options the shell is started with. */
  readonly errexit?: boolean;
  readonly pipefail?: boolean;
  /** The environment: ARG and ENV of the instruction's scope. */
  readonly variable: VariableLookup;
}

/** Reads the text of a shell. Never throws: what cannot be parsed is left out and `recovered` says so. */
export function readShellText(source: MappedText, options: ShellOptions): ShellScript {
  const position = start(source, options, loopVariables(source.text, options.dialect));
  const program: ProgramShell = {
    dialect: options.dialect,
    ownShell: false,
    errexit: options.errexit === true,
    pipefail: options.pipefail === true,
  };
  readProgram(source, program, position);
  readUncalledFunctions(position);
  return result(position, source);
}

/**
 * Reads exec form: one command whose words no shell touches. The words' places are those of the texts, without the
 * quotes of the JSON strings.
 */
export function readExecForm(texts: readonly MappedText[], options: ShellOptions): ShellScript {
  const position = start(texts[0] ?? emptyText, options, new Set());
  const words = texts.map(execWord);
  const span = { start: words[0]?.word.start ?? 0, end: words.at(-1)?.word.end ?? 0 };
  position.reading.nextList = 1;
  runCommand(words, { assignments: [], redirections: [], ...span }, position);
  finishPipeline(position.stage.pipeline);
  return result(position, undefined);
}

const emptyText: MappedText = {
  text: '',
  pieces: [],
  offsetAt: () => 0,
  span: () => ({ start: 0, end: 0 }),
  isExact: () => false,
};

function execWord(text: MappedText): EvaluatedWord {
  const { length } = text.text;
  return {
    word: {
      ...text.span(0, length),
      value: known(text.text),
      text: text.text,
      quoted: true,
      literal: text.isExact(0, length),
      variables: [],
      substitutions: [],
    },
    segments: [literalSegment(text)],
  };
}

function start(source: MappedText, options: ShellOptions, loops: ReadonlySet<string>): Position {
  const reading: Reading = {
    commands: [],
    assignments: [],
    writtenFiles: [],
    details: new Map(),
    recovered: false,
    nextList: 0,
    depth: { substitutions: 0, programs: 0, calls: 0 },
  };
  return {
    reading,
    shell: {
      dialect: options.dialect,
      variables: createVariables(options.variable, loops),
      modes: { errexit: options.errexit === true, pipefail: options.pipefail === true },
      functions: new Map(),
    },
    source,
    fate: ofWholeText,
    list: 0,
    stage: { pipeline: newPipeline(1, undefined), stage: 0 },
    wrapper: undefined,
    via: 'plain',
    output: undefined,
    collect: undefined,
  };
}

function result({ reading, shell }: Position, source: MappedText | undefined): ShellScript {
  return {
    commands: reading.commands.sort((one, other) => one.start - other.start),
    assignments: reading.assignments.sort((one, other) => one.start - other.start),
    writtenFiles: reading.writtenFiles,
    recovered: reading.recovered,
    dialect: shell.dialect,
    source,
  };
}

/** Several scripts of one instruction as one; undefined where there are none. */
export function mergeScripts(scripts: readonly ShellScript[]): ShellScript | undefined {
  const [first] = scripts;
  if (first === undefined || scripts.length === 1) return first;
  return {
    commands: scripts.flatMap(({ commands }) => commands),
    assignments: scripts.flatMap(({ assignments }) => assignments),
    writtenFiles: scripts.flatMap(({ writtenFiles }) => writtenFiles),
    recovered: scripts.some(({ recovered }) => recovered),
    dialect: first.dialect,
    source: first.source,
  };
}

/** The names that any loop of the text assigns. */
function loopVariables(text: string, dialect: ShellDialect): ReadonlySet<string> {
  const names = new Set<string>();
  if ((dialect !== 'posix' && dialect !== 'bash') || !/\b(for|while|until|select)\b/.test(text)) return names;
  const script: ParsedScript = parseShellText(text);
  const visit = (node: SyntaxNode, inLoop: boolean): void => {
    // Words hold no assignments of this shell, and looking into them would parse every substitution.
    if (node.type === 'Word') return;
    if (inLoop && node.type === 'Assignment') names.add(node.name);
    const isLoop =
      node.type === 'While' || node.type === 'For' || node.type === 'ArithmeticFor' || node.type === 'Select';
    forEachChild(node, (child) => visit(child, inLoop || isLoop));
  };
  visit(script, false);
  return names;
}
