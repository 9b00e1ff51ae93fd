/** Passwords that a build step gives to accounts: chpasswd, passwd, useradd, usermod, mysqladmin. */
import type { Span } from '../place.ts';
import { type Option, optionsOf, readOptions } from '../shell/options.ts';
import { type FedText, fedTexts } from '../shell/standard-input.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand, ShellScript, ShellWord } from '../shell/types.ts';
import type { Instruction } from './types.ts';

export interface AccountPassword extends Span {
  readonly kind: 'literal' | 'argument' | 'empty';
  readonly command: ShellCommand;
  /** The option whose value it is. */
  readonly option?: Option;
}

/** Where an instruction sets a password that is written in the file or given by an ARG; what a secret mount gives is none. */
export function accountPasswords(instruction: Instruction): readonly AccountPassword[] {
  const { shell } = instruction;
  if (shell === undefined) return [];
  const given = givenBy(instruction, shell);
  return shell.commands.flatMap((command): readonly AccountPassword[] => {
    switch (command.name) {
      case 'chpasswd':
        return ofChpasswd(command, given);
      case 'passwd':
        return ofPasswd(command, given);
      case 'useradd':
      case 'usermod':
        return ofOption(command, given);
      case 'mysqladmin':
      case 'mariadb-admin': {
        const { operands } = readOptions(command.args, toolTable('mysqladmin'));
        const at = operands.findIndex(({ text }) => text === 'password');
        const word = at < 0 ? undefined : operands[at + 1];
        return word === undefined ? [] : found(command, word, given(wordText(word), word.text));
      }
      default:
        return [];
    }
  });
}

type Given = (whole: FedText, password: string) => AccountPassword['kind'] | undefined;

/** Tells whether a password, a part of a text, is written in the file or comes out of the build's own variables. */
function givenBy(instruction: Instruction, shell: ShellScript): Given {
  const assigned = new Set(shell.assignments.map(({ name }) => name));
  return (whole, password) => {
    const isArgument = (name: string) =>
      !assigned.has(name) && /^(?:argument|set)$/.test(instruction.variable(name).state);
    if (whole.known) return whole.variables.some(isArgument) ? 'argument' : 'literal';
    if (!/[$`]/.test(password)) return password === '' ? undefined : 'literal';
    if (/[`]|\$\(|<\(/.test(password)) return undefined;
    const names = whole.variables.filter((name) => new RegExp(`\\$\\{?${name}\\b`).test(password));
    return names.length > 0 && names.every(isArgument) ? 'argument' : undefined;
  };
}

function found(
  command: ShellCommand,
  { start, end }: Span,
  kind: AccountPassword['kind'] | undefined,
): readonly AccountPassword[] {
  return kind === undefined ? [] : [{ kind, start, end, command }];
}

function wordText({ start, end, text, value, variables }: ShellWord): FedText {
  return { start, end, text, known: value.known, variables };
}

/** Lines of `user:password`; with printf the password may be a word of its own. */
function ofChpasswd(command: ShellCommand, given: Given): readonly AccountPassword[] {
  const isHash = optionsOf(command.args, toolTable('chpasswd')).some(({ name }) =>
    /^e(?:ncrypted)?$/.test(name),
  );
  const texts = fedTexts(command);
  const passwords = texts.flatMap((text): readonly AccountPassword[] => {
    const match = /^(?:\$\{[^}]*\}|\$(?!\{)|[^:$])*:/.exec(text.text);
    const password = match === null ? undefined : text.text.slice(match[0].length);
    if (password === undefined || /^%[a-z]/i.test(password)) return [];
    if (isHash && /^[!*]+$/.test(password)) return [];
    return found(command, text, given(text, password));
  });
  const isFormatted = texts.some(({ text }) => /:%s/.test(text));
  const last = isFormatted ? texts.at(-2) : undefined;
  return passwords.length > 0 || last === undefined
    ? passwords
    : found(command, last, given(last, last.text));
}

function ofPasswd(command: ShellCommand, given: Given): readonly AccountPassword[] {
  const options = optionsOf(command.args, toolTable('passwd')).map(({ name }) => name);
  if (options.some((name) => name === 'd' || name === 'delete'))
    return [{ kind: 'empty', start: command.word.start, end: command.word.end, command }];
  if (options.some((name) => /^(?:[lueSa]|lock|unlock|expire|status)$/.test(name))) return [];
  const [first] = fedTexts(command);
  return first === undefined || first.text === '' ? [] : found(command, first, given(first, first.text));
}

/** Programs that hash a password they get as an argument. */
const hashers = /^(?:openssl|mkpasswd|perl|python[\d.]*|php|ruby)$/;

function ofOption(command: ShellCommand, given: Given): readonly AccountPassword[] {
  const option = optionsOf(command.args, toolTable(command.name)).find(
    ({ name }) => name === 'p' || name === 'password',
  );
  if (option?.valueSpan === undefined || option.valueText === undefined) return [];
  const { valueText, valueSpan, valueWord, word } = option;
  if (/^(?:[!*].*|x)$/.test(valueText)) return [];
  if (valueText === '') return [{ kind: 'empty', ...valueSpan, command, option }];
  const whole = { ...wordText(valueWord ?? word), text: valueText };
  const kind = given(whole, valueText);
  const ofIt = (which: AccountPassword['kind'] | undefined) =>
    found(command, valueSpan, which).map((password) => ({ ...password, option }));
  if (kind !== undefined) return ofIt(kind);
  const hasher = (valueWord ?? word).substitutions.find(({ name }) => hashers.test(name ?? ''));
  const text = hasher === undefined ? undefined : hashedText(hasher);
  return ofIt(text && given(wordText(text), text.text));
}

/** The word that holds what is hashed; undefined where it comes in by another way. */
function hashedText({ name, args }: ShellCommand): ShellWord | undefined {
  if (args.some(({ text }) => /^--?(?:stdin|s|in)$/.test(text))) return undefined;
  const { operands, options } = readOptions(args, {
    singleDash: name === 'openssl',
    longWithValue: ['salt', 'in', 'method', 'rounds'],
    shortWithValue: name === 'mkpasswd' ? 'mSR' : 'ceEr',
  });
  if (name === 'openssl') return operands[0]?.text === 'passwd' ? operands[1] : undefined;
  if (name === 'mkpasswd') return operands[0];
  return options.find((option) => /^[ceEr]$/.test(option.name) && /crypt/.test(option.valueText ?? ''))
    ?.valueWord;
}
