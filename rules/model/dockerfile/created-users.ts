/** Users that useradd and adduser make in a stage's RUNs. */
import { readOptions } from '../shell/options.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand } from '../shell/types.ts';
import type { Stage } from './types.ts';

type CreatedUser = Stage['createdUsers'][number];

/** @param stages in the order in which they are built */
export function createdUsersOf(stages: readonly Stage[]): readonly CreatedUser[] {
  const users: CreatedUser[] = [];
  for (const { instructions } of stages) {
    for (const instruction of instructions) {
      if (instruction.keyword !== 'RUN' || instruction.onbuild) continue;
      for (const command of instruction.shell?.commands ?? []) {
        const user = createdUser(command);
        if (user !== undefined) users.push({ ...user, instruction });
      }
    }
  }
  return users;
}

function createdUser(command: ShellCommand): Omit<CreatedUser, 'instruction'> | undefined {
  if (command.name !== 'useradd' && command.name !== 'adduser') return undefined;
  const { options, operands } = readOptions(command.args, toolTable(command.name));
  const [name, group] = operands;
  // `adduser user group` puts a user into a group; `useradd -D` shows or changes the defaults.
  if (name === undefined || !name.value.known || group !== undefined) return undefined;
  if (command.name === 'useradd' && options.some((option) => option.name === 'D')) return undefined;
  const uid = options.find((option) => option.name === 'u' || option.name === 'uid')?.valueText;
  return { name: name.value.value, uid: uid !== undefined && /^\d+$/.test(uid) ? Number(uid) : undefined };
}
