import type { Style } from '../style.ts';

/**
 * A rule's page for reading on a terminal: the Markdown stays as it is, because it reads well, without the comments that
 * only tools need; with colours, headings and code stand out.
 */
export function renderPage(markdown: string, style: Style): string {
  const text = `${markdown
    .replace(/<!--[\s\S]*?-->\n*/g, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
  if (!style.colours) return text;
  let fenced = false;
  const lines = text.split('\n').map((line) => {
    if (line.startsWith('```')) {
      fenced = !fenced;
      return style.faint(line);
    }
    if (fenced) return style.info(line);
    if (/^#{1,6} /.test(line)) return style.strong(line);
    return line.replace(/`[^`]+`/g, (code) => style.info(code));
  });
  return lines.join('\n');
}
