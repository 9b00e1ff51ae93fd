/** Changes of texts that know no grammar: of characters, tokens, lines and bytes. */
import fc from 'fast-check';
import type { Workspace } from '../workspace.ts';
import { loneDockerfiles, projects, real } from './compose.ts';
import { suppressions } from './suppressions.ts';
import { words } from './words.ts';

/** Everything that is looked at together stays within the size that the laws speak of. */
const mostCharacters = 65_536;

interface Mutation {
  readonly kind:
    | 'delete'
    | 'insert'
    | 'replace'
    | 'repeat'
    | 'swap lines'
    | 'move'
    | 'indent'
    | 'comment'
    | 'cut'
    | 'byte'
    | 'line ends';
  /** Where, as a part of the whole. */
  readonly at: number;
  readonly length: number;
  readonly text: string;
  readonly comment: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(
    'delete',
    'insert',
    'insert',
    'replace',
    'replace',
    'repeat',
    'swap lines',
    'move',
    'indent',
    'comment',
    'cut',
    'byte',
    'line ends',
  ),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 80 })),
  text: words,
  comment: suppressions,
});

function mutated(text: string, { kind, at, length, text: other, comment }: Mutation): string {
  const start = Math.floor(at * text.length);
  const end = Math.min(text.length, start + length);
  const lineStart = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const before = text.slice(0, start);
  switch (kind) {
    case 'delete':
      return before + text.slice(end);
    case 'insert':
      return before + other + text.slice(start);
    case 'replace':
      return before + text.slice(start).replace(/[\w.-]+|[^\w\s]/, () => other);
    case 'repeat':
      return before + text.slice(start, end).repeat(1 + (length % 3)) + text.slice(start);
    case 'swap lines': {
      const lines = text.split('\n');
      const index = Math.floor(at * lines.length);
      const [line = ''] = lines.splice(index, 1);
      lines.splice((index + length) % (lines.length + 1), 0, line);
      return lines.join('\n');
    }
    case 'move':
      return text.slice(end) + text.slice(start, end) + before;
    case 'indent':
      return text.slice(0, lineStart) + ' '.repeat(length % 5) + text.slice(lineStart).replace(/^ {0,2}/, '');
    case 'comment': {
      const indentation = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
      return `${text.slice(0, lineStart)}${indentation}${comment}\n${text.slice(lineStart)}`;
    }
    case 'cut':
      return before;
    case 'byte': {
      const bytes = new TextEncoder().encode(text);
      const index = Math.floor(at * bytes.length);
      bytes[index] = ((bytes[index] ?? 0) ^ (1 << (length % 8))) & 0xff;
      return new TextDecoder().decode(bytes);
    }
    case 'line ends':
      return text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\n', '\r\n');
  }
}

/** Files changed at random. */
export function changed(workspaces: fc.Arbitrary<Workspace>, most: number): fc.Arbitrary<Workspace> {
  return fc
    .tuple(workspaces, fc.array(fc.tuple(fc.nat(20), mutation), { minLength: 1, maxLength: most }))
    .map(([{ files }, changes]) => {
      const names = Object.keys(files);
      const texts = { ...files };
      for (const [which, change] of changes) {
        const name = names[which % names.length];
        if (name !== undefined) texts[name] = mutated(texts[name] ?? '', change).slice(0, mostCharacters);
      }
      return { files: texts };
    });
}

/** All there is: by grammar, by mutation of real texts and by mutation of those. */
export const anyWorkspace: fc.Arbitrary<Workspace> = fc.oneof(
  { weight: 3, arbitrary: projects },
  { weight: 2, arbitrary: loneDockerfiles },
  { weight: 3, arbitrary: changed(real, 6) },
  { weight: 1, arbitrary: changed(fc.oneof(projects, loneDockerfiles), 4) },
);
