/** Folders that a stage certainly has as folders: those that mkdir, install -d and WORKDIR make. */
import { readOptions } from '../shell/options.ts';
import { folderAfter, joinPath } from '../shell/paths.ts';
import { toolTable } from '../shell/tools.ts';
import type { Instruction } from './types.ts';

/** The folders made by an instruction, with those they lie in. */
export function foldersMadeBy(instruction: Instruction): ReadonlySet<string> {
  const found = new Set<string>();
  const enter = (path: string): void => {
    let end = path.length;
    while (end > 0) {
      found.add(path.slice(0, end));
      end = path.lastIndexOf('/', end - 1);
    }
  };
  let folder = instruction.workdir.known ? (instruction.workdir.value ?? '') : '';
  if (instruction.keyword === 'WORKDIR') enter(joinPath(folder, instruction.args[0]?.text ?? ''));
  for (const command of instruction.shell?.commands ?? []) {
    folder = folderAfter(command, folder);
    if (command.name !== 'mkdir' && command.name !== 'install') continue;
    const { options, operands } = readOptions(command.args, toolTable(command.name));
    const makesFolders =
      command.name === 'mkdir' || options.some(({ name }) => name === 'd' || name === 'directory');
    if (makesFolders) for (const { text } of operands) enter(joinPath(folder, text));
  }
  return found;
}
