/** Finds the commands that a command runs: its arguments behind `sudo`, the text behind `sh -c`, and so on. */

import { programOf } from './segments.ts';
import { buildText, type MappedText } from './source-text.ts';
import type { ShellDialect } from './types.ts';
import type { EvaluatedWord } from './words.ts';
import { powershells, shellOptionsWithValue, shells, type Wrapper, wrappers } from './wrappers.ts';

export type Inner =
  | {
      readonly kind: 'command';
      readonly words: readonly EvaluatedWord[];
      /** `NAME=value` words in front of the command. */
      readonly assignments: readonly EvaluatedWord[];
      /** The outer command succeeds whatever this one does (`find -exec … \;`). */
      readonly hidesFailure: boolean;
    }
  | {
      readonly kind: 'program';
      readonly text: MappedText;
      readonly dialect: ShellDialect;
      /** False for eval, which runs its text in the shell at hand. */
      readonly ownShell: boolean;
      readonly errexit: boolean;
      readonly pipefail: boolean;
    };

/** How a shell that reads its program from standard input runs it; undefined where it has another program. */
export interface StandardInputShell {
  readonly dialect: ShellDialect;
  readonly errexit: boolean;
  readonly pipefail: boolean;
}

/** What the command named `name` runs by its arguments; `words[0]` is the command word. */
export function innerCommands(
  name: string,
  words: readonly EvaluatedWord[],
  dialect: ShellDialect,
): readonly Inner[] {
  if (shells[name] !== undefined) return shellProgram(name, words);
  if (powershells.has(name)) return powershellProgram(name, words);
  if (name === 'cmd') return cmdProgram(words);
  if (dialect === 'powershell') {
    const isEval = name === 'iex' || name === 'invoke-expression';
    // Text that other commands make is theirs; they stand in the word as substitutions.
    return isEval && words.every(({ word }) => word.value.known)
      ? program(joined(words.slice(1)), 'powershell', false, false, false)
      : [];
  }
  // The names of the wrappers below mean other things in cmd (`timeout /t 5`, `find "text"`).
  if (dialect === 'cmd') return [];
  if (name === 'eval') return program(joined(words.slice(1)), 'bash', false, false, false);
  if (name === 'find') return findExec(words);
  if (/^python[0-9.]*$/.test(name)) return pythonModule(words);
  const wrapper = Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
  return wrapper === undefined ? [] : wrapped(wrapper, words);
}

function textAt(words: readonly EvaluatedWord[], at: number): string {
  return words[at]?.word.text ?? '';
}

function program(
  text: MappedText | undefined,
  dialect: ShellDialect,
  ownShell: boolean,
  errexit: boolean,
  pipefail: boolean,
): readonly Inner[] {
  return text === undefined ? [] : [{ kind: 'program', text, dialect, ownShell, errexit, pipefail }];
}

function joined(words: readonly EvaluatedWord[]): MappedText | undefined {
  const first = words[0];
  if (first === undefined) return undefined;
  if (words.length === 1) return programOf(first.segments);
  const builder = buildText(first.word.start);
  for (const [at, { word, segments }] of words.entries()) {
    if (at > 0) builder.block(' ', word.start, word.start);
    const text = programOf(segments);
    builder.part(text, 0, text.text.length);
  }
  return builder.build();
}

function wrapped(wrapper: Wrapper, words: readonly EvaluatedWord[]): readonly Inner[] {
  const found: Inner[] = [];
  let operands = wrapper.operands ?? 0;
  let hasCommand = wrapper.commandOnlyWith === undefined;
  const assignments: EvaluatedWord[] = [];
  let at = 1;
  for (; at < words.length; at++) {
    const text = textAt(words, at);
    if (text === '-') continue;
    if (text === '--') {
      at++;
      break;
    }
    if (text.startsWith('-')) {
      if (wrapper.notWith?.includes(text) === true) return [];
      const option = readOption(text, wrapper.shortWithValue ?? '', wrapper.longWithValue ?? []);
      if (wrapper.commandOnlyWith?.some((name) => option.names.includes(name)) === true) hasCommand = true;
      if (wrapper.scriptOptions?.some((name) => option.names.includes(name)) === true) {
        const value = option.takesNext ? words[at + 1] : undefined;
        found.push(...program(value && programOf(value.segments), 'posix', true, false, false));
      }
      if (option.takesNext) at++;
    } else if (wrapper.assignments === true && /^[A-Za-z_]\w*\+?=/.test(text)) {
      const word = words[at];
      if (word !== undefined) assignments.push(word);
    } else if (operands > 0) {
      operands--;
    } else if (wrapper.permutes !== true || hasCommand) {
      break;
    }
  }
  at += operands;
  const rest = words.slice(at);
  if (!hasCommand || rest.length === 0 || found.length > 0) return found;
  return [{ kind: 'command', words: rest, assignments, hidesFailure: false }];
}

/** The option names in one word, and whether its last one takes the next word as value. */
function readOption(
  text: string,
  shortWithValue: string,
  longWithValue: readonly string[],
): { readonly names: readonly string[]; readonly takesNext: boolean } {
  if (text.startsWith('--')) {
    const name = text.slice(2).split('=', 1)[0] ?? '';
    return { names: [name], takesNext: !text.includes('=') && longWithValue.includes(name) };
  }
  const names: string[] = [];
  for (let at = 1; at < text.length; at++) {
    const letter = text.charAt(at);
    names.push(letter);
    if (shortWithValue.includes(letter)) return { names, takesNext: at === text.length - 1 };
  }
  return { names, takesNext: false };
}

