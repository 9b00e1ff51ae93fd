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
  /** The name of the file it is drawn in: the linted one, or for project rules a companion. */
  readonly file: string;
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
  /** Texts after the fixes, by the name of their file. */
  readonly fixed: ReadonlyMap<string, string>;
  readonly attributes: Readonly<Record<string, string>>;
}

const fencePattern = /^(?<indent> *)```(?<info>\S.*)\n(?<body>[\s\S]*?)^\k<indent>```\s*$/gm;
const markerPattern = /^(?<lead>\s*(?:#\s*)?)(?<carets>\^+)(?<open>…?)(?: (?<text>.*))?$/;

/** All examples of a page, in order. Throws on a fence that belongs to nothing, so that no example is lost silently. */
export function readExamples(
  page: string,
  language: 'compose' | 'dockerfile' | 'project',
): readonly Example[] {
  const usual = language === 'dockerfile' ? 'Dockerfile' : 'compose.yaml';
  const examples: Example[] = [];
  let companions: ExampleFile[] = [];
  let drawn: Marker[] = [];
  for (const match of page.matchAll(fencePattern)) {
    const { info = '', body = '' } = match.groups ?? {};
    const [, kind, ...rest] = info.trim().split(/\s+/);
    const attributes = Object.fromEntries(rest.map((word) => word.split('=', 2) as [string, string]));
    const line = page.slice(0, match.index).split('\n').length;
    if (kind === 'with') {
      const name = attributes.name ?? 'missing-name';
      // Findings of a project may lie in any of its files.
      const { text, markers } =
        language === 'project' ? readMarkers(body, name) : { text: body, markers: [] };
      companions.push({ name, text });
      drawn.push(...markers);
    } else if (kind === 'config') companions.push({ name: '.bulkhead.yaml', text: body });
    else if (kind === 'fixed') {
      const bad = examples.pop();
      if (bad?.kind !== 'bad') throw new Error(`line ${line}: a fixed example has to follow a bad one`);
      examples.push({ ...bad, fixed: new Map([...bad.fixed, [attributes.name ?? bad.file.name, body]]) });
    } else if (kind === 'bad' || kind === 'good') {
      const name = attributes.name ?? usual;
      const { text, markers } = readMarkers(body, name);
      const all = [...drawn, ...markers];
      examples.push({
        kind,
        line,
        file: { name, text },
        companions,
        markers: all,
        fixed: new Map(),
        attributes,
      });
      companions = [];
      drawn = [];
    } else if (kind !== undefined) throw new Error(`line ${line}: unknown kind of example '${kind}'`);
  }
  return examples;
}

function readMarkers(
  body: string,
  file: string,
): { readonly text: string; readonly markers: readonly Marker[] } {
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
    markers.push({ file, start, end, text: groups.text ?? '' });
  }
  return { text: kept.join('\n'), markers };
}
