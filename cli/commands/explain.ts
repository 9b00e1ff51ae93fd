import { rules } from '../../rules/index.ts';
import { exitCodes, type Io } from '../io.ts';
import { nearest } from '../nearest.ts';
import { styleFor } from '../style.ts';
import { readArguments, UsageError } from '../usage.ts';
import { renderPage } from './page.ts';

/** `bulkhead explain`: prints the page of a rule. */
export async function explain(argv: readonly string[], io: Io): Promise<number> {
  const { positionals } = readArguments('explain', argv, {});
  const [typed, ...others] = positionals;
  if (typed === undefined || others.length > 0)
    throw new UsageError("'bulkhead explain' takes one rule, such as compose/no-privileged.");
  const id = ruleNamed(typed);
  const page = io.pages.get(id);
  if (page === undefined) {
    io.stderr.write(`bulkhead: The page of ${id} is missing from this installation.\n`);
    return exitCodes.trouble;
  }
  io.stdout.write(renderPage(page, styleFor(io.stdout, io.env)));
  return exitCodes.fine;
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
