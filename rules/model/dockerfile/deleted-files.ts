/** Files that a stage writes and deletes again. */
import { readOptions } from '../shell/options.ts';
import { folderAfter, joinPath } from '../shell/paths.ts';
import { toolTable } from '../shell/tools.ts';
import type { Instruction } from './types.ts';

/**
 * Tells whether a path that an instruction writes is deleted behind an offset, in that instruction or a later one of
 * the same stage. The file stays in an earlier layer, but no process of the container sees it.
 */
export function isDeletedLater(instruction: Instruction, path: string, offset: number): boolean {
  const later = (instruction.stage?.instructions ?? [instruction]).filter(
    ({ index }) => index >= instruction.index,
  );
  return later.some(({ shell, workdir }) => {
    let folder = workdir.known ? (workdir.value ?? '') : '';
    for (const command of shell?.commands ?? []) {
      folder = folderAfter(command, folder);
      if ((command.name !== 'rm' && command.name !== 'shred') || command.start < offset) continue;
      const { operands } = readOptions(command.args, toolTable('rm'));
      const inFolder = folder;
      const names = operands.map(({ text }) => joinPath(inFolder, text));
      if (names.some((name) => path === name || path.startsWith(`${name}/`))) return true;
    }
    return false;
  });
}
