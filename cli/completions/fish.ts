import type { CompletedCommand, CompletedFlag, Offer } from './words.ts';

/** Completions for fish: one `complete` for each command, flag and argument. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const lines = [
    "# Completions of bulkhead for fish, made by 'bulkhead completions fish'.",
    'complete -c bulkhead -e',
    `complete -c bulkhead -n __fish_use_subcommand -f -l help -s h -d ${quoted('print the help')}`,
    `complete -c bulkhead -n __fish_use_subcommand -f -l version -d ${quoted('print the version')}`,
    ...commands.map(
      ({ name, summary }) =>
        `complete -c bulkhead -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ),
    ...commands.flatMap(({ name, flags, argument }) => [
      ...flags.map((flag) => flagLine(name, flag)),
      ...argumentLine(name, argument),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function flagLine(command: string, { name, short, about, value }: CompletedFlag): string {
  const letter = short === undefined ? '' : ` -s ${short}`;
  return `${head(command)} -l ${name}${letter}${valueOptions(value)} -d ${quoted(about)}`;
}

/** `-x` wants a value and offers no files, `-r -F` wants one and offers files. */
function valueOptions(value: Offer | undefined): string {
  if (value === undefined) return '';
  if (value === 'files') return ' -r -F';
  return value === 'nothing' ? ' -x' : ` -x -a ${quoted(value.join(' '))}`;
}

function argumentLine(command: string, argument: Offer): readonly string[] {
  if (argument === 'files') return [];
  return [`${head(command)} -f${argument === 'nothing' ? '' : ` -a ${quoted(argument.join(' '))}`}`];
}

function head(command: string): string {
  return `complete -c bulkhead -n '__fish_seen_subcommand_from ${command}'`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
