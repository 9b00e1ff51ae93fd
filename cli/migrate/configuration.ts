import { Document, visit } from 'yaml';
import type { IgnoreEntry, Level } from '../../rules/index.ts';
import { unshowable, visible } from '../formats/frame.ts';
import { withoutRunnerCommands } from '../formats/runner-commands.ts';
import type { Migrated } from './migrated.ts';

/** A migrated file by the name it is shown with. */
export interface Source {
  readonly name: string;
  readonly migrated: Migrated;
}

export interface Configuration {
  readonly text: string;
  /** What has no equal, with the file it comes from. */
  readonly notes: readonly string[];
}

/** One configuration out of several; where two disagree about a rule, the first counts and the other becomes a note. */
export function configurationOf(sources: readonly Source[]): Configuration {
  const { levels, notes } = mergedLevels(sources);
  const ignore = distinct(sources.flatMap(({ migrated }) => migrated.ignore));
  const exclude = distinct(sources.flatMap(({ migrated }) => migrated.exclude));
  const trustedRegistries = distinct(sources.flatMap(({ migrated }) => migrated.trustedRegistries));
  const names = sources.map(({ name }) => name).join(', ');
  const blocks = [
    [`# Configuration of Bulkhead, made by 'bulkhead migrate' from ${oneLine(names)}.`],
    ...(notes.length === 0 ? [] : [['# What has no equal:', ...notes.map((note) => `# - ${oneLine(note)}`)]]),
    ...(levels.size === 0 ? [] : [rulesBlock(levels)]),
    ...(ignore.length === 0 ? [] : [yamlBlock({ ignore: ignore.map(ordered) })]),
    ...(exclude.length === 0 ? [] : [yamlBlock({ exclude })]),
    ...(trustedRegistries.length === 0 ? [] : [yamlBlock({ trustedRegistries })]),
  ];
  return { text: `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`, notes };
}

interface Setting {
  readonly level: Level;
  readonly because: readonly string[];
}

function mergedLevels(sources: readonly Source[]) {
  const levels = new Map<string, Setting>();
  const notes: string[] = [];
  for (const { name, migrated } of sources) {
    for (const { rule, level, because } of migrated.levels) {
      const known = levels.get(rule);
      if (known === undefined) levels.set(rule, { level, because: [because] });
      else if (known.level === level)
        levels.set(rule, { level, because: distinct([...known.because, because]) });
      else
        notes.push(
          `${name}: ${because}: ${level} for ${rule}, which is ${known.level} because of ${known.because.join(', ')}.`,
        );
    }
    notes.push(...migrated.notes.map((note) => `${name}: ${note}`));
  }
  return { levels, notes: distinct(notes) };
}

function rulesBlock(levels: ReadonlyMap<string, Setting>): readonly string[] {
  const lines = [...levels]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([rule, { level, because }]) => `  ${rule}: ${level} # ${oneLine(because.join(', '))}`);
  return ['rules:', ...lines];
}

/** The keys in the order in which the documentation has them. */
function ordered({ rule, path, service, stage, reason, until }: IgnoreEntry): IgnoreEntry {
  return {
    rule,
    ...(path !== undefined && { path }),
    ...(service !== undefined && { service }),
    ...(stage !== undefined && { stage }),
    ...(reason !== undefined && { reason }),
    ...(until !== undefined && { until }),
  };
}

/** Texts of others that cannot be shown as they are, or would go over several lines, stand in quotes with escapes. */
function yamlBlock(value: unknown): readonly string[] {
  const document = new Document(value);
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value !== 'string') return;
      if (node.value.search(unshowable) >= 0 || node.value.includes('##')) node.type = 'QUOTE_DOUBLE';
    },
  });
  const text = document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER });
  return text.trimEnd().split('\n').map(escaped);
}

/** Only texts in double quotes still hold such characters; \u and \U are what YAML 1.2 (5.7) calls them there. */
function escaped(line: string): string {
  // Two of these signs may begin a command to the runner of a build; a comment, which begins with one, has no two.
  return line.replaceAll('##', '#\\x23').replace(unshowable, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

/** A comment ends with its line, and is read on terminals and in logs. */
function oneLine(text: string): string {
  return withoutRunnerCommands(visible(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')));
}

function distinct<T>(items: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = JSON.stringify(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
