/** Commands that run a program, and where they take it from: standard input, a file, or a text among their arguments. */
import { type OptionTable, readOptions } from '../shell/options.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';
import { shellArguments } from '../shell/unwrap.ts';
import { powershells, shells } from '../shell/wrappers.ts';

export type ProgramSource =
  | { readonly from: 'input' }
  | { readonly from: 'file'; readonly word: ShellWord }
  | { readonly from: 'text'; readonly words: readonly ShellWord[] };

interface Interpreter extends OptionTable {
  /** Options whose value, or next word, is the program. */
  readonly program: readonly string[];
  /** Options with which nothing is read from standard input or a file (`python3 -m`, `perl -v`). */
  readonly none?: readonly string[];
  /** Options whose value is the file to run. */
  readonly file?: readonly string[];
}

const asksAboutItself = ['version', 'help'];

const interpreters: readonly (readonly [RegExp, Interpreter])[] = [
  [/^(?:python|pypy)[\d.]*$/, { shortWithValue: 'cmWX', program: ['c'], none: ['m', 'V', 'h'] }],
  [
    /^node(?:js)?$/,
    {
      shortWithValue: 'eprC',
      longWithValue: ['eval', 'print', 'require', 'import', 'loader', 'env-file', 'conditions', 'input-type'],
      program: ['e', 'p', 'eval', 'print'],
      none: ['v', 'h'],
    },
  ],
  [/^perl[\d.]*$/, { shortWithValue: 'eEIMm', program: ['e', 'E'], none: ['v', 'V', 'h'] }],
  [/^j?ruby[\d.]*$/, { shortWithValue: 'eICErW', program: ['e'], none: ['h'] }],
  [
    /^php[\d.]*$/,
    {
      shortWithValue: 'rBREFfdczSt',
      program: ['r', 'B', 'R', 'E'],
      file: ['f', 'F'],
      none: ['v', 'i', 'm', 'S'],
    },
  ],
];

/** Where the command's program comes from; undefined where it is no interpreter, or has a program of its own inside. */
export function programSourceOf(command: ShellCommand): ProgramSource | undefined {
  const { name, args } = command;
  if (name === undefined) return undefined;
  if (Object.hasOwn(shells, name)) return ofShell(args);
  if (powershells.has(name)) return ofPowershell(args);
  if (name === 'eval') return { from: 'text', words: args };
  if (name === 'iex' || name === 'invoke-expression') return ofInvokeExpression(args);
  if (name === '.' || name === 'source') return ofSource(args);
  const interpreter = interpreters.find(([pattern]) => pattern.test(name))?.[1];
  return interpreter && ofInterpreter(interpreter, args);
}

function ofShell(args: readonly ShellWord[]): ProgramSource | undefined {
  const texts = args.map(({ text }) => text);
  if (texts.some((text) => text === '--version' || text === '--help')) return undefined;
  const { program, operand, readsInput } = shellArguments(texts, 0);
  if (program !== undefined) {
    const word = args[program];
    return word && { from: 'text', words: [word] };
  }
  const word = args[operand];
  return readsInput || word === undefined ? { from: 'input' } : fileOrInput(word);
}

/** Without an argument it runs what is piped into it. */
function ofInvokeExpression(args: readonly ShellWord[]): ProgramSource {
  const words = args.filter(({ text }) => !/^-Command$/i.test(text));
  return words.length === 0 ? { from: 'input' } : { from: 'text', words };
}

function ofSource(args: readonly ShellWord[]): ProgramSource | undefined {
  const word = args.find(({ text }) => text !== '--');
  return word && fileOrInput(word);
}

function fileOrInput(word: ShellWord): ProgramSource {
  return /^(?:-|\/dev\/stdin|\/dev\/fd\/0|\/proc\/self\/fd\/0)$/.test(word.text)
    ? { from: 'input' }
    : { from: 'file', word };
}

function ofInterpreter(interpreter: Interpreter, args: readonly ShellWord[]): ProgramSource | undefined {
  const { options, operands } = readOptions(beforeScript(args, interpreter), interpreter);
  if (
    options.some(({ name }) => interpreter.none?.includes(name) === true || asksAboutItself.includes(name))
  ) {
    return undefined;
  }
  const text = options.find(({ name }) => interpreter.program.includes(name));
  if (text !== undefined) return { from: 'text', words: text.valueWord ? [text.valueWord] : [text.word] };
  const file = options.find(({ name }) => interpreter.file?.includes(name) === true)?.valueWord;
  const word = file ?? operands[0];
  return word === undefined ? { from: 'input' } : fileOrInput(word);
}

/** The arguments up to the script or `--`; what follows is the program's own business. */
function beforeScript(args: readonly ShellWord[], interpreter: Interpreter): readonly ShellWord[] {
  const end = args.findIndex(({ text }) => text === '--');
  const own = end < 0 ? args : args.slice(0, end);
  const { operands } = readOptions(own, interpreter);
  const script = operands[0];
  return script === undefined ? own : own.slice(0, own.indexOf(script) + 1);
}

/** `pwsh`, `pwsh -Command -` and `pwsh -File -` read standard input. */
function ofPowershell(args: readonly ShellWord[]): ProgramSource | undefined {
  const at = args.findIndex(({ text }) => /^[-/](?:c|command|f|file)$/i.test(text));
  const word = args[at + 1];
  if (at >= 0) {
    if (word === undefined) return undefined;
    if (word.text === '-') return { from: 'input' };
    return /^.f/i.test(args[at]?.text ?? '')
      ? { from: 'file', word }
      : { from: 'text', words: args.slice(at + 1) };
  }
  const isBare = args.every(({ text }) =>
    /^[-/](?:nop|noprofile|noni|noninteractive|nologo|s)\w*$/i.test(text),
  );
  return isBare ? { from: 'input' } : undefined;
}
