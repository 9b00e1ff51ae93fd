import {
  type CommandShape,
  commandNames,
  commandTable,
  formatAudiences,
  shownFlags,
} from '../../cli/command-table.ts';
import { flagText, meaningOf, usageOf } from '../../cli/help.ts';
import { table } from './region.ts';

/** The table of formats in `docs/cli.md`. */
export function formatTable(): string {
  const rows = Object.entries(formatAudiences).map(([name, audience]) => [`\`${name}\``, audience]);
  return `\n${table(['`--format`', 'is for'], rows)}\n`;
}

/** Every command with its flags, for `docs/cli.md`: what `--help` prints, as a page. */
export function commandReference(): string {
  return commandNames
    .map((name) => {
      const { about, argument, notes = [], exit }: CommandShape = commandTable[name];
      const rows = shownFlags(name).map(([flag, shape]) => [
        `\`${flagText(flag, shape)}\``,
        escaped(meaningOf(shape)),
      ]);
      return [
        '',
        `### ${name}`,
        '',
        escaped(about),
        '',
        '```sh',
        usageOf(name, argument?.shown),
        '```',
        '',
        ...notes.flatMap((note) => [escaped(note), '']),
        table(['flag', 'meaning'], rows),
        ...(exit === undefined ? [] : ['', `Exit code: ${escaped(exit)}`]),
        '',
      ].join('\n');
    })
    .join('');
}

/** Words in quotes are commands and names here; `<(…)` would be taken for a tag. */
function escaped(prose: string): string {
  return prose.replace(/(?<![\w`])'([^']+)'(?!\w)/g, '`$1`');
}
