/** Capabilities that setcap gives to files (setcap(8), cap_from_text(3)). */
import type { ShellCommand, ShellWord } from '../shell/types.ts';
import { dangerousCapabilities } from './capabilities.ts';

/** Those of Docker's default set that are a way to root for whoever starts the file. */
const rootLike: readonly string[] = ['DAC_OVERRIDE', 'SETUID', 'SETGID', 'CHOWN', 'FOWNER', 'SETFCAP'];
const farReaching: ReadonlySet<string> = new Set([...dangerousCapabilities.keys(), ...rootLike]);

export interface FileCapabilities {
  /** The word that names the capabilities. */
  readonly word: ShellWord;
  /** Those that reach far, without `CAP_`; `ALL` where no name limits them. */
  readonly names: readonly string[];
}

/** What a setcap command grants beyond the harmless; `-r` takes capabilities away and `-v` only compares them. */
export function farReachingCapabilities(command: ShellCommand): readonly FileCapabilities[] {
  if (command.name !== 'setcap') return [];
  const found: FileCapabilities[] = [];
  const words = command.args;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined || word.text === '-v') return [];
    if (word.text === '-q' || word.text === '-f') continue;
    // The next word is a user id, or the file.
    at++;
    if (word.text.startsWith('-') || !word.value.known) continue;
    const names = granted(word.value.value).filter((name) => farReaching.has(name));
    if (names.length > 0) found.push({ word, names });
  }
  return found;
}

/** The capabilities that a text raises in any set: `cap_a,cap_b+ep cap_c=i`. */
function granted(text: string): readonly string[] {
  const names = new Set<string>();
  for (const clause of text.toLowerCase().split(/\s+/)) {
    const [, list = '', actions = ''] = /^([^-+=]*)((?:[-+=][eip]*)+)$/.exec(clause) ?? [];
    const raises = [...actions.matchAll(/[+=]([eip]+)/g)].length > 0;
    const named = list === '' ? ['all'] : list.split(',');
    for (const name of named) {
      const plain = name.replace(/^cap_/, '').toUpperCase();
      if (raises) names.add(plain);
      else if (/^[-=]/.test(actions)) names.delete(plain);
    }
  }
  return [...names];
}
