/** Text files whose content an instruction spells out: what a shell text writes, and heredocs of COPY and ADD. */
import type { Span } from '../place.ts';
import { fileName } from '../shell/paths.ts';
import type { ShellCommand, WrittenLine } from '../shell/types.ts';
import type { Dockerfile, Instruction } from './types.ts';

export interface BuiltFile {
  /** The path, with unknown parts as written (`$HOME/.npmrc`). */
  readonly path: string;
  /** Its last segment. */
  readonly name: string;
  /** The lines that are not blank. */
  readonly lines: readonly WrittenLine[];
  /** The command that makes the text; undefined for COPY and ADD. */
  readonly writer: ShellCommand | undefined;
  /** True where the rest of the file stays, as for `>>` and for what sed changes in place. */
  readonly append: boolean;
}

/** The files that an instruction writes, in order. */
export function builtFiles(file: Dockerfile, instruction: Instruction): readonly BuiltFile[] {
  const { shell, keyword, heredocs, args } = instruction;
  const files: BuiltFile[] = [];
  for (const { path, pathSpan, lines, writer, append } of shell?.writtenFiles ?? []) {
    const whole = path.known
      ? path.value
      : file.text.slice(pathSpan.start, pathSpan.end).replace(/["']/g, '');
    files.push({ path: whole, name: fileName(whole), lines, writer, append });
  }
  if (keyword !== 'COPY' && keyword !== 'ADD') return files;
  const last = args.at(-1);
  const target = last?.resolved.known ? last.resolved.value : (last?.text ?? '');
  const isFolder = target.endsWith('/') || args.length > 2;
  for (const { name, body } of heredocs) {
    const whole = isFolder ? `${target.replace(/\/$/, '')}/${name}` : target;
    const lines: WrittenLine[] = [];
    let start = 0;
    for (const text of body.text.split('\n')) {
      if (text.trim() !== '')
        lines.push({ ...body.span(start, start + text.length), text, known: !text.includes('$') });
      start += text.length + 1;
    }
    files.push({ path: whole, name: fileName(whole), lines, writer: undefined, append: false });
  }
  return files;
}

/** The place of a part of a line; the whole line where the file spells it otherwise (escapes, variables). */
export function inLine(file: Dockerfile, line: WrittenLine, part: string): Span {
  const at = line.text.indexOf(part);
  const isExact = file.text.slice(line.start, line.end) === line.text;
  if (!isExact || at < 0) return { start: line.start, end: line.end };
  return { start: line.start + at, end: line.start + at + part.length };
}
