import {
  type CommandName,
  type CommandShape,
  type Completes,
  commandNames,
  commandTable,
  type Flag,
  shells,
  shownFlags,
} from '../command-table.ts';

/** What completions offer in one place: a list of words, or the names of files. */
export type Offer = readonly string[] | 'files' | 'nothing';

/** A command as completions see it. */
export interface CompletedCommand {
  readonly name: CommandName;
  readonly summary: string;
  readonly flags: readonly CompletedFlag[];
  /** For what is not a flag. */
  readonly argument: Offer;
}

export interface CompletedFlag {
  readonly name: string;
  readonly short: string | undefined;
  readonly about: string;
  /** For its value; undefined for a switch. */
  readonly value: Offer | undefined;
  readonly multiple: boolean;
}

/** The table of commands, with the ids of the rules in the places where one is wanted. */
export function completedCommands(rules: readonly string[]): readonly CompletedCommand[] {
  return commandNames.map((name) => {
    const { summary, argument }: CommandShape = commandTable[name];
    return {
      name,
      summary,
      flags: shownFlags(name).map(([flag, shape]) => completedFlag(flag, shape, rules)),
      argument: argument === undefined ? 'nothing' : offerOf(argument.completes, rules),
    };
  });
}

function completedFlag(name: string, flag: Flag, rules: readonly string[]): CompletedFlag {
  const { short, about } = flag;
  if (flag.kind === 'switch') return { name, short, about, value: undefined, multiple: false };
  return {
    name,
    short,
    about,
    value: flag.values ?? offerOf(flag.completes, rules),
    multiple: flag.multiple === true,
  };
}

function offerOf(completes: Completes | undefined, rules: readonly string[]): Offer {
  if (completes === 'file') return 'files';
  if (completes === 'shell') return shells;
  return completes === 'rule' ? rules : 'nothing';
}
