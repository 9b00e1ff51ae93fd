import {
  type CommandName,
  type CommandShape,
  commandNames,
  commandTable,
  type Flag,
  shownFlags,
} from './command-table.ts';
import { wrap } from './formats/wrap.ts';

/** As wide as help may be. */
const widest = 120;

/** The help of the program: what it is and its commands. */
export function programHelp(): string {
  const commands = commandNames.map((name) => {
    const { summary, argument }: CommandShape = commandTable[name];
    const shown = name === 'lsp' ? 'lsp --stdio' : [name, argument?.shown ?? ''].join(' ').trimEnd();
    return [shown, summary] as const;
  });
  const options = [
    ['-h, --help', "print this help; 'bulkhead <command> --help' prints that of a command"],
    ['--version', 'print the version'],
  ] as const;
  const width = Math.max(...[...commands, ...options].map(([left]) => left.length));
  return [
    'Bulkhead finds security weaknesses in Dockerfiles and Compose files, explains them and fixes them.',
    '',
    'Usage: bulkhead <command> [options]',
    '',
    'Commands:',
    ...columns(commands, width),
    '',
    'Options:',
    ...columns(options, width),
    '',
    'Exit code: 0 nothing to object to, 1 findings, 2 wrong usage or something that could not be read.',
    '',
  ].join('\n');
}

/** The help of one command. */
export function commandHelp(name: CommandName): string {
  const { about, argument, notes = [], exit }: CommandShape = commandTable[name];
  const rows = shownFlags(name).map(([flag, shape]) => [flagText(flag, shape), meaningOf(shape)] as const);
  const width = Math.max(...rows.map(([left]) => left.length));
  const paragraphs = [...notes].flatMap((note) => [...wrap(note, widest), '']);
  return [
    ...wrap(about, widest),
    '',
    `Usage: ${usageOf(name, argument?.shown)}`,
    '',
    ...paragraphs,
    'Options:',
    ...columns(rows, width),
    ...(exit === undefined ? [] : ['', ...wrap(`Exit code: ${exit}`, widest)]),
    '',
  ].join('\n');
}

/** How a command is called. */
export function usageOf(name: CommandName, argument = ''): string {
  if (name === 'lsp') return 'bulkhead lsp --stdio';
  const options = shownFlags(name).length > 1 ? '[options]' : '';
  return ['bulkhead', name, options, argument].filter((part) => part !== '').join(' ');
}

/** A flag as it is typed: `-f, --format FORMAT`. */
export function flagText(name: string, flag: Flag): string {
  const short = flag.short === undefined ? '' : `-${flag.short}, `;
  return `${short}--${name}${flag.kind === 'value' ? ` ${flag.takes}` : ''}`;
}

/** What a flag does, with the words it takes and the one it is without. */
export function meaningOf(flag: Flag): string {
  if (flag.kind === 'switch') return flag.about;
  const values = flag.values === undefined ? '' : `: ${flag.values.join(', ')}`;
  const standard = flag.default === undefined ? '' : ` (default ${flag.default})`;
  return `${flag.about}${values}${standard}`;
}

function columns(
  rows: readonly (readonly [left: string, right: string])[],
  width: number,
): readonly string[] {
  return rows.flatMap(([left, right]) => {
    const [first = '', ...more] = wrap(right, widest - width - 5);
    return [
      `  ${left.padEnd(width)}   ${first}`.trimEnd(),
      ...more.map((line) => `${' '.repeat(width + 5)}${line}`),
    ];
  });
}
