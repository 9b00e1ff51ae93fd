import type { Report } from '../report.ts';
import type { Style } from '../style.ts';
import { github } from './github.ts';
import { json } from './json.ts';
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
export const formats = { text, json, sarif, github } as const satisfies Record<string, Format>;
