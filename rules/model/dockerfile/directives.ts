/** Parser directives: `# name=value` comments at the very top (BuildKit's parser/directives.go). */
import type { Dockerfile } from './types.ts';

type Directive = Dockerfile['directives'][number];

const known = new Set(['syntax', 'escape', 'check']);

/** Directives end at the first line that does not look like one. A name that is none is passed over. */
export function readDirectives(file: string, from: number): readonly Directive[] {
  const directives: Directive[] = [];
  let at = from;
  // BuildKit passes over a shebang when it looks for `syntax` and `check`, but not when it looks for `escape`.
  const hasShebang = file.startsWith('#!', at);
  if (hasShebang) at = endOfLine(file, at) + 1;
  while (at < file.length) {
    const end = endOfLine(file, at);
    const line = file.slice(at, end);
    const match = /^\s*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(\S.*)$/.exec(line.trimEnd());
    const value = match?.[2];
    if (match === null || value === undefined) break;
    const name = match[1]?.toLowerCase() ?? '';
    const valueStart = at + match[0].length - value.length;
    const counts = known.has(name) && !(hasShebang && name === 'escape');
    if (counts && !directives.some((earlier) => earlier.name === name)) {
      directives.push({
        name,
        value,
        valueSpan: { start: valueStart, end: valueStart + value.length },
        span: { start: at + line.indexOf('#'), end: valueStart + value.length },
      });
    }
    at = end + 1;
  }
  return directives;
}

function endOfLine(file: string, from: number): number {
  const newline = file.indexOf('\n', from);
  return newline < 0 ? file.length : newline;
}

export function escapeOf(directives: readonly Directive[]): '\\' | '`' {
  return directives.some(({ name, value }) => name === 'escape' && value === '`') ? '`' : '\\';
}
