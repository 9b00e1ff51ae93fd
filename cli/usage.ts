import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from './nearest.ts';

/** Something the person at the command line got wrong; its message is one sentence for them. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Reads the arguments of one command; every command also knows `--help`.
 *
 * @throws {@link UsageError} for an option the command does not have, a value that is missing or one too many.
 */
export function readArguments<const O extends Options>(command: string, argv: readonly string[], options: O) {
  const known = { ...options, help: { type: 'boolean', short: 'h' } } as const;
  try {
    return parseArgs({ args: [...argv], options: known, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${explain(error, Object.keys(known))} See 'bulkhead ${command} --help'.`);
  }
}

/** Node's own message goes on with advice that does not fit here; its first sentence is kept. */
function explain(error: unknown, names: readonly string[]): string {
  const [first = 'The arguments cannot be read'] = (error instanceof Error ? error.message : '').split(
    /\.\s|\n/,
  );
  const sentence = `${first.replace(/\.$/, '')}.`;
  const unknown = /^Unknown option '--?([^']+)'/.exec(first)?.[1];
  const [meant] = unknown === undefined ? [] : nearest(unknown, names);
  return meant === undefined ? sentence : `${sentence} Did you mean '--${meant}'?`;
}

/**
 * The value of an option that has to be one of a few words.
 *
 * @throws {@link UsageError} for any other word.
 */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new UsageError(`'--${option}' takes one of ${allowed.join(', ')}, not '${value}'.`);
}

/**
 * Refuses arguments of a command that takes none.
 *
 * @throws {@link UsageError} naming the first one.
 */
export function refusePositionals(command: string, positionals: readonly string[]): void {
  const [first] = positionals;
  if (first !== undefined)
    throw new UsageError(`'bulkhead ${command}' takes no argument, but '${first}' was given.`);
}
