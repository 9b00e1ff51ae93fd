import { tenancies } from '../../rules/core/config/config.ts';
import type { Rule } from '../../rules/index.ts';
import { headerClose, headerOpen } from '../pages.ts';
import { replaceRegion, table } from './region.ts';
import { compareSources, readSource, type Source, sourceName } from './sources.ts';

/** A rule's page with its header brought up to date. Throws where the page lacks the marker lines. */
export function rulePage(rule: Rule, page: string): string {
  return replaceRegion(page, headerOpen, headerClose, header(rule));
}

function header(rule: Rule): string {
  const facts = [
    `- **Protects** ${rule.properties.join(', ')}`,
    `- **Fix** ${fixSentence(rule)}`,
    `- **Sources** ${sourcesOf(rule).map(sourceLink).join(', ')}`,
    ...peers(rule),
  ];
  return [
    '',
    `# ${rule.title}`,
    '',
    `\`${rule.id}\``,
    '',
    rule.summary,
    '',
    table(['tenancy', ...tenancies], [['severity', ...tenancies.map((tenancy) => rule.severity[tenancy])]]),
    '',
    ...facts,
    '',
  ].join('\n');
}

/** The sources of a rule in the order of the families. Ids that nobody knows were refused when the rule was loaded. */
export function sourcesOf(rule: Rule): readonly Source[] {
  return rule.sources.flatMap((id) => readSource(id) ?? []).sort(compareSources);
}

function sourceLink(source: Source): string {
  const name = `[${sourceName(source)}](${source.url})`;
  return source.title === undefined ? name : `${name} (${source.title})`;
}

function fixSentence({ fix }: Rule): string {
  if (fix === 'safe') return 'safe: cannot change what a correct container does';
  return fix === 'review' ? 'review: somebody has to look at the result' : 'none';
}

function peers({ aliases }: Rule): readonly string[] {
  const tools = Object.entries(aliases).filter(([, ids]) => ids.length > 0);
  if (tools.length === 0) return [];
  const list = tools.map(([tool, ids]) => `${tool} ${ids.map((id) => `\`${id}\``).join(', ')}`);
  return [`- **Elsewhere** ${list.join('; ')}`];
}
