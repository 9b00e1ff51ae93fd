/** A fenced block of a Markdown page. */
export interface Fence {
  /** What stands after the opening backticks. */
  readonly info: string;
  readonly body: string;
  /** Line of the opening backticks, 1-based. */
  readonly line: number;
}

export function fences(page: string): readonly Fence[] {
  return [...page.matchAll(/^( *)(`{3,})(\S.*)?\n([\s\S]*?)^\1\2 *$/gm)].map((match) => ({
    info: (match[3] ?? '').trim(),
    body: match[4] ?? '',
    line: page.slice(0, match.index).split('\n').length,
  }));
}

/** The page without its fenced blocks, whose content is not prose. */
export function prose(page: string): string {
  return page.replace(/^( *)(`{3,})(\S.*)?\n[\s\S]*?^\1\2 *$/gm, '');
}
