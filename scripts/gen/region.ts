/** Parts of hand-written pages that are generated, between two marker lines. */

/**
 * Replaces what stands between the marker lines. Throws where they are not there exactly once, in this order, because
 * text that silently stays as it is would look up to date.
 */
export function replaceRegion(text: string, open: string, close: string, body: string): string {
  const lines = text.split('\n');
  const from = lines.indexOf(open);
  const to = lines.indexOf(close);
  if (from < 0 || to < from || lines.lastIndexOf(open) !== from || lines.lastIndexOf(close) !== to) {
    throw new Error(`expected the lines '${open}' and '${close}' once each, in this order`);
  }
  return [...lines.slice(0, from + 1), ...body.split('\n'), ...lines.slice(to)].join('\n');
}

/** A Markdown table; cells are escaped, so that a `|` in a text does not open a column. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
