import type { FormatName } from '../command-table.ts';
import type { Report } from '../report.ts';
import type { Style } from '../style.ts';
import { checkstyle } from './checkstyle.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { sarif } from './sarif.ts';
import { text } from './text.ts';

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

/** Every value of `--format`. */
export const formats: Readonly<Record<FormatName, Format>> = {
  text,
  json,
  sarif,
  github,
  gitlab,
  junit,
  checkstyle,
  markdown,
};
