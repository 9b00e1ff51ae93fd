/** Texts that people wrote: the examples, those of all pages, and awesome-compose where it is on this machine. */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseDocument } from 'yaml';
import { languageOfName } from '../../../rules/index.ts';
import { parseDockerfile } from '../../../rules/model/dockerfile/parse.ts';
import { root } from '../../../scripts/root.ts';
import { readExamples } from '../../support/examples.ts';
import type { Workspace } from '../workspace.ts';

/** Files beyond this are left out, so that what is made of several stays an input of ordinary size. */
const mostCharacters = 16_384;

/** The examples of all pages, each with its companions. */
function pageWorkspaces(): readonly Workspace[] {
  const pages = globSync('rules/*/*/{README.md,cases/*.md}', { cwd: root }).sort();
  return pages.flatMap((page) => {
    const language = page.startsWith('rules/dockerfile')
      ? 'dockerfile'
      : page.startsWith('rules/project')
        ? 'project'
        : 'compose';
    return readExamples(readFileSync(join(root, page), 'utf8'), language).map(({ file, companions }) => ({
      files: Object.fromEntries([...companions, file].map(({ name, text }) => [name, text])),
    }));
  });
}

/** Folders on the disk that hold a Compose file, with everything below them. */
function folderWorkspaces(parent: string): readonly Workspace[] {
  if (!existsSync(parent)) return [];
  const composeFiles = globSync('**/*', { cwd: parent })
    .filter((path) => languageOfName(path) === 'compose')
    .sort();
  const folders = [...new Set(composeFiles.map((path) => dirname(path)))];
  return folders.map((name) => {
    const base = join(parent, name);
    const paths = globSync(['**/*', '**/.*'], { cwd: base }).filter((path) => {
      const facts = statSync(join(base, path));
      return facts.isFile() && facts.size <= mostCharacters;
    });
    return {
      files: Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(base, path), 'utf8')])),
    };
  });
}

/** Everything there is, in an order that is the same on every run. */
export function realWorkspaces(): readonly Workspace[] {
  return [
    ...pageWorkspaces(),
    ...folderWorkspaces(join(root, 'examples')),
    ...folderWorkspaces(join(root, '..', 'shared', 'corpus', 'awesome-compose')),
  ].filter(({ files }) => Object.keys(files).length > 0);
}

/** All texts of workspaces in a language. */
function textsIn(workspaces: readonly Workspace[], language: string): readonly string[] {
  return workspaces.flatMap(({ files }) =>
    Object.entries(files).flatMap(([name, text]) => (languageOfName(name) === language ? [text] : [])),
  );
}

/** The instructions of real Dockerfiles, FROM left out, each once. */
export function realInstructions(workspaces: readonly Workspace[]): readonly string[] {
  const found = new Set<string>();
  for (const text of textsIn(workspaces, 'dockerfile')) {
    const file = parseDockerfile('/Dockerfile', text);
    // Other escape characters, and text that is not closed, would change what follows.
    if (file.escape !== '\\' || file.problems.length > 0) continue;
    for (const { keyword, start, end } of file.instructions)
      if (keyword !== 'FROM') found.add(file.text.slice(start, end));
  }
  return [...found];
}

/** A key of a service with its value, as lines without the indentation of the key. */
export interface RealPart {
  readonly key: string;
  readonly lines: readonly string[];
}

/** The parts of services, and of what stands beside `services`, in real Compose files. */
export function realParts(workspaces: readonly Workspace[]): {
  readonly service: readonly RealPart[];
  readonly top: readonly RealPart[];
} {
  const service = new Map<string, RealPart>();
  const top = new Map<string, RealPart>();
  for (const text of textsIn(workspaces, 'compose')) {
    const document = parseDocument(text);
    if (document.errors.length > 0 || text.includes('\r')) continue;
    for (const [at, key] of blockKeys(text, 0)) {
      const part = partAt(text, at, key);
      if (key !== 'services') top.set(part.lines.join('\n'), part);
      else {
        for (const [serviceAt] of blockKeys(part.lines.join('\n'), 1)) {
          const body = part.lines.slice(serviceAt + 1);
          const inner = dedented(untilDedent(body)).join('\n');
          for (const [partAtLine, name] of blockKeys(inner, 0)) {
            const found = partAt(inner, partAtLine, name);
            service.set(found.lines.join('\n'), found);
          }
        }
      }
    }
  }
  return { service: [...service.values()], top: [...top.values()] };
}

const depthOf = (line: string) => /^ */.exec(line)?.[0].length ?? 0;
const keyPattern = /^( *)([\w.-]+):(?: |$)/;

/** Lines with a key at a depth: the left margin, or the first one below it. */
function blockKeys(text: string, level: 0 | 1): readonly (readonly [line: number, key: string])[] {
  const lines = text.split('\n');
  const first = lines.slice(1).find((line) => keyPattern.test(line) && depthOf(line) > 0);
  const depth = level === 0 ? 0 : depthOf(first ?? '');
  if (level === 1 && depth === 0) return [];
  return lines.flatMap((line, index): readonly (readonly [number, string])[] => {
    const key = keyPattern.exec(line);
    return key?.[1]?.length === depth ? [[index, key[2] ?? '']] : [];
  });
}

function partAt(text: string, line: number, key: string): RealPart {
  const lines = text.split('\n');
  const rest = lines.slice(line + 1);
  return { key, lines: [lines[line] ?? '', ...untilDedent(rest, 0)] };
}

/** The lines before the first that is not indented deeper than `depth`, or than the first line is. */
function untilDedent(lines: readonly string[], depth?: number): readonly string[] {
  const least = depth === undefined ? depthOf(lines[0] ?? '') : depth + 1;
  const isInside = (line: string) => line.trim() === '' || depthOf(line) >= least || /^- /.test(line);
  const end = lines.findIndex((line) => !isInside(line));
  const inside = end < 0 ? [...lines] : lines.slice(0, end);
  while (inside.at(-1)?.trim() === '') inside.pop();
  return inside;
}

function dedented(lines: readonly string[]): readonly string[] {
  const depth = depthOf(lines[0] ?? '');
  return lines.map((line) => line.slice(Math.min(depth, depthOf(line))));
}

/** The words and signs of texts, each once, for mutations that stay close to the languages. */
export function dictionaryOf(workspaces: readonly Workspace[]): readonly string[] {
  const found = new Set<string>();
  for (const { files } of workspaces) {
    for (const text of Object.values(files))
      for (const [word] of text.matchAll(/[\w./$@-]{1,40}|[^\s\w]{1,3}/g)) found.add(word);
  }
  return [...found].sort();
}
