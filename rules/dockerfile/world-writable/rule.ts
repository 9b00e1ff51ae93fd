import { inStage, oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { replaceWritten } from '../../model/dockerfile/edit-written.ts';
import type { Instruction } from '../../model/dockerfile/types.ts';
import { parseFileMode } from '../../model/knowledge/file-mode.ts';
import type { Span } from '../../model/place.ts';
import { lastingModes, openUmask } from '../../model/shell/mode-grants.ts';

export default defineDockerfileRule({
  id: 'dockerfile/world-writable',
  title: 'Files that everybody may write',
  summary: 'A mode such as 777 or a+w lets every user of the container change the files.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['integrity', 'availability'],
  sources: ['CIS-4.8', 'CWE-732'],
  aliases: { tally: ['tally/world-writable-state-path-workaround'] },
  fix: 'review',
  messages: {
    mode: 'The mode {mode} lets every user write.',
    umask: 'The umask {mode} lets every user write the files made from here on.',
  },
  help: 'Any process in the container, and whoever shares the volume the files end up on, may replace or delete them. Give the files to the user that needs them (COPY --chown, install -o) and use 755, 644 or narrower.',
  check(file, report) {
    for (const instruction of file.instructions) {
      for (const { message, text, at, value, mended } of grantsOf(instruction)) {
        const title = `Change ${text} to ${mended} (other users of the container can no longer write)`;
        report(message, {
          ...inStage(file, at, instruction.stage),
          data: { mode: text },
          fixes: oneFix('review', title, replaceWritten(file, value, text, mended)),
        });
      }
    }
  },
});

interface OpenGrant {
  readonly message: 'mode' | 'umask';
  readonly text: string;
  readonly at: Span;
  /** Where the mode itself stands; undefined where it comes out of a variable without a place. */
  readonly value: Span | undefined;
  readonly mended: string;
}

function grantsOf(instruction: Instruction): readonly OpenGrant[] {
  const found: OpenGrant[] = [];
  const add = (text: string, at: Span, value: Span | undefined) => {
    const mode = parseFileMode(text);
    // With the sticky bit, only a file's owner may delete or rename it in a folder that is open to all.
    if (mode?.othersWrite !== true || mode.sticky) return;
    found.push({ message: 'mode', text, at, value, mended: mode.withoutOthersWrite });
  };
  for (const flag of instruction.flags) {
    const value =
      flag.name === 'chmod' && flag.value !== undefined ? instruction.resolve(flag.value) : undefined;
    if (value?.known) add(value.value, flag, flag.valueSpan);
  }
  if (instruction.shell === undefined) return found;
  const { workdir } = instruction;
  for (const { text, at } of lastingModes(instruction.shell, workdir.known ? workdir.value : undefined))
    add(text, at, at);
  for (const mask of instruction.shell.commands.flatMap((command) => openUmask(command) ?? [])) {
    found.push({ message: 'umask', text: mask.text, at: mask, value: mask, mended: '022' });
  }
  return found;
}
