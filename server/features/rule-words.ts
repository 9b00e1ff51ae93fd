import { matchesGlob, type Rule, rules } from '../../rules/index.ts';
import { ruleUrl } from '../to-lsp.ts';
import type { FeatureContext } from './code-actions.ts';
import { escapeMarkdown, facts } from './hover.ts';

/** More rules of a glob than this are counted only. */
const mostListed = 12;

/** What a rule id or a glob of rules means; undefined where no rule is meant. */
export function aboutRules(written: string, context: FeatureContext): string | undefined {
  const exact = rules.find(({ id }) => id === written);
  if (exact !== undefined) return aboutRule(exact, context);
  const meant = rules.filter(({ id }) => matchesGlob(written, id));
  if (meant.length === 0) return undefined;
  const { markdown, words } = context.client;
  const listed = meant.slice(0, mostListed).map(({ id }) => (markdown ? `- \`${id}\`` : id));
  const more = meant.length > mostListed ? [words.moreRules(meant.length - mostListed)] : [];
  return `${words.rulesMeant(meant.length)}\n\n${listed.join('\n')}${more.map((line) => `\n\n${line}`).join('')}`;
}

function aboutRule(rule: Rule, { client, pages }: FeatureContext): string {
  const { markdown, words } = client;
  const escaped = markdown ? escapeMarkdown : (text: string) => text;
  const bold = (text: string) => (markdown ? `**${text}**` : text);
  const url = markdown && pages.has(rule.id) ? ruleUrl(client, rule.id) : undefined;
  return [
    `${bold(escaped(rule.title))} (${rule.id})`,
    escaped(rule.summary),
    facts(rule, bold, words),
    ...(url === undefined ? [] : [`[${words.readPage}](${url})`]),
  ].join('\n\n');
}
