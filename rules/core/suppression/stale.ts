import type { Edit, Span } from '../../model/place.ts';
import type { Report } from '../rule.ts';
import type { Pragma, PragmaUse } from './apply.ts';

/** The messages that the stale-suppression rules of both languages share. */
export const staleMessages = {
  unused: "The suppression of '{id}' silences nothing.",
  unknown: "The suppression names '{id}', which is no rule.",
  expired: 'The suppression ended on {until}.',
} as const;

export const staleHelp =
  'A comment that silences nothing hides the next real finding of that rule, and readers take it for a decision somebody made. Delete the id or the comment; where the date has passed, decide anew.';

/** Reports what is stale about Bulkhead's own suppression comments; peers' pragmas are theirs to judge. */
export function reportStale(
  pragmas: readonly PragmaUse[],
  textOf: (path: string) => string | undefined,
  report: Report<keyof typeof staleMessages>,
): void {
  for (const use of pragmas) {
    const text = textOf(use.path);
    if (text === undefined) continue;
    const { path, pragma } = use;
    const whole = { path, start: pragma.comment.start, end: pragma.comment.end };
    if (use.expired) {
      const edits = deleteComment(path, pragma, text);
      report('expired', {
        at: whole,
        data: { until: pragma.until ?? '' },
        tags: ['unnecessary'],
        fixes: [deletion(edits)],
      });
      continue;
    }
    const stale = [
      ...use.unknown.map((id) => ['unknown', id] as const),
      ...use.unused.map((id) => ['unused', id] as const),
    ];
    for (const [message, { id, start, end }] of stale) {
      const edits =
        stale.length === pragma.ids.length
          ? deleteComment(path, pragma, text)
          : deleteId(path, pragma, { start, end });
      report(message, {
        at: { path, start, end },
        data: { id },
        tags: ['unnecessary'],
        fixes: [deletion(edits)],
      });
    }
  }
}

function deletion(edits: readonly Edit[]) {
  return { title: 'Delete the stale suppression', safety: 'safe', edits } as const;
}

/** A comment of its own goes with its line, a trailing one with the blanks before it. */
function deleteComment(path: string, pragma: Pragma, text: string): readonly Edit[] {
  const { start, end, ownLine } = pragma.comment;
  if (!ownLine) return [{ path, start: start - trailingBlanks(text, start), end, text: '' }];
  const lineStart = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  return [{ path, start: lineStart, end: newline < 0 ? text.length : newline + 1, text: '' }];
}

function trailingBlanks(text: string, offset: number): number {
  return offset - text.slice(0, offset).trimEnd().length;
}

function deleteId(path: string, pragma: Pragma, span: Span): readonly Edit[] {
  const index = pragma.ids.findIndex((id) => id.start === span.start);
  const next = pragma.ids[index + 1];
  const previous = pragma.ids[index - 1];
  if (next !== undefined) return [{ path, start: span.start, end: next.start, text: '' }];
  return [{ path, start: previous?.end ?? span.start, end: span.end, text: '' }];
}
