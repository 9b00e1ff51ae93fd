import type { Edit, Span } from '../../model/place.ts';
import type { Subject } from '../run.ts';
import type { CommentedFile } from './apply.ts';
import { commentedFiles } from './commented.ts';
import { readPragmas } from './pragmas.ts';

/** What an ignore comment is to cover. */
export type IgnoreScope = 'line' | 'service' | 'stage' | 'file';

export interface IgnoreComment {
  readonly edit: Edit;
  /** Where the reason's placeholder stands after the edit, for the editor to select. */
  readonly placeholder: { readonly start: number; readonly end: number };
}

export const reasonPlaceholder = 'reason';

/**
 * The edit that silences `rules` at an offset of a file: a comment of its own line above the target, or more ids in the
 * comment of that scope that stands there already. Undefined where no comment can stand.
 */
export function ignoreComment(
  subject: Subject,
  path: string,
  offset: number,
  scope: IgnoreScope,
  rules: readonly string[],
): IgnoreComment | undefined {
  const file = commentedFiles(subject).find((candidate) => candidate.path === path);
  if (file === undefined) return undefined;
  const { text } = file;
  const wanted = scope === 'line' ? 'next' : scope;
  const target = scope === 'file' ? fileTop(text) : lineStart(text, standingPlace(file, offset));
  const existing = file.comments
    .flatMap((comment) => readPragmas(comment, text))
    .find(
      (pragma) =>
        pragma.tool === 'bulkhead' &&
        pragma.scope === wanted &&
        // A last day was decided for the rules that stand there, and may have passed.
        pragma.until === undefined &&
        (scope === 'file' || (pragma.comment.ownLine && followingLine(text, pragma.comment.end) === target)),
    );
  const last = existing?.ids.at(-1);
  if (existing !== undefined && last !== undefined) {
    const missing = rules.filter((rule) => !existing.ids.some(({ id }) => id === rule));
    const added = missing.map((rule) => `,${rule}`).join('');
    const caret = last.end + added.length;
    if (existing.reason === undefined) {
      // Where the configuration requires reasons, a comment without one silences nothing.
      const { end } = existing.comment;
      const options = text.slice(last.end, end).trimEnd().replace(/--$/, '').trimEnd();
      const lead = `${added}${options} -- `;
      const start = last.end + lead.length;
      return {
        edit: { path, start: last.end, end, text: lead + reasonPlaceholder },
        placeholder: { start, end: start + reasonPlaceholder.length },
      };
    }
    // The comment keeps its reason, which nobody wants to type over by accident.
    return {
      edit: { path, start: last.end, end: last.end, text: added },
      placeholder: { start: caret, end: caret },
    };
  }
  const indentation = scope === 'file' ? '' : (/^[ \t]*/.exec(text.slice(target))?.[0] ?? '');
  const keyword = scope === 'line' ? 'ignore' : `ignore-${scope}`;
  const lead = `${indentation}# bulkhead ${keyword}=${rules.join(',')} -- `;
  const lineEnding = text.includes('\r\n') ? '\r\n' : '\n';
  const start = target + lead.length;
  return {
    edit: { path, start: target, end: target, text: `${lead}${reasonPlaceholder}${lineEnding}` },
    placeholder: { start, end: start + reasonPlaceholder.length },
  };
}

/** Inside a block scalar or a heredoc a `#` is content, so the comment goes above the whole scalar or instruction. */
function standingPlace(file: CommentedFile, offset: number): number {
  const holds = (span: Span) => span.start <= offset && offset <= span.end;
  if (!file.opaque.some(holds)) return offset;
  return file.units.find(holds)?.start ?? offset;
}

/** Parser directives lose their meaning below a comment, so a file comment goes below them. */
function fileTop(text: string): number {
  let position = 0;
  for (const line of text.split('\n')) {
    if (!/^\s*#\s*(?:syntax|escape|check)\s*=/i.test(line) && !line.startsWith('#!')) break;
    position += line.length + 1;
  }
  return Math.min(position, text.length);
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** The start of the next line that is neither blank nor a comment. */
function followingLine(text: string, offset: number): number {
  let start = text.indexOf('\n', offset) + 1;
  while (start > 0 && start < text.length) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end).trim();
    if (line !== '' && !line.startsWith('#')) return start;
    start = end + 1;
  }
  return text.length;
}
