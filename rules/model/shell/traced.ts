import type { Span } from '../place.ts';
import type { ShellCommand, ShellScript } from './types.ts';
import { shellArguments } from './unwrap.ts';
import { shells } from './wrappers.ts';

/**
 * Tells whether the shell prints what stands at a place before it runs it (`set -x`, `sh -x`), with all variables filled
 * in. The text is gone through from top to bottom: a `set +x` counts from there on, also where only a branch has it.
 *
 * @param started the words of the SHELL that is in force, none for the usual one
 */
export function tracedBy(
  started: readonly string[],
  { commands, source }: ShellScript,
): (place: Span | ShellCommand) => boolean {
  /** For each shell the places where tracing is switched; `undefined` is the shell of the text. */
  const switches = new Map<ShellCommand | undefined, { readonly at: number; readonly isOn: boolean }[]>();
  const shebang = /^#!\S*sh\s+(-\w+)/.exec(source?.text ?? '')?.[1] ?? '';
  switches.set(undefined, [{ at: -1, isOn: hasTrace(started) || hasTrace([shebang]) }]);
  for (const command of commands) {
    const { name = '', args, start } = command;
    const words = args.map(({ text }) => text);
    if (Object.hasOwn(shells, name)) {
      const { program, operand } = shellArguments(words, 0);
      switches.set(command, [{ at: -1, isOn: hasTrace(words.slice(0, program ?? operand)) }]);
    }
    if (name !== 'set') continue;
    const isOn = hasTrace(words);
    const isOff = words.some(
      (word, at) => /^\+[a-z]*x/.test(word) || (word === '+o' && words[at + 1] === 'xtrace'),
    );
    if (isOn || isOff) switches.get(shellOf(command, switches))?.push({ at: start, isOn: isOn && !isOff });
  }
  return (place) => {
    const shell = 'word' in place ? shellOf(place, switches) : undefined;
    return switches.get(shell)?.findLast(({ at }) => at < place.start)?.isOn === true;
  };
}

function hasTrace(words: readonly string[]): boolean {
  return words.some(
    (word, at) => /^-[a-z]*x/.test(word) || (/^-[a-z]*o$/.test(word) && words[at + 1] === 'xtrace'),
  );
}

/** The nested shell that a command runs in. */
function shellOf(
  command: ShellCommand,
  shellsFound: ReadonlyMap<ShellCommand | undefined, unknown>,
): ShellCommand | undefined {
  for (let at: ShellCommand | undefined = command; at !== undefined; at = at.wrapper) {
    const isProgram = at.via === 'script' || at.via === 'heredoc';
    if (isProgram && at.wrapper !== undefined && shellsFound.has(at.wrapper)) return at.wrapper;
  }
  return undefined;
}