function findExec(words: readonly EvaluatedWord[]): readonly Inner[] {
  const found: Inner[] = [];
  for (let at = 1; at < words.length; at++) {
    if (!/^-(exec|execdir|ok|okdir)$/.test(textAt(words, at))) continue;
    const start = at + 1;
    let end = start;
    while (end < words.length && textAt(words, end) !== ';' && !endsWithPlus(words, end)) end++;
    if (end > start) {
      found.push({
        kind: 'command',
        words: words.slice(start, end),
        assignments: [],
        hidesFailure: textAt(words, end) !== '+',
      });
    }
    at = end;
  }
  return found;
}

function endsWithPlus(words: readonly EvaluatedWord[], at: number): boolean {
  return textAt(words, at) === '+' && textAt(words, at - 1) === '{}';
}

/** `python3 -m pip install x` is read as python3 and as `pip install x`. */
function pythonModule(words: readonly EvaluatedWord[]): readonly Inner[] {
  for (let at = 1; at < words.length; at++) {
    const text = textAt(words, at);
    if (!text.startsWith('-') || text === '-' || text === '-c') return [];
    if (/^-[A-Za-z]*m$/.test(text)) {
      const rest = words.slice(at + 1);
      return rest.length === 0
        ? []
        : [{ kind: 'command', words: rest, assignments: [], hidesFailure: false }];
    }
    if (text === '-W' || text === '-X') at++;
  }
  return [];
}

interface ShellArguments {
  /** The index of the word behind `-c`, if there is one. */
  readonly program: number | undefined;
  /** The index of the first operand: the script, or the program's `$0`. */
  readonly operand: number;
  readonly readsInput: boolean;
  readonly errexit: boolean;
  readonly pipefail: boolean;
}

/** Reads the options of a shell from the words behind its name; also those of Docker's SHELL instruction. */
export function shellArguments(texts: readonly string[], from: number): ShellArguments {
  let isProgram = false;
  let readsInput = false;
  let errexit = false;
  let pipefail = false;
  let at = from;
  for (; at < texts.length; at++) {
    const text = texts[at] ?? '';
    if (text === '--' || text === '-') {
      at++;
      break;
    }
    if (text.startsWith('--')) {
      if (shellOptionsWithValue.long.some((name) => text === `--${name}`)) at++;
      continue;
    }
    if (!/^[-+]./.test(text)) break;
    const on = text.startsWith('-');
    for (const letter of text.slice(1)) {
      if (letter === 'c') isProgram = true;
      else if (letter === 's') readsInput = true;
      else if (letter === 'e') errexit = on;
      else if (shellOptionsWithValue.short.includes(letter)) {
        at++;
        if (texts[at] === 'pipefail') pipefail = on;
        if (texts[at] === 'errexit') errexit = on;
      }
    }
  }
  return {
    program: isProgram ? at : undefined,
    operand: isProgram ? at + 1 : at,
    readsInput: !isProgram && (readsInput || at >= texts.length),
    errexit,
    pipefail,
  };
}

function shellProgram(name: string, words: readonly EvaluatedWord[]): readonly Inner[] {
  const options = shellArguments(
    words.map(({ word }) => word.text),
    1,
  );
  const word = options.program === undefined ? undefined : words[options.program];
  const text = word && programOf(word.segments);
  return program(text, shells[name] ?? 'posix', true, options.errexit, options.pipefail);
}

/** For `sh`, `bash -s` and the like, which read what is piped or redirected into them. */
export function readsStandardInput(
  name: string,
  words: readonly EvaluatedWord[],
): StandardInputShell | undefined {
  const dialect = Object.hasOwn(shells, name) ? shells[name] : undefined;
  if (dialect === undefined) return undefined;
  const options = shellArguments(
    words.map(({ word }) => word.text),
    1,
  );
  if (!options.readsInput) return undefined;
  return { dialect, errexit: options.errexit, pipefail: options.pipefail };
}

/** Options of powershell.exe and pwsh that take a value and are not the program. */
const powershellValueOptions =
  /^-(ex(ecutionpolicy)?|ep|v(ersion)?|w(indowstyle)?|inputformat|outputformat|psconsolefile|configurationname|configurationfile|custompipename|settingsfile|workingdirectory|wd)$/i;

/** A bare argument is a command for powershell.exe and a script file for pwsh. */
function powershellProgram(name: string, words: readonly EvaluatedWord[]): readonly Inner[] {
  for (let at = 1; at < words.length; at++) {
    const text = textAt(words, at);
    if (/^[-/](c|command)$/i.test(text)) {
      return program(joined(words.slice(at + 1)), 'powershell', true, false, false);
    }
    if (!/^[-/]/.test(text)) {
      if (name !== 'powershell') return [];
      return program(joined(words.slice(at)), 'powershell', true, false, false);
    }
    if (/^[-/](f(ile)?|e(c|nc|ncodedcommand)?)$/i.test(text)) return [];
    if (powershellValueOptions.test(text)) at++;
  }
  return [];
}

function cmdProgram(words: readonly EvaluatedWord[]): readonly Inner[] {
  const at = words.findIndex(({ word }) => /^\/[ckr]$/i.test(word.text));
  return at < 0 ? [] : program(joined(words.slice(at + 1)), 'cmd', true, false, false);
}
