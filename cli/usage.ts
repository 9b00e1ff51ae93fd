import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type CommandName, type CommandShape, commandTable, helpFlag } from './command-table.ts';
import { nearest } from './nearest.ts';

/** Something the person at the command line got wrong; its message is one sentence for them. */
export class UsageError extends Error {}

type FlagValue<F> = F extends { readonly kind: 'switch' }
  ? boolean
  : F extends { readonly multiple: true }
    ? readonly string[]
    : F extends { readonly values: readonly (infer V)[] }
      ? V | Missing<F>
      : string | Missing<F>;
type Missing<F> = F extends { readonly default: string } ? never : undefined;

/** What the flags of a command hold, by their names in the table. */
export type FlagValues<N extends CommandName> = {
  readonly [K in keyof (typeof commandTable)[N]['flags']]: FlagValue<(typeof commandTable)[N]['flags'][K]>;
};

export interface Arguments<N extends CommandName> {
  readonly values: FlagValues<N>;
  readonly positionals: readonly string[];
}

/**
 * Reads the arguments of one command as the table of commands has them.
 *
 * @throws {@link UsageError} for a flag the command does not have, a value that is missing, one too many or not among
 * the words allowed.
 */
export function readArguments<N extends CommandName>(command: N, argv: readonly string[]): Arguments<N> {
  const flags: CommandShape['flags'] = commandTable[command].flags;
  const { values, positionals } = parse(command, argv, flags);
  if (positionals.includes(''))
    throw new UsageError('An argument is empty; it may be a variable that is not set.');
  const read = Object.entries(flags).map(([name, flag]) => {
    const given = values[name];
    if (flag.kind === 'switch') return [name, given === true];
    if (flag.multiple === true) return [name, Array.isArray(given) ? given : []];
    const value = typeof given === 'string' ? given : flag.default;
    return [name, value === undefined || flag.values === undefined ? value : oneOf(name, value, flag.values)];
  });
  // Every value was made by its flag just now, which is what the type says.
  return { values: Object.fromEntries(read) as FlagValues<N>, positionals };
}

function parse(command: CommandName, argv: readonly string[], flags: CommandShape['flags']) {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  const known: CommandShape['flags'] = { ...flags, help: helpFlag };
  for (const [name, flag] of Object.entries(known)) {
    options[name] = {
      type: flag.kind === 'switch' ? 'boolean' : 'string',
      ...(flag.short !== undefined && { short: flag.short }),
      ...(flag.kind === 'value' && flag.multiple === true && { multiple: true }),
    };
  }
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${explain(error, Object.keys(options))} See 'bulkhead ${command} --help'.`);
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
 * The value of an option that counts something.
 *
 * @throws {@link UsageError} for anything but a whole number from 0 on.
 */
export function wholeNumber(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new UsageError(`'--${option}' takes a whole number such as 0 or 10, not '${value}'.`);
}

/**
 * Refuses arguments of a command that takes none.
 *
 * @throws {@link UsageError} naming the first one.
 */
export function refusePositionals(command: CommandName, positionals: readonly string[]): void {
  const [first] = positionals;
  if (first !== undefined)
    throw new UsageError(`'bulkhead ${command}' takes no argument, but '${first}' was given.`);
}
