import type { Positions } from '../../library/position.ts';
import { type Finding, rules } from '../../rules/index.ts';
import { visible } from '../formats/frame.ts';
import { exitCodes, type Io } from '../io.ts';
import { lintSelection } from '../linting.ts';
import { nearest } from '../nearest.ts';
import { displayPath, fromTyped } from '../paths.ts';
import { select } from '../selection.ts';
import { styleFor } from '../style.ts';
import { readArguments, UsageError } from '../usage.ts';
import { renderPage } from './page.ts';

/** `bulkhead explain`: prints the page of a rule, or of every rule that speaks at a place. */
export async function explain(argv: readonly string[], io: Io): Promise<number> {
  const { positionals } = readArguments('explain', argv);
  const [typed, ...others] = positionals;
  if (typed === undefined || others.length > 0) {
    throw new UsageError(
      "'bulkhead explain' takes one rule, such as compose/no-privileged, or one place, such as compose.yaml:4.",
    );
  }
  const place = placeIn(typed);
  const ids = place === undefined ? [ruleNamed(ruleIn(typed))] : await rulesAt(place, io);
  const style = styleFor(io.stdout, io.env);
  const pages: string[] = [];
  for (const id of ids) {
    const page = io.pages.get(id);
    if (page === undefined) {
      io.stderr.write(`bulkhead: The page of ${id} is missing from this installation.\n`);
      return exitCodes.trouble;
    }
    pages.push(renderPage(page, style));
  }
  io.stdout.write(pages.join(`\n${style.faint('─'.repeat(40))}\n\n`));
  return exitCodes.fine;
}

/** The rule of a whole line of `lint`'s output, which names it after place and severity; else what was typed. */
function ruleIn(typed: string): string {
  return /^.+:\d+:\d+: (?:error|warning|info|hint) (\S+) /.exec(typed)?.[1] ?? typed;
}

interface TypedPlace {
  readonly path: string;
  /** From 1, as people count. */
  readonly line: number;
  readonly column: number | undefined;
}

/** `compose.yaml:4` or `compose.yaml:4:17`, also with the colon that follows it in the output. */
function placeIn(typed: string): TypedPlace | undefined {
  const [, path, line, column] = /^(.+?):(\d{1,9})(?::(\d{1,9}))?:?$/.exec(typed) ?? [];
  if (path === undefined || line === undefined) return undefined;
  return { path, line: Number(line), column: column === undefined ? undefined : Number(column) };
}

/**
 * The rules with a finding on a line, or at a column of it; suppressed ones as well.
 *
 * @throws {@link UsageError} where the file cannot be read or nothing was found there.
 */
async function rulesAt(place: TypedPlace, io: Io): Promise<readonly string[]> {
  const input = { paths: [place.path], tenancy: undefined, config: undefined, overlay: new Map() };
  const selection = await select(input, io);
  const path = fromTyped(place.path, io.cwd);
  const shown = visible(displayPath(path, io.cwd));
  const unread = selection.troubles.find((trouble) => trouble.path === path);
  if (unread !== undefined) throw new UsageError(`${shown}: ${unread.message}`);
  const { files, positions } = await lintSelection(selection, io);
  const findings = files.find((file) => file.path === path)?.findings ?? [];
  const found = findings.filter((finding) => isAt(finding, place, positions));
  const ids = [...new Set(found.map(({ rule }) => rule))].filter((id) =>
    rules.some((rule) => rule.id === id),
  );
  if (ids.length > 0) return ids;
  const where = place.column === undefined ? `${place.line}` : `${place.line}:${place.column}`;
  throw new UsageError(`No rule speaks at ${shown}:${where}; 'bulkhead lint' prints the places.`);
}

function isAt({ at }: Finding, { line, column }: TypedPlace, positions: Positions): boolean {
  const { start } = positions.range(at);
  return start.line + 1 === line && (column === undefined || start.character + 1 === column);
}

/**
 * The id of a rule, which may be typed without its language.
 *
 * @throws {@link UsageError} naming the nearest ids where there is no such rule.
 */
export function ruleNamed(typed: string): string {
  const ids = rules.map((rule) => rule.id);
  const meant = ids.filter((id) => id === typed || withoutLanguage(id) === typed);
  const [only] = meant;
  if (only !== undefined && meant.length === 1) return only;
  const near = meant.length > 1 ? meant : nearestRules(typed, ids);
  const advice =
    near.length === 0 ? "'bulkhead rules' lists them all." : `Did you mean ${near.join(' or ')}?`;
  throw new UsageError(
    `${meant.length > 1 ? `Several rules are called '${typed}'.` : `There is no rule '${typed}'.`} ${advice}`,
  );
}

function nearestRules(typed: string, ids: readonly string[]): readonly string[] {
  const whole = nearest(typed, ids);
  if (whole.length > 0) return whole;
  const names = nearest(typed, ids.map(withoutLanguage));
  return ids
    .filter((id) => names.includes(withoutLanguage(id)) || withoutLanguage(id).includes(typed))
    .slice(0, 3);
}

function withoutLanguage(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}
