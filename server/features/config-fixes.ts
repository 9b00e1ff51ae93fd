import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver';
import {
  configShape,
  type Finding,
  nearestWords,
  type Rule,
  rules,
  type Shape,
  shapeAt,
  suggestedKeys,
  suggestedValues,
  wordInConfig,
} from '../../rules/index.ts';
import type { ClientFacts } from '../client-facts.ts';
import type { View } from '../view.ts';

/** More than these nobody compares. */
const mostOffered = 3;

/** For a word of the configuration that means nothing: the words that may have been meant. */
export function configurationFixes(
  { at, rule }: Finding,
  diagnostic: Diagnostic,
  view: View,
  client: ClientFacts,
): readonly CodeAction[] {
  if (rule !== 'internal/invalid-configuration') return [];
  const word = wordInConfig(view.text, at.start);
  const shape = word && shapeAt(configShape(rules), word.path);
  if (word === undefined || shape === undefined) return [];
  const meant = candidates(word.text, shape, word.role).slice(0, mostOffered);
  return meant.map((candidate, index) => ({
    title: view.words.changeTo(candidate),
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    edit: view.convert.workspaceEdit([
      { path: view.path, start: word.start, end: word.end, text: candidate },
    ]),
    ...(client.preferredActions && { isPreferred: index === 0 && meant.length === 1 }),
  }));
}

function candidates(written: string, shape: Shape, role: 'key' | 'value'): readonly string[] {
  const namesRules = role === 'key' ? shape.type === 'map' : shape.type === 'string';
  if (namesRules) return meantRules(written);
  const suggestions = role === 'key' ? suggestedKeys(shape) : suggestedValues(shape);
  const words = suggestions.map(({ word }) => word);
  const lower = written.toLowerCase();
  const sameLetters = words.filter((word) => word.toLowerCase() === lower);
  // `warn` for `warning`, `information` for `info`.
  const longer = words.filter(
    (word) => Math.min(word.length, lower.length) > 2 && (word.startsWith(lower) || lower.startsWith(word)),
  );
  return [...new Set([...sameLetters, ...longer, ...nearestWords(written, words)])];
}

/** A rule may be written without its language, by the id another linter gives it, or with a slip of the finger. */
function meantRules(written: string): readonly string[] {
  const lower = written.toLowerCase();
  const nameOf = ({ id }: Rule) => id.slice(id.indexOf('/') + 1);
  const sameName = rules.filter((rule) => nameOf(rule) === lower || rule.id === lower);
  const elsewhere = rules.filter(({ aliases }) =>
    Object.values(aliases).some((ids) => ids.some((id) => id.toLowerCase() === lower)),
  );
  const near = lower.includes('/')
    ? nearestWords(
        lower,
        rules.map(({ id }) => id),
      )
    : nearestWords(lower, rules.map(nameOf)).flatMap((name) =>
        rules.flatMap((rule) => (nameOf(rule) === name ? rule.id : [])),
      );
  return [...new Set([...[...sameName, ...elsewhere].map(({ id }) => id), ...near])];
}
