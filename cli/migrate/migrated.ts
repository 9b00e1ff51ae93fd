import type { IgnoreEntry, Level, Rule } from '../../rules/index.ts';

/** What one configuration of another linter says, in Bulkhead's words. */
export interface Migrated {
  readonly levels: readonly MigratedLevel[];
  readonly ignore: readonly IgnoreEntry[];
  readonly exclude: readonly string[];
  readonly trustedRegistries: readonly string[];
  /** What has no equal, or one that reaches further; a sentence each. */
  readonly notes: readonly string[];
}

/** The severity of one rule, with the peer's id it follows from. */
export interface MigratedLevel {
  readonly rule: string;
  readonly level: Level;
  readonly because: string;
}

/**
 * Reads the text of a configuration. What is not understood becomes a note.
 *
 * @throws UsageError where the file as a whole cannot be understood.
 */
export type Migrator = (content: string, context: MigrationContext) => Migrated;

export interface MigrationContext {
  readonly rules: readonly Rule[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** How sentences name the file. */
  readonly shown: string;
}

/** Collects what a migrator finds. */
export interface Collector {
  readonly levels: MigratedLevel[];
  readonly ignore: IgnoreEntry[];
  readonly exclude: string[];
  readonly trustedRegistries: string[];
  readonly notes: string[];
}

export function collector(): Collector {
  return { levels: [], ignore: [], exclude: [], trustedRegistries: [], notes: [] };
}

/** The rules that mean the same as a peer's id, by their aliases. */
export function equalsOf(tool: string, id: string, rules: readonly Rule[]): readonly string[] {
  const wanted = id.toLowerCase();
  return rules
    .filter(({ aliases }) => aliases[tool]?.some((alias) => alias.toLowerCase() === wanted) === true)
    .map((rule) => rule.id);
}

/**
 * Notes for rules that stand for more of the peer's ids than were silenced: one rule cannot be switched off in half.
 *
 * @param silenced - The peer's ids that are off, each with the rules it maps to.
 */
export function widerNotes(
  tool: string,
  silenced: ReadonlyMap<string, readonly string[]>,
  rules: readonly Rule[],
): readonly string[] {
  const off = new Set([...silenced.keys()].map((id) => id.toLowerCase()));
  const notes: string[] = [];
  for (const rule of new Set([...silenced.values()].flat())) {
    const ids = rules.find(({ id }) => id === rule)?.aliases[tool] ?? [];
    const others = ids.filter((id) => !off.has(id.toLowerCase()));
    if (others.length > 0) notes.push(`${rule} stands for ${others.join(', ')} too, which was not silenced.`);
  }
  return notes;
}

/** The note for a peer's rule that Bulkhead has no rule for. */
export function noRuleNote(id: string): string {
  return `${id}: no rule means the same.`;
}
