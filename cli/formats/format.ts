import type { FormatName } from '../command-table.ts';
import type { Report } from '../report.ts';
import type { Style } from '../style.ts';

/** What a format may know beside the report. */
export interface FormatInput {
  readonly style: Style;
  /** Characters a line of prose may have. */
  readonly columns: number;
  /** The pages of the rules in Markdown, by the rule's id. */
  readonly pages: ReadonlyMap<string, string>;
}

/** Puts a report into text for standard output, with its last line ended. */
export type Format = (report: Report, input: FormatInput) => string;

/** Every value of `--format`; each is loaded when it is wanted. */
const formats: Readonly<Record<FormatName, () => Promise<Format>>> = {
  text: async () => (await import('./text.ts')).text,
  json: async () => (await import('./json.ts')).json,
  sarif: async () => (await import('./sarif.ts')).sarif,
  github: async () => (await import('./github.ts')).github,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  junit: async () => (await import('./junit.ts')).junit,
  checkstyle: async () => (await import('./checkstyle.ts')).checkstyle,
  markdown: async () => (await import('./markdown.ts')).markdown,
};

export function loadFormat(name: FormatName): Promise<Format> {
  return formats[name]();
}
