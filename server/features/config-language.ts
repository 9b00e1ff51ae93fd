import {
  type CompletionItem,
  CompletionItemKind,
  type Hover,
  type Position,
  type Range,
} from 'vscode-languageserver';
import {
  configShape,
  cursorInConfig,
  describeShape,
  rules,
  type Shape,
  type Suggestion,
  shapeAt,
  suggestedKeys,
  suggestedValues,
  wordInConfig,
} from '../../rules/index.ts';
import { offsetIn, rangeIn } from '../to-lsp.ts';
import type { FeatureContext } from './code-actions.ts';
import { markedUp } from './hover.ts';
import { aboutRules } from './rule-words.ts';

/** What may be written at a position of a configuration: keys, rules and globs, severities and other values. */
export function completeConfiguration(
  text: string,
  position: Position,
  context: FeatureContext,
): readonly CompletionItem[] {
  const cursor = cursorInConfig(text, offsetIn(text, position));
  const shape = cursor && shapeAt(configShape(rules), cursor.path);
  if (cursor === undefined || shape === undefined) return [];
  const range = rangeIn(text, cursor);
  const keys = cursor.role === 'key' ? suggestedKeys(shape) : [];
  const wanted = keys.filter(({ word }) => !cursor.taken.includes(word));
  // Below a key without a value, the value itself may stand on a line of its own.
  const values = cursor.role === 'value' || keys.length === 0 ? suggestedValues(shape) : [];
  return [
    ...wanted.map((suggestion) => keyItem(suggestion, cursor.hasColon, range, context)),
    ...values.map((suggestion) => valueItem(suggestion, shape, range, context)),
  ].map((item, index) => ({ ...item, sortText: String(index).padStart(4, '0') }));
}

function keyItem(
  suggestion: Suggestion,
  hasColon: boolean,
  range: Range,
  context: FeatureContext,
): CompletionItem {
  const { word, takes } = suggestion;
  // What follows a mapping or a list stands on the next line.
  const colon = takes === undefined || takes.type === 'either' || isScalar(takes) ? ': ' : ':';
  // A glob begins with a letter and is no alias, so that no suggested word needs quotes.
  const newText = hasColon ? word : word + colon;
  return {
    label: word,
    kind: CompletionItemKind.Property,
    ...(takes !== undefined && isScalar(takes) && { detail: describeShape(takes) }),
    documentation: documentationOf(suggestion, context),
    textEdit: { range, newText },
  };
}

function valueItem(
  suggestion: Suggestion,
  shape: Shape,
  range: Range,
  context: FeatureContext,
): CompletionItem {
  const { word } = suggestion;
  return {
    label: word,
    kind: shape.type === 'string' ? CompletionItemKind.Value : CompletionItemKind.EnumMember,
    documentation: documentationOf(suggestion, context),
    textEdit: { range, newText: word },
  };
}

function documentationOf({ word, about }: Suggestion, context: FeatureContext) {
  // A word with a slash can only be a rule or a glob of rules.
  const text = (word.includes('/') ? aboutRules(word, context) : undefined) ?? about;
  return markedUp(text, context.client);
}

function isScalar({ type }: Shape): boolean {
  return type === 'enum' || type === 'string' || type === 'number' || type === 'boolean';
}

/** What the key or the value at a position of a configuration means. */
export function hoverConfiguration(text: string, position: Position, context: FeatureContext): Hover | null {
  const word = wordInConfig(text, offsetIn(text, position));
  if (word === undefined) return null;
  const root = configShape(rules);
  const owner = shapeAt(root, word.path);
  const shape = word.role === 'key' ? shapeAt(root, [...word.path, word.text]) : owner;
  if (owner === undefined || shape === undefined) return null;
  const namesRules = owner.type === 'map' || (owner.type === 'string' && owner.suggestions !== undefined);
  const about = namesRules ? aboutRules(word.text, context) : shape.about;
  return about === undefined
    ? null
    : { range: rangeIn(text, word), contents: markedUp(about, context.client) };
}
