import type { ShellCommand, ShellWord } from './types.ts';

/** Options without a value, which may stand in one word with those behind them (util-linux 2.41, nsenter(1)). */
const switches: ReadonlySet<string> = new Set('aceFVhZ');
/** Options whose value is the rest of the word or the next word; those of the namespaces only take the rest. */
const valued: ReadonlySet<string> = new Set('tSGN');

/**
 * The process whose namespaces `nsenter` enters, as it is written: the value of `-t` or `--target`. Undefined for other
 * commands, without the option, and where the value is not known.
 */
export function targetOfNsenter({ name, args }: ShellCommand): string | undefined {
  if (name !== 'nsenter') return undefined;
  for (let at = 0; at < args.length; at++) {
    const text = textOf(args[at]);
    // Behind the first word that is no option stands the program to run.
    if (text === undefined || text === '--' || !text.startsWith('-')) return undefined;
    if (text.startsWith('--')) {
      const [option = '', value] = text.split('=', 2);
      if (option.length > 3 && '--target'.startsWith(option)) return value ?? textOf(args[at + 1]);
      if (/^--set(?:uid|gid)$/.test(option) && value === undefined) at++;
      continue;
    }
    const rest = text.slice(1);
    const first = [...rest].findIndex((letter) => !switches.has(letter));
    const letter = rest[first];
    if (first === -1 || letter === undefined || !valued.has(letter)) continue;
    const glued = rest.slice(first + 1);
    if (letter === 't') return glued === '' ? textOf(args[at + 1]) : glued;
    if (glued === '') at++;
  }
  return undefined;
}

function textOf(word: ShellWord | undefined): string | undefined {
  return word?.value.known === true ? word.value.value : undefined;
}
