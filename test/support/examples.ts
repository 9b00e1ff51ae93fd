/**
 * Reads the examples of rule pages. A fence's first word is its language, its second what it is (`bad`, `fixed`,
 * `good`, `with`, `config`), the rest `key=value` attributes; CONTRIBUTING.md describes the format for authors.
 */

export interface ExampleFile {
  readonly name: string;
  readonly text: string;
}

/** A range drawn under a line of a bad example, in offsets of the text without marker lines. */
export interface Marker {
  readonly start: number;
  /** Undefined where the carets end in `…`: the range goes on beyond the line. */
  readonly end: number | undefined;
  readonly text: string;
}

export interface Example {
  readonly kind: 'bad' | 'good';
  /** Line of the fence in its page, 1-based, for messages. */
  readonly line: number;
  readonly file: ExampleFile;
  readonly companions: readonly ExampleFile[];
  readonly markers: readonly Marker[];
  readonly fixed: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

const fencePattern = /^(?<indent> *)```(?<info>\S.*)\n(?<body>[\s\S]*?)^\k<indent>```\s*$/gm;
const markerPattern = /^(?<lead>\s*(?:#\s*)?)(?<carets>\^+)(?<open>…?)(?: (?<text>.*))?$/;

/** All examples of a page, in order. Throws on a fence that belongs to nothing, so that no example is lost silently. */
export function readExamples(page: string, language: 'compose' | 'dockerfile'): readonly Example[] {
  const usual = language === 'compose' ? 'compose.yaml' : 'Dockerfile';
  const examples: Example[] = [];
  let companions: ExampleFile[] = [];
  for (const match of page.matchAll(fencePattern)) {
    const { info = '', body = '' } = match.groups ?? {};
    const [, kind, ...rest] = info.trim().split(/\s+/);
    const attributes = Object.fromEntries(rest.map((word) => word.split('=', 2) as [string, string]));
    const line = page.slice(0, match.index).split('\n').length;
    if (kind === 'with') companions.push({ name: attributes.name ?? 'missing-name', text: body });
    else if (kind === 'config') companions.push({ name: '.bulkhead.yaml', text: body });
    else if (kind === 'fixed') {
      const bad = examples.pop();
      if (bad?.kind !== 'bad') throw new Error(`line ${line}: a fixed example has to follow a bad one`);
      examples.push({ ...bad, fixed: body });
    } else if (kind === 'bad' || kind === 'good') {
      const { text, markers } = readMarkers(body);
      const file = { name: attributes.name ?? usual, text };
      examples.push({ kind, line, file, companions, markers, fixed: undefined, attributes });
      companions = [];
    } else if (kind !== undefined) throw new Error(`line ${line}: unknown kind of example '${kind}'`);
  }
  return examples;
}

function readMarkers(body: string): { readonly text: string; readonly markers: readonly Marker[] } {
  const kept: string[] = [];
  const markers: Marker[] = [];
  let offset = 0;
  for (const line of body.split('\n')) {
    const groups = markerPattern.exec(line)?.groups;
    if (groups === undefined) {
      kept.push(line);
      offset += line.length + 1;
      continue;
    }
    const previous = kept.at(-1) ?? '';
    const start = offset - previous.length - 1 + (groups.lead?.length ?? 0);
    const end = groups.open === '…' ? undefined : start + (groups.carets?.length ?? 0);
    markers.push({ start, end, text: groups.text ?? '' });
  }
  return { text: kept.join('\n'), markers };
}
