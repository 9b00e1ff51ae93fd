/** Dockerfiles with much to fix: the bad examples of all pages, and the same in the other spellings Docker knows. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDockerfile } from '../../rules/model/dockerfile/parse.ts';
import { readExamples } from '../support/examples.ts';

const folder = join(import.meta.dirname, '..', '..', 'rules', 'dockerfile');

export interface FixedFile {
  /** The page it stands on, or a description. */
  readonly what: string;
  readonly name: string;
  /** Texts by name, companions included. */
  readonly texts: Readonly<Record<string, string>>;
}

/** The bad examples of all pages of Dockerfile rules. */
export function badExamples(): readonly FixedFile[] {
  return readdirSync(folder).flatMap((rule) => {
    const cases = join(folder, rule, 'cases');
    const pages = [
      join(folder, rule, 'README.md'),
      ...(existsSync(cases) ? readdirSync(cases).map((name) => join(cases, name)) : []),
    ];
    return pages
      .filter((page) => existsSync(page))
      .flatMap((page) =>
        readExamples(readFileSync(page, 'utf8'), 'dockerfile')
          .filter(({ kind }) => kind === 'bad')
          .map(({ file, companions, line }) => ({
            what: `${page.slice(folder.length + 1)}:${line}`,
            name: file.name,
            texts: Object.fromEntries([...companions, file].map(({ name, text }) => [name, text])),
          })),
      );
  });
}

/** The instructions of the files, FROM and what stands before it left out; comments inside are part of them. */
export function instructionTexts(files: readonly FixedFile[]): readonly string[] {
  const found = new Set<string>();
  for (const { name, texts } of files) {
    const file = parseDockerfile(`/${name}`, texts[name] ?? '');
    // Other escape characters, and text that is not closed, would change what follows.
    if (file.escape !== '\\' || file.problems.length > 0) continue;
    for (const { keyword, stage, start, end } of file.instructions)
      if (keyword !== 'FROM' && stage !== undefined) found.add(file.text.slice(start, end));
  }
  return [...found];
}

/** A text in another spelling; undefined where it has none. */
export type Spelling = (text: string) => string | undefined;

export const spellings: Readonly<Record<string, Spelling>> = {
  'as written': (text) => text,
  'with Windows line ends': (text) => text.replaceAll('\n', '\r\n'),
  'with the backtick as escape': withBacktick,
  'with comments and blank lines in continuations': (text) =>
    changed(text, text.replaceAll(/\\\n(?!#)/g, '\\\n# a comment inside\n\n')),
  'with every RUN continued': withContinuations,
  'in lower case and without a line end at the end': (text) => withLowerCase(text).replace(/\n+$/, ''),
};

function changed(text: string, other: string): string | undefined {
  return other === text ? undefined : other;
}

function withLowerCase(text: string): string {
  let result = '';
  let from = 0;
  for (const { keywordSpan } of parseDockerfile('/Dockerfile', text).instructions) {
    const { start, end } = keywordSpan;
    result += text.slice(from, start) + text.slice(start, end).toLowerCase();
    from = end;
  }
  return result + text.slice(from);
}

/** Backslashes that continue a line become backticks; a text that uses either otherwise stays away. */
function withBacktick(text: string): string | undefined {
  const { directives, instructions } = parseDockerfile('/Dockerfile', text);
  const isHeredoc = instructions.some(({ heredocs }) => heredocs.length > 0);
  const rest = text.replaceAll(/\\\n/g, '');
  if (isHeredoc || /[\\`]/.test(rest) || directives.some(({ name }) => name === 'escape')) return undefined;
  return `# escape=\`\n${text.replaceAll(/\\\n/g, '`\n')}`;
}

/** The lists of each RUN in shell form on lines of their own, with a comment between them. */
function withContinuations(text: string): string | undefined {
  const { instructions } = parseDockerfile('/Dockerfile', text);
  let result = '';
  let from = 0;
  for (const { keyword, json, heredocs, argumentsSpan, shell } of instructions) {
    if (keyword !== 'RUN' || json || heredocs.length > 0 || shell?.dialect !== 'posix') continue;
    const { start, end } = argumentsSpan ?? { start: 0, end: 0 };
    const written = text.slice(start, end);
    if (!written.includes(' && ') || /["'`\n]/.test(written)) continue;
    result += text.slice(from, start) + written.replaceAll(' && ', ' \\\n    # and then\n    && ');
    from = end;
  }
  return from === 0 ? undefined : result + text.slice(from);
}
