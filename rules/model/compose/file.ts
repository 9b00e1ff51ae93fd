import type { Problem, Span } from '../place.ts';
import type { ComposeFile } from './types.ts';
import { indexYaml, type YamlIndex } from './yaml-index.ts';
import type { YamlMapping, YamlNode, YamlPair } from './yaml-node.ts';
import { readYaml } from './yaml-read.ts';

/** Reads one Compose file as far as it can be read. Depends on nothing but its arguments, and never throws. */
export function parseComposeFile(path: string, text: string): ComposeFile {
  const { roots, comments, multilineScalars, problems, brokenAt } = readYaml(path, text);
  let index: YamlIndex | undefined;
  const services = roots.flatMap((root) => servicePairs(root));
  const structural = problems.length > 0 ? [] : structuralProblems(path, text, roots);
  return {
    path,
    text,
    comments,
    problems: [...problems, ...structural],
    serviceKeys: services.map(({ name, key }) => ({ name, place: { path, ...key } })),
    indent: indentOf(text, roots),
    lineEnding: text.includes('\r\n') ? '\r\n' : '\n',
    multilineScalars,
    roots,
    brokenAt,
    get index() {
      index ??= indexYaml(roots);
      return index;
    },
  };
}

/** The pairs below `services` that are services; x- keys are the user's own. */
function servicePairs(root: YamlNode): readonly YamlPair[] {
  const services = root.kind === 'mapping' ? sectionOf(root, 'services') : undefined;
  return services?.pairs.filter((pair) => !pair.isMerge && !pair.name.startsWith('x-')) ?? [];
}

function sectionOf(root: YamlMapping, name: string): YamlMapping | undefined {
  const value = root.pairs.findLast((pair) => pair.name === name)?.value;
  return value?.kind === 'mapping' ? value : undefined;
}

/** What Compose would say of a text that is YAML, but no Compose file. */
function structuralProblems(path: string, text: string, roots: readonly YamlNode[]): readonly Problem[] {
  const problem = (span: Span, message: string): Problem => ({ path, ...firstLine(span, text), message });
  if (roots.length === 0) {
    return [problem({ start: 0, end: 0 }, 'The file is empty. A Compose file holds a `services` mapping.')];
  }
  return roots.flatMap((root) => {
    if (root.kind !== 'mapping') {
      return problem(
        root,
        `A Compose file is a mapping with a \`services\` key, but this is a ${nameOf(root)}.`,
      );
    }
    return [
      ...root.pairs
        .filter((pair) => pair.name === 'services' && isWrong(pair.value))
        .map((pair) =>
          problem(
            pair.key,
            `\`services\` must be a mapping of service names, but it is a ${nameOf(pair.value)}.`,
          ),
        ),
      ...servicePairs(root)
        .filter((pair) => isWrong(pair.value))
        .map((pair) =>
          problem(pair.key, `A service must be a mapping, but this is a ${nameOf(pair.value)}.`),
        ),
    ];
  });
}

/** Nothing at all is what a key has while its value is being typed. */
function isWrong(node: YamlNode): boolean {
  if (node.kind === 'alias') return node.target !== undefined && isWrong(node.target);
  return node.kind === 'sequence' || (node.kind === 'scalar' && !node.isNull && node.tag === undefined);
}

function nameOf(node: YamlNode): string {
  if (node.kind === 'alias') return node.target === undefined ? 'value' : nameOf(node.target);
  return node.kind === 'sequence' ? 'list' : 'single value';
}

function firstLine({ start, end }: Span, text: string): Span {
  const lineEnd = text.slice(start, end).search(/\r?\n/);
  return { start, end: lineEnd === -1 ? end : start + lineEnd };
}

/** How far the first nested block stands from its key; two blanks where nothing is nested yet. */
function indentOf(text: string, roots: readonly YamlNode[]): number {
  for (const root of roots) {
    if (root.kind !== 'mapping' || root.flow) continue;
    for (const pair of root.pairs) {
      const { value } = pair;
      if (value.kind !== 'mapping' || value.flow) continue;
      const indent = columnOf(text, value.start) - columnOf(text, pair.start);
      if (indent > 0) return indent;
    }
  }
  return 2;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
