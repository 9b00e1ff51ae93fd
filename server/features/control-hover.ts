import type { Hover, Position } from 'vscode-languageserver';
import { controlAt } from '../../rules/index.ts';
import type { ClientFacts } from '../client-facts.ts';
import { offsetIn } from '../to-lsp.ts';
import type { View } from '../view.ts';
import { escapeMarkdown, markedUp } from './hover.ts';

/** What the control at a position does, also where nothing is wrong with it. */
export function controlHover(position: Position, view: View, client: ClientFacts): Hover | null {
  const { path, text, subjects, convert } = view;
  const offset = offsetIn(text, position);
  for (const subject of subjects) {
    const control = controlAt(subject, path, offset);
    if (control === undefined) continue;
    const { name, about, start, end } = control;
    const value = client.markdown ? `\`${name}\`: ${escapeMarkdown(about)}` : `${name}: ${about}`;
    return { range: convert.range({ path, start, end }), contents: markedUp(value, client) };
  }
  return null;
}
