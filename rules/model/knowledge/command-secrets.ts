/** Secrets that are spelled out on a command line, where every process list shows them. */
import type { ShellCommand, ShellWord } from '../shell/types.ts';
import { passwordOptions } from './password-options.ts';
import { classifySecretName } from './secret-names.ts';
import { isNamedSecret } from './secret-pairs.ts';

/** Options that servers call their password, whose names do not say so word by word. */
const passwordNames: ReadonlySet<string> = new Set([
  'requirepass',
  'masterauth',
  'pass',
  'rootpass',
  'userpass',
]);

/** Where a secret stands, in the positions of the script, and what names it. */
export interface CommandSecret {
  readonly start: number;
  readonly option: string;
}

/** The secrets a command is given as options, headers or variables; values that the shell fills in are none. */
export function commandSecrets(command: ShellCommand): readonly CommandSecret[] {
  // Where a list only has the options of the image's own program, the first of them stands in the program's place.
  const words = command.word.text.startsWith('-') ? [command.word, ...command.args] : command.args;
  const named = words.flatMap((word, index) => optionSecret(word, words[index + 1]) ?? []);
  const options = passwordOptions(command).map(({ start }) => ({ start, option: `${command.name} option` }));
  const assigned = command.assignments.flatMap(({ name, value, valueSpan }) =>
    value.known && isSpelledOut(name, value.value) ? { start: valueSpan.start, option: name } : [],
  );
  return [...named, ...options, ...assigned];
}

function optionSecret(word: ShellWord, next: ShellWord | undefined): CommandSecret | undefined {
  const header = /^(?:proxy-)?authorization:\s*(?:bearer|basic|token)\s+(\S+)$/i.exec(word.text)?.[1];
  if (header !== undefined && word.value.known && isSpelledOut('token', header))
    return { start: word.start, option: 'Authorization' };
  const [, name, inline] = /^--?([A-Za-z][\w.-]+)(?:=([\s\S]*))?$/.exec(word.text) ?? [];
  if (name === undefined || !isSecretOption(name)) return undefined;
  const holder = inline === undefined ? next : word;
  const value = inline ?? next?.text ?? '';
  // An option without a value asks for it, or is a switch.
  if (holder === undefined || !holder.value.known || (inline === undefined && value.startsWith('-')))
    return undefined;
  return isSpelledOut('password', value) ? { start: holder.start, option: `--${name}` } : undefined;
}

function isSecretOption(name: string): boolean {
  if (passwordNames.has(name)) return true;
  return (
    classifySecretName(name)?.role === 'holds' &&
    !/(?:^|[.-])(?:stdin|prompt|ask|env|fd)(?:$|[.-])/.test(name)
  );
}

/** `$NAME` is left to a shell, `id=x,src=y` names a secret that is elsewhere, `{{…}}` is a template. */
function isSpelledOut(name: string, value: string): boolean {
  return (
    !/^\$[\w{(]|\0|\{\{|^(?:id|type|src|source|env|file|pass):?=/.test(value) && isNamedSecret(name, value)
  );
}
