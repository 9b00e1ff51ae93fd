import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Place } from '../rules/index.ts';

/** A position as in LSP: line and character from 0, characters in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Turns the offsets of findings into lines and characters. The one way out of offsets, for programs and the command line. */
export interface Positions {
  range(place: Place): Range;
  /** The text of a line without its end; empty where the file or the line is not known. */
  line(path: string, line: number): string;
}

/**
 * The conversion is that of the editor's own document type, so that both sides count lines alike, whatever ends them.
 * Each file is indexed once.
 */
export function positionsIn(textOf: (path: string) => string | undefined): Positions {
  const documents = new Map<string, TextDocument>();
  const documentOf = (path: string): TextDocument => {
    const known = documents.get(path);
    if (known !== undefined) return known;
    const made = TextDocument.create(path, '', 0, textOf(path) ?? '');
    documents.set(path, made);
    return made;
  };
  return {
    range({ path, start, end }) {
      const document = documentOf(path);
      return { start: document.positionAt(start), end: document.positionAt(end) };
    },
    line(path, line) {
      const document = documentOf(path);
      if (line >= document.lineCount) return '';
      const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
      return text.replace(/(?<![\r\n])[\r\n]+$/, '');
    },
  };
}
