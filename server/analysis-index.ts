import { type Analysis, collect, type Finding, type StageUse, usesIn } from '../rules/index.ts';

/** What looking at one file gave. Kept until the file, or anything it depends on, changes. */
export interface Judged {
  /** The path of the file that was looked at. */
  readonly root: string;
  /** The files that findings may lie in: the file itself, for a project all it is merged from, and all they do lie in. */
  readonly linted: readonly string[];
  /** Every path whose content, absence or appearance decided the result. */
  readonly inputs: ReadonlySet<string>;
  readonly texts: ReadonlyMap<string, string>;
  /** The versions of the open documents among `texts`. */
  readonly versions: ReadonlyMap<string, number>;
  /** The analysis, or the findings of a file that is no subject of the rules, which is the configuration. */
  readonly result:
    | { readonly kind: 'analysis'; readonly analysis: Analysis }
    | { readonly kind: 'configuration'; readonly findings: readonly Finding[] };
}

/**
 * What is worth keeping of a file that is not open: with thousands of them, models would fill the memory. Where a project
 * has several files, its model tells which, and is kept.
 */
export function withoutModel(judged: Judged): Judged {
  const { result, linted } = judged;
  if (result.kind !== 'analysis' || linted.length > 1) return judged;
  return { ...judged, result: { kind: 'analysis', analysis: { ...result.analysis, subject: undefined } } };
}

/** Files whose findings can only be told together, because projects share them. */
export interface Component {
  readonly files: ReadonlySet<string>;
  /** In the order of their roots, so that the answer does not depend on the order in which files were looked at. */
  readonly judged: readonly Judged[];
}

/** What is known of one folder's files, and which of it depends on what. */
export class AnalysisIndex {
  readonly #judged = new Map<string, Judged>();
  /** Roots by the paths that decided their results. */
  readonly #dependents = new Map<string, Set<string>>();
  /** Roots by the files their findings may lie in. */
  readonly #speakers = new Map<string, Set<string>>();
  /** Roots of projects by the Dockerfiles they build. */
  readonly #builders = new Map<string, Set<string>>();

  get(root: string): Judged | undefined {
    return this.#judged.get(root);
  }

  all(): IterableIterator<Judged> {
    return this.#judged.values();
  }

  get isEmpty(): boolean {
    return this.#judged.size === 0;
  }

  /** Replaces what is known of a file; answers the files whose findings may be others now. */
  set(judged: Judged): readonly string[] {
    const before = this.delete(judged.root);
    this.#judged.set(judged.root, judged);
    for (const input of judged.inputs) add(this.#dependents, input, judged.root);
    for (const file of judged.linted) add(this.#speakers, file, judged.root);
    for (const dockerfile of buildsOf(judged).keys()) add(this.#builders, dockerfile, judged.root);
    return [...before, ...judged.linted];
  }

  /** Forgets a file; answers the files whose findings may be others now. */
  delete(root: string): readonly string[] {
    const judged = this.#judged.get(root);
    if (judged === undefined) return [root];
    this.#judged.delete(root);
    for (const input of judged.inputs) remove(this.#dependents, input, root);
    for (const file of judged.linted) remove(this.#speakers, file, root);
    for (const dockerfile of buildsOf(judged).keys()) remove(this.#builders, dockerfile, root);
    return [root, ...judged.linted];
  }

  /** The services that build a Dockerfile, in an order that does not depend on which project was looked at first. */
  usesOf(dockerfile: string): readonly StageUse[] {
    const roots = [...(this.#builders.get(dockerfile) ?? [])].sort();
    const judged = roots.flatMap((root) => this.componentOf(root).judged);
    return usesIn([...new Set(judged)].flatMap(analysisOf)).filter((use) => use.dockerfile === dockerfile);
  }

  /** The Dockerfiles that a project builds. */
  builtBy(root: string): ReadonlyMap<string, Builds> {
    return buildsOf(this.#judged.get(root));
  }

  /** The text of a file as it was when something that depends on it was looked at. */
  textOf(path: string): string | undefined {
    for (const root of this.dependentsOf(path)) {
      const text = this.#judged.get(root)?.texts.get(path);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  dependentsOf(path: string): Iterable<string> {
    return this.#dependents.get(path) ?? [];
  }

  /** All paths that something depends on. */
  inputs(): Iterable<string> {
    return this.#dependents.keys();
  }

  /** The files that findings lie in, with or without any finding. */
  files(): Iterable<string> {
    return this.#speakers.keys();
  }

  /** A file with all that shares files with it, directly or through others. */
  componentOf(path: string): Component {
    const files = new Set([path]);
    const roots = new Set<string>();
    for (const file of files) {
      for (const root of this.#speakers.get(file) ?? []) {
        if (roots.has(root)) continue;
        roots.add(root);
        for (const other of this.#judged.get(root)?.linted ?? []) files.add(other);
      }
    }
    const judged = [...roots].sort().flatMap((root) => this.#judged.get(root) ?? []);
    return { files, judged };
  }
}

/** The findings of a component by file, those that are suppressed left out. */
export function shownFindings(judged: readonly Judged[]): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, readonly Finding[]>();
  for (const { root, result } of judged)
    if (result.kind === 'configuration') found.set(root, result.findings);
  const collected = collect(judged.flatMap(analysisOf));
  for (const [path, findings] of collected.files) {
    found.set(
      path,
      findings.filter((finding) => finding.suppressed === undefined),
    );
  }
  return found;
}

function analysisOf({ result }: Judged): readonly Analysis[] {
  return result.kind === 'analysis' ? [result.analysis] : [];
}

/** What a project says of a Dockerfile it builds, as texts to compare. */
export interface Builds {
  /** What decides findings. */
  readonly meaning: string;
  /** Where it is written, which findings refer to. */
  readonly places: string;
}

function buildsOf(judged: Judged | undefined): ReadonlyMap<string, Builds> {
  const builds = new Map<string, Builds>();
  for (const use of judged === undefined ? [] : analysisOf(judged).flatMap(({ uses }) => uses)) {
    const { at, ...rest } = use;
    const { meaning = '', places = '' } = builds.get(use.dockerfile) ?? {};
    builds.set(use.dockerfile, {
      meaning: meaning + JSON.stringify(rest),
      places: `${places} ${at.path}:${at.start}`,
    });
  }
  return builds;
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, new Set([value]));
  else values.add(value);
}

function remove(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  values?.delete(value);
  if (values?.size === 0) map.delete(key);
}
