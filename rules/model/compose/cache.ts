import { type Evaluation, evaluate } from './evaluate.ts';
import { parseComposeFile } from './file.ts';
import type { HeldService } from './service.ts';
import type { EntryMemo } from './top-level.ts';
import type { ComposeFile, Step } from './types.ts';
import type { Variables } from './variables.ts';

/** What the text of a file is read with; the same file can be part of several projects. */
export interface Surroundings {
  /** The folder relative paths are resolved against. */
  readonly directory: string;
  readonly variables: Variables;
  /** The include entries that led here. */
  readonly via: readonly Step[];
}

/**
 * What loading a project leaves for the next time, so that an edit of one of many files makes only the services of that
 * file anew: everything else is the same object as before. Throwing it away changes no answer.
 */
export interface ComposeCache {
  /** A file by its path and text. */
  readonly parse: (path: string, text: string) => ComposeFile;
  /** The documents of a file, evaluated. */
  readonly evaluate: (file: ComposeFile, surroundings: Surroundings) => readonly Evaluation[];
  readonly entries: EntryMemo;
  /** The services of the project of a path as it was loaded last, by name. */
  readonly heldBy: (path: string) => Map<string, HeldService>;
}

/** Where values are kept, and perhaps dropped again. */
export interface Store<V> {
  readonly get: (key: string) => V | undefined;
  readonly set: (key: string, value: V) => unknown;
}

/** A file is read in few surroundings at a time; older ones are not asked for again. */
const keptSurroundings = 8;

/** @param makeStore - for caches that must not grow with the number of files; keeps everything where it is left out */
export function createComposeCache(makeStore: <V>() => Store<V> = () => new Map()): ComposeCache {
  const files = makeStore<ComposeFile>();
  const held = makeStore<Map<string, HeldService>>();
  const evaluated = new WeakMap<ComposeFile, Map<string, readonly Evaluation[]>>();
  return {
    parse(path, text) {
      const kept = files.get(path);
      if (kept?.text === text) return kept;
      const file = parseComposeFile(path, text);
      files.set(path, file);
      return file;
    },
    evaluate(file, { directory, variables, via }) {
      const name = JSON.stringify([directory, [...variables], via]);
      const known = evaluated.get(file) ?? new Map<string, readonly Evaluation[]>();
      const before = known.get(name);
      if (before !== undefined) return before;
      const { path, text } = file;
      const documents = file.roots.map((root) => evaluate(root, { path, text, directory, variables, via }));
      if (known.size >= keptSurroundings) known.clear();
      known.set(name, documents);
      evaluated.set(file, known);
      return documents;
    },
    entries: new WeakMap(),
    heldBy(path) {
      const services = held.get(path) ?? new Map<string, HeldService>();
      held.set(path, services);
      return services;
    },
  };
}
