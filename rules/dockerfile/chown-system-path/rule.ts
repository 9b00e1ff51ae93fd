import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { deleteCommand } from '../../model/dockerfile/delete-command.ts';
import { deleteWord } from '../../model/dockerfile/edit.ts';
import type { Instruction } from '../../model/dockerfile/types.ts';
import { isForOthers, isRightInSystem, systemTrees } from '../../model/knowledge/system-folders.ts';
import { treeGrants } from '../../model/shell/ownership-grants.ts';

export default defineDockerfileRule({
  id: 'dockerfile/chown-system-path',
  title: 'System folder given to a user',
  summary: 'Programs, libraries or settings of the system belong to the application user.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'warning' },
  properties: ['integrity', 'availability'],
  sources: ['CIS-4.1', 'CWE-732'],
  aliases: {},
  fix: 'review',
  messages: {
    tree: "{path} and all in it is given to '{owner}', who may then replace what the system runs.",
    file: "What is copied to {path} belongs to '{owner}', who may then replace what the system runs.",
  },
  help: 'Whoever takes over the application may then swap a program, a library or an account file that root uses as well, and keep a foothold. Leave the system to root, and give the application only the folders it writes to.',
  check(file, report) {
    for (const stage of file.runtimeStage?.chain ?? []) {
      if (stage.platform === 'windows') continue;
      for (const instruction of stage.instructions) {
        const { shell, workdir } = instruction;
        for (const { command, owner, paths } of shell
          ? treeGrants(shell, workdir.known ? workdir.value : undefined)
          : []) {
          for (const { word, path } of isForOthers(owner) ? paths : []) {
            if (!systemTrees.has(path)) continue;
            const edits =
              paths.length === 1 ? deleteCommand(file, instruction, command) : deleteWord(file, word);
            report('tree', {
              ...inStage(file, word, stage),
              data: { path, owner },
              fixes: oneFix('review', `Leave ${path} to root (writing there fails from then on)`, edits),
            });
          }
        }
        const copied = copiedForUser(instruction);
        if (copied === undefined) continue;
        report('file', {
          ...inStage(file, copied.flag, stage),
          data: { path: copied.path, owner: copied.owner },
          fixes: oneFix(
            'review',
            `Delete --chown, so that root owns ${copied.path} (the user can no longer change it)`,
            deleteWord(file, copied.flag),
          ),
        });
      }
    }
  },
});

/** COPY and ADD that put files of a user right into a folder of the system. */
function copiedForUser({ keyword, flags, args, resolve }: Instruction) {
  const flag =
    keyword === 'COPY' || keyword === 'ADD' ? flags.find(({ name }) => name === 'chown') : undefined;
  const owner = flag?.value === undefined ? undefined : resolve(flag.value);
  const target = args.at(-1)?.resolved;
  if (flag === undefined || !owner?.known || !target?.known || !isRightInSystem(target.value))
    return undefined;
  // The user is what counts here: root's files stay root's, whatever their group.
  return isForOthers(owner.value.split(':', 1)[0] ?? '')
    ? { flag, owner: owner.value, path: target.value }
    : undefined;
}
