import { type Hover, MarkupContent, MarkupKind, type Position } from 'vscode-languageserver';
import { overviewsIn, type ServiceIsolation, type Wall } from '../../rules/index.ts';
import type { ClientFacts } from '../client-facts.ts';
import type { View } from '../view.ts';
import { isolationSummary } from './lens.ts';

/** The row of the isolation matrix for the service whose name is at the position: wall by wall what holds, and why. */
export function isolationHover(position: Position, view: View, { markdown }: ClientFacts): Hover | null {
  for (const { services } of overviewsIn(view.analyses)) {
    for (const isolation of services) {
      if (isolation.at.path !== view.path) continue;
      const range = view.convert.range(isolation.at);
      if (position.line !== range.start.line || position.line !== range.end.line) continue;
      if (position.character < range.start.character || position.character > range.end.character) continue;
      const value = markdown ? table(isolation, view) : list(isolation, view);
      return {
        range,
        contents: { kind: markdown ? MarkupKind.Markdown : MarkupKind.PlainText, value },
      };
    }
  }
  return null;
}

/** Two answers for one position as one, the first on top. Both are markup of the same kind, as made by this server. */
export function joinHovers(first: Hover | null, second: Hover | null): Hover | null {
  if (first === null || second === null) return first ?? second;
  if (!MarkupContent.is(first.contents) || !MarkupContent.is(second.contents)) return first;
  const { kind, value } = first.contents;
  const rule = kind === MarkupKind.Markdown ? '\n\n---\n\n' : '\n\n';
  return { ...first, contents: { kind, value: `${value}${rule}${second.contents.value}` } };
}

function table(isolation: ServiceIsolation, { words }: View): string {
  const rows = isolation.walls.map(
    ({ name, state, why }) =>
      `| ${cell(words.walls[name])} | ${emphasised(words.states[state], state)} | ${cell(why)} |`,
  );
  return [
    `**${words.isolation}**: ${cell(isolationSummary(isolation, words))}`,
    '',
    `| ${words.wall} | ${words.state} | ${words.why} |`,
    '|---|---|---|',
    ...rows,
  ].join('\n');
}

function list(isolation: ServiceIsolation, { words }: View): string {
  const rows = isolation.walls.map(
    ({ name, state, why }) => `${words.walls[name]}: ${words.states[state]}. ${why}`,
  );
  return [`${words.isolation}: ${isolationSummary(isolation, words)}`, ...rows].join('\n');
}

/** What is open has to be found among twelve rows without colour. */
function emphasised(text: string, state: Wall['state']): string {
  return state === 'open' ? `**${cell(text)}**` : cell(text);
}

/** Sentences may quote names of the file, which must neither end a cell nor be taken for markup. */
function cell(text: string): string {
  return text.replace(/[\\`*_[\]<>|~#]/g, '\\$&').replace(/\s+/g, ' ');
}
