import { type Rule, rules } from '../../rules/index.ts';
import { exitCodes, type Io } from '../io.ts';
import { type Style, styleFor } from '../style.ts';
import { readArguments, refusePositionals } from '../usage.ts';

/** `bulkhead rules`: the catalogue as a table, or as JSON for programs. */
export async function listRules(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments('rules', argv);
  refusePositionals('rules', positionals);
  const sorted = [...rules].sort((left, right) => (left.id < right.id ? -1 : 1));
  io.stdout.write(values.format === 'json' ? asJson(sorted) : asTable(sorted, styleFor(io.stdout, io.env)));
  return exitCodes.fine;
}

function asJson(sorted: readonly Rule[]): string {
  const entries = sorted.map(
    ({ id, language, title, summary, kind, severity, properties, sources, aliases, fix }) => ({
      id,
      language,
      title,
      summary,
      kind,
      severity,
      properties,
      sources,
      aliases,
      fix,
    }),
  );
  return `${JSON.stringify({ version: 1, rules: entries }, null, 2)}\n`;
}

const columns = ['rule', 'single', 'mixed', 'hostile', 'fix', 'summary'] as const;

function asTable(sorted: readonly Rule[], style: Style): string {
  const rows = sorted.map(({ id, severity, fix, summary }) => [
    id,
    severity.single,
    severity.mixed,
    severity.hostile,
    fix,
    summary,
  ]);
  const widths = columns.map((name, index) =>
    Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [style.strong(line(columns)), ...rows.map(line)].map((text) => `${text}\n`).join('');
}
