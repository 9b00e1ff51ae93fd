/** Other readers of shell, for comparison: bash, and shfmt (Debian package shfmt), whose `-tojson` prints its tree. */
import { spawnSync } from 'node:child_process';
import type { Span } from '../../rules/model/place.ts';

/** A command as a reader sees it: where its word stands, and its name where that is written out. */
export interface SeenCommand extends Span {
  readonly name: string | undefined;
}

function answers(program: string, args: readonly string[], input: string): boolean {
  return spawnSync(program, args, { input }).status === 0;
}

/** Version 3.7 renamed the option. */
const jsonOption = ['--to-json', '-tojson'].find((option) => answers('shfmt', [option], 'a\n'));

export const noShfmt =
  jsonOption === undefined ? 'shfmt (Debian package shfmt) is not on the PATH' : (false as const);
export const noBash = answers('bash', ['-n'], 'a\n') ? (false as const) : 'bash is not on the PATH';

/** Whether bash takes the text for a script. About a wrong `[[` it only complains, without failing. */
export function bashAccepts(text: string): boolean {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
  const complaints = stderr.split('\n').filter((line) => line !== '' && !line.includes(': warning: '));
  return status === 0 && complaints.length === 0;
}

type Tree = Readonly<Record<string, unknown>>;

/** The simple commands that shfmt finds, in order; undefined where it refuses the text. */
export function shfmtCommands(text: string): readonly SeenCommand[] | undefined {
  const { status, stdout } = spawnSync('shfmt', [jsonOption ?? '', '-ln', 'bash'], {
    input: text,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) return undefined;
  const place = placesInText(text);
  const found: SeenCommand[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (isTree(value)) {
      const seen = commandAt(value, place);
      if (seen !== undefined) found.push(seen);
      for (const child of Object.values(value)) visit(child);
    }
  };
  visit(JSON.parse(stdout));
  return found.sort((one, other) => one.start - other.start);
}

/** The same for several scripts, with places in each of them: the program takes most of its time to start. */
export function shfmtCommandsOfEach(
  scripts: readonly string[],
): readonly (readonly SeenCommand[])[] | undefined {
  const commands = shfmtCommands(joined(scripts));
  if (commands === undefined) return undefined;
  let from = 0;
  let next = 0;
  return scripts.map((script) => {
    const first = next;
    const end = from + script.length;
    while ((commands[next]?.start ?? Number.POSITIVE_INFINITY) < end) next++;
    const own = commands
      .slice(first, next)
      .map(({ start, end: stop, name }) => ({ start: start - from, end: stop - from, name }));
    from = end + 1;
    return own;
  });
}

/** Scripts in a row are a script. */
export function joined(scripts: readonly string[]): string {
  return scripts.map((script) => `${script}\n`).join('');
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}

function listOf(value: unknown): readonly Tree[] {
  return Array.isArray(value) ? value.filter(isTree) : [];
}

function commandAt(node: Tree, place: (span: Tree) => Span): SeenCommand | undefined {
  if (node.Type === 'CallExpr') {
    const [word] = listOf(node.Args);
    return word && { ...place(word), name: lastSegment(literalOf(listOf(word.Parts))) };
  }
  // `export`, `local` and the like, whose word is a node of its own.
  if (node.Type === 'DeclClause' && isTree(node.Variant)) {
    return { ...place(node.Variant), name: String(node.Variant.Value) };
  }
  return undefined;
}

/** What the parts of a word come to; undefined where one of them is expanded. */
function literalOf(parts: readonly Tree[]): string | undefined {
  let text = '';
  for (const part of parts) {
    if (part.Type === 'Lit') text += String(part.Value).replace(/\\(.)/gs, '$1');
    else if (part.Type === 'SglQuoted' && part.Dollar !== true) text += String(part.Value ?? '');
    else if (part.Type === 'DblQuoted') {
      const inner = literalOf(listOf(part.Parts));
      if (inner === undefined) return undefined;
      text += inner;
    } else return undefined;
  }
  return text;
}

function lastSegment(path: string | undefined): string | undefined {
  return path?.split('/').at(-1) || undefined;
}

/** shfmt counts bytes of UTF-8, the model UTF-16 code units. */
function placesInText(text: string): (node: Tree) => Span {
  const bytes = Buffer.from(text);
  const isPlain = bytes.length === text.length;
  const offset = (at: unknown) => {
    if (!isTree(at)) return -1;
    const index = Number(at.Offset);
    return isPlain ? index : bytes.subarray(0, index).toString('utf8').length;
  };
  return (node) => ({ start: offset(node.Pos), end: offset(node.End) });
}
