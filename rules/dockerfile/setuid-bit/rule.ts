import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { replaceWritten } from '../../model/dockerfile/edit-written.ts';
import { foldersMadeBy } from '../../model/dockerfile/made-folders.ts';
import type { Instruction } from '../../model/dockerfile/types.ts';
import { type FileMode, parseFileMode, withoutSetId } from '../../model/knowledge/file-mode.ts';
import type { Span } from '../../model/place.ts';
import { lastingModes, type ModeGrant } from '../../model/shell/mode-grants.ts';

export default defineDockerfileRule({
  id: 'dockerfile/setuid-bit',
  title: 'Setuid or setgid bit on a program',
  summary: "A mode makes a program run with its owner's or group's rights, whoever starts it.",
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-4.8', 'CWE-250', 'CWE-732'],
  aliases: {},
  fix: 'review',
  messages: {
    user: "The mode {mode} sets setuid: whoever starts the file has its owner's rights.",
    group: "The mode {mode} sets setgid: whoever starts the file has its group's rights.",
  },
  help: 'A setuid program of root is a way from the application user to root, above all when it can be made to run or write something else. Do that step while building, or give the program the one capability it needs.',
  check(file, report) {
    for (const instruction of file.instructions) {
      for (const { text, mode, at, value } of setIdModes(instruction)) {
        const mended = withoutSetId(text);
        const title = `Change ${text} to ${mended} (the program then runs with the rights of whoever starts it)`;
        report(mode.setsUserId ? 'user' : 'group', {
          ...inStage(file, at, instruction.stage),
          data: { mode: text },
          fixes: oneFix('review', title, replaceWritten(file, value, text, mended)),
        });
      }
    }
  },
});

interface SetIdMode {
  readonly text: string;
  readonly mode: FileMode;
  readonly at: Span;
  readonly value: Span | undefined;
}

function setIdModes(instruction: Instruction): readonly SetIdMode[] {
  const found: SetIdMode[] = [];
  for (const flag of instruction.flags) {
    const value =
      flag.name === 'chmod' && flag.value !== undefined ? instruction.resolve(flag.value) : undefined;
    const mode = value?.known ? parseFileMode(value.value) : undefined;
    if (!value?.known || mode === undefined || !setsId(mode)) continue;
    found.push({ text: value.value, mode, at: flag, value: flag.valueSpan });
  }
  if (instruction.shell === undefined) return found;
  const folders = foldersMadeBy(instruction);
  const { workdir } = instruction;
  for (const grant of lastingModes(instruction.shell, workdir.known ? workdir.value : undefined)) {
    if (setsId(grant.mode) && !isForFolders(grant, folders)) found.push({ ...grant, value: grant.at });
  }
  return found;
}

/** The sticky bit means something on folders only, and there setgid hands down the group. */
function setsId({ setsUserId, setsGroupId, sticky }: FileMode): boolean {
  return setsUserId || (setsGroupId && !sticky);
}

/** New files of a setgid folder belong to its group; nothing runs with more rights. */
function isForFolders({ command, mode, paths }: ModeGrant, folders: ReadonlySet<string>): boolean {
  if (mode.setsUserId && command.name !== 'mkdir') return false;
  const words = (command.wrapper?.name === 'find' ? command.wrapper.args : []).map(({ text }) => text);
  if (words.some((word, at) => word === '-type' && words[at + 1] === 'd')) return true;
  return paths.length > 0 && paths.every((path) => folders.has(path));
}
