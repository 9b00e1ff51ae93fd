import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { lacksFile } from '../../model/context/copies.ts';
import { namesBeside } from '../../model/dockerfile/lock-files.ts';
import { keepToLock } from '../../model/dockerfile/lock-repairs.ts';
import { mayBeSet } from '../../model/dockerfile/set-variables.ts';
import type { Dockerfile, Instruction, Stage } from '../../model/dockerfile/types.ts';
import { freezesBundle, type LockBypass, lockBypassOf } from '../../model/knowledge/lock-bypasses.ts';
import { lazily } from '../../model/memo.ts';
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
  check(file, report, { build }) {
    const lacking = new Map<string, boolean>();
    const lacks = (name: string): boolean => {
      const isLacking = lacking.get(name) ?? lacksFile(build, file, name);
      lacking.set(name, isLacking);
      return isLacking;
    };
    for (const stage of file.stages) {
      // Only asked for where something is installed: in a long chain of stages each would go through all before it.
      const beside = lazily(() => namesBeside(stage));
      const lastInstall = lazily(() => lastPoetryInstall(stage));
      let isFrozen = false;
      for (const instruction of stage.instructions) {
        if (instruction.keyword !== 'RUN' || instruction.shell === undefined) continue;
        const copied = lazily(() => beside()(instruction));
        const names = { has: (name: string) => copied().has(name) && !lacks(name) };
        for (const command of instruction.shell.commands) {
          isFrozen ||= freezesBundle(command);
          const found = lockBypassOf(command, names, (name) => mayBeSet(name, command, instruction));
          if (found === undefined || (command.name === 'bundle' && isFrozen)) continue;
          if (command.name === 'poetry' && lastInstall() < command.start) continue;
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

/** `poetry lock` by itself changes a file and installs nothing; -1 where nothing is installed. */
function lastPoetryInstall({ instructions }: Stage): number {
  const installs = instructions
    .flatMap(({ shell }) => shell?.commands ?? [])
    .filter(({ name, args }) => name === 'poetry' && args.some(({ text }) => text === 'install'));
  return installs.at(-1)?.start ?? -1;
}

function fixes(
  file: Dockerfile,
  instruction: Instruction,
  command: ShellCommand,
  found: LockBypass,
): readonly Fix[] {
  const title = 'Install exactly what is locked (fails where the lock file does not fit)';
  return oneFix('review', title, keepToLock(file, instruction, command, found));
}
