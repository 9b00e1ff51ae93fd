/** Folders whose files are programs because a shell looks for commands there. */
import type { Stage } from '../dockerfile/types.ts';

const standard: readonly string[] = [
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
];

/** The folders of PATH in a stage: the usual ones, and those that an ENV of its chain writes out. */
export function programFolders(stage: Stage): ReadonlySet<string> {
  const folders = new Set(standard);
  for (const { instructions } of stage.chain) {
    for (const { keyword, pairs } of instructions) {
      for (const { name, value = '', resolved } of keyword === 'ENV' ? pairs : []) {
        if (name !== 'PATH') continue;
        // What the base image has in PATH is not known, what stands beside it is.
        for (const folder of (resolved.known ? resolved.value : value).split(':')) {
          if (/^\/[^$]*$/.test(folder))
            folders.add(folder.length > 1 ? folder.replace(/(?<!\/)\/+$/, '') : folder);
        }
      }
    }
  }
  return folders;
}
