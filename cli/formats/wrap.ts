import { widthOf } from './frame.ts';

/** Breaks prose at blanks so that no line is wider than `columns`, where its words allow that. */
export function wrap(prose: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of prose.split(/\s+/)) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}
