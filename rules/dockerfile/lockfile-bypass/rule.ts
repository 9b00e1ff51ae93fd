import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { type Edits, insertWordAfter, insertWordBefore, replaceSpan } from '../../model/dockerfile/edit.ts';
import { namesBeside } from '../../model/dockerfile/lock-files.ts';
import type { Dockerfile, Instruction } from '../../model/dockerfile/types.ts';
import { freezesBundle, type LockBypass, lockBypassOf } from '../../model/knowledge/lock-bypasses.ts';
import type { ShellCommand } from '../../model/shell/types.ts';

export default defineDockerfileRule({
  id: 'dockerfile/lockfile-bypass',
  title: 'Lock file passed by',
  summary: 'A lock file is copied, but the command that installs resolves the dependencies anew.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'info', hostile: 'warning' },
  properties: ['integrity'],
  sources: ['CIS-4.11', 'CWE-829', 'CWE-1357'],
  aliases: {},
  fix: 'review',
  messages: { bypass: "'{command}' may take other versions than {lock} says." },
  help: 'The lock file holds the versions and hashes that somebody has looked at. A command that may change it installs what was published a minute ago as well. Use the one that only installs what is locked: npm ci, --immutable or --frozen-lockfile, --locked.',
  check(file, report) {
    for (const stage of file.stages) {
      const beside = namesBeside(stage);
      let isFrozen = false;
      for (const instruction of stage.instructions) {
        const names = beside.get(instruction);
        for (const command of (names && instruction.shell?.commands) ?? []) {
          isFrozen ||= freezesBundle(command);
          const found = lockBypassOf(command, names ?? new Set(), (name) => isSet(name, command, instruction));
          if (found === undefined || (command.name === 'bundle' && isFrozen)) continue;
          if (command.name === 'poetry' && !installsLater(instruction, command)) continue;
          report('bypass', {
            ...inStage(file, found.word, stage),
            data: { command: found.text, lock: found.lock },
            fixes: fixes(file, instruction, command, found),
          });
        }
      }
    }
  },
});

/** Whether a variable has a value, or may have one that the builder gives, where a command runs. */
function isSet(name: string, command: ShellCommand, { variable, shell }: Instruction): boolean {
  const { state, value } = variable(name);
  if (state === 'argument' || (state === 'set' && !(value.known && /^(?:|0|false)$/.test(value.value)))) return true;
  const exported = shell?.assignments.some((other) => other.name === name && other.start < command.start) === true;
  return exported || command.assignments.some((assignment) => assignment.name === name);
}

/** `poetry lock` by itself changes a file and installs nothing. */
function installsLater({ stage, index }: Instruction, { start }: ShellCommand): boolean {
  return (stage?.instructions ?? []).some(
    (later) =>
      later.index >= index &&
      later.shell?.commands.some(
        ({ name, args, start: at }) => name === 'poetry' && at > start && args.some(({ text }) => text === 'install'),
      ) === true,
  );
}

function fixes(file: Dockerfile, instruction: Instruction, command: ShellCommand, found: LockBypass): readonly Fix[] {
  const title = 'Install exactly what is locked (fails where the lock file does not fit)';
  return oneFix('review', title, repaired(file, instruction, command, found));
}

/** Refused for words that come out of variables, and in exec form, whose words need quotes. */
function repaired(file: Dockerfile, { json }: Instruction, command: ShellCommand, { word, repair }: LockBypass): Edits {
  if (repair === undefined || json || file.text.slice(word.start, word.end) !== word.text) return undefined;
  switch (repair.how) {
    case 'replace':
      return replaceSpan(file, word, repair.text);
    case 'append':
      return insertWordAfter(file, word, repair.text);
    case 'assign':
      return command.via === 'argument' ? undefined : insertWordBefore(file, command.word, repair.text);
  }
}
