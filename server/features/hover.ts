import { type Hover, type MarkupContent, MarkupKind, type Position } from 'vscode-languageserver';
import { type Finding, type Group, type Rule, rules, tenancies } from '../../rules/index.ts';
import type { ClientFacts } from '../client-facts.ts';
import { ruleUrl } from '../to-lsp.ts';
import type { View } from '../view.ts';
import type { Words } from '../words.ts';
import type { FeatureContext } from './code-actions.ts';

/** What the findings at a position mean, and where there is more to read. */
export function hover(position: Position, view: View, context: FeatureContext): Hover | null {
  const groups = view.groups.filter((group) => holds(view, group, position));
  const [first] = groups;
  if (first === undefined) return null;
  const { markdown } = context.client;
  const sections = groups.flatMap(({ findings }) => {
    // What several findings have in common is one message, and what each of them says is not in it.
    const isSaid = context.client.options.hoverShowsMessages === true && findings.length === 1;
    return findings.map((finding) => sectionOf(finding, isSaid, context));
  });
  return {
    range: view.convert.range(first.findings[0].at),
    contents: markedUp(sections.join(markdown ? '\n\n---\n\n' : '\n\n'), context.client),
  };
}

function holds({ convert }: View, { findings: [{ at }] }: Group, { line, character }: Position): boolean {
  const { start, end } = convert.range(at);
  const isAfterStart = line > start.line || (line === start.line && character >= start.character);
  const isBeforeEnd = line < end.line || (line === end.line && character <= end.character);
  return isAfterStart && isBeforeEnd;
}

function sectionOf(finding: Finding, isSaid: boolean, { client, pages }: FeatureContext): string {
  const { markdown, words } = client;
  const rule = rules.find(({ id }) => id === finding.rule);
  const escaped = markdown ? escapeMarkdown : (text: string) => text;
  const bold = (text: string) => (markdown ? `**${text}**` : text);
  const url = markdown && pages.has(finding.rule) ? ruleUrl(client, finding.rule) : undefined;
  return [
    ...(rule === undefined ? [] : [`${bold(escaped(rule.title))} (${finding.rule})`]),
    ...(isSaid ? [] : [escaped(finding.message)]),
    escaped(finding.help),
    ...(rule === undefined ? [] : [facts(rule, bold, words)]),
    ...(url === undefined ? [] : [`[${words.readPage}](${url})`]),
  ].join('\n\n');
}

/** Severities by tenancy, what a rule protects, and where it comes from. */
export function facts(rule: Rule, bold: (text: string) => string, words: Words): string {
  const levels = tenancies.map(
    (tenancy) => `${tenancy} ${rule.severity[tenancy] === 'off' ? words.off : rule.severity[tenancy]}`,
  );
  return [
    `${bold(words.severity)}: ${levels.join(', ')}`,
    words.protects(rule.properties),
    rule.sources.join(', '),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** Makes markup of a kind out of a text. */
export function markedUp(value: string, { markdown }: ClientFacts): MarkupContent {
  return { kind: markdown ? MarkupKind.Markdown : MarkupKind.PlainText, value };
}

/** Texts of rules may hold code between backticks; all else of them is meant literally. */
export function escapeMarkdown(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replace(/[\\*_[\]<>|~#]/g, '\\$&')))
    .join('');
}
