import type { DirectoryEntry } from '../rules/index.ts';
import { childOf } from './uris.ts';

export interface WalkInput {
  readonly folder: string;
  readonly list: (folder: string) => Promise<readonly DirectoryEntry[] | undefined>;
  /** Whether to look into a folder. */
  readonly enters: (folder: string, parent: string) => boolean | Promise<boolean>;
  /** Whether a file is one that is looked for. */
  readonly takes: (path: string, parent: string) => boolean | Promise<boolean>;
  /** The walk ends when it has found that many files. */
  readonly atMost: number;
  /** The walk ends early when this says so. */
  readonly isOver: () => boolean;
}

export interface Walk {
  /** In order. */
  readonly paths: readonly string[];
  /** Whether there may be more than `paths`, because `atMost` was reached. */
  readonly cutShort: boolean;
}

/** Folders listed at the same time: enough to hide the latency of a virtual file system, few enough for a local one. */
const breadth = 8;

/** Finds files below a folder. Links to folders are not followed: they would show files twice, or never end. */
export async function walk(input: WalkInput): Promise<Walk> {
  const { list, enters, takes, atMost, isOver } = input;
  const paths: string[] = [];
  let level: string[] = [input.folder];
  let cutShort = false;

  const visit = async (folder: string, below: string[]): Promise<void> => {
    for (const { name, kind } of (await list(folder)) ?? []) {
      if (isOver() || cutShort) return;
      const path = childOf(folder, name);
      if (kind === 'directory') {
        if (await enters(path, folder)) below.push(path);
      } else if (kind !== 'other' && (await takes(path, folder))) {
        if (paths.length < atMost) paths.push(path);
        else cutShort = true;
      }
    }
  };

  while (level.length > 0 && !cutShort && !isOver()) {
    const below: string[] = [];
    const queue = level.values();
    await Promise.all(
      Array.from({ length: breadth }, async () => {
        for (const folder of queue) await visit(folder, below);
      }),
    );
    level = below.sort();
  }
  return { paths: paths.sort(), cutShort };
}
