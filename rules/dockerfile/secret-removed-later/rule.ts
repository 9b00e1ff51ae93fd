import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { deleteInstruction, type Edits } from '../../model/dockerfile/edit.ts';
import { type LateRemoval, lateRemovals } from '../../model/dockerfile/layered-secrets.ts';
import { copySources } from '../../model/dockerfile/stages.ts';
import type { Dockerfile } from '../../model/dockerfile/types.ts';
import { fileName } from '../../model/shell/paths.ts';

export default defineDockerfileRule({
  id: 'dockerfile/secret-removed-later',
  title: 'Secret deleted in a later layer',
  summary: 'A secret file is deleted by a later step, while the layer that brought it keeps it.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['CIS-4.10', 'OWASP-12', 'CWE-538'],
  aliases: {},
  fix: 'review',
  messages: {
    file: "Deleting '{file}' here hides it only: an earlier layer of the image keeps the secret.",
    setting: 'Unsetting it here hides it only: an earlier layer of the image keeps the secret.',
  },
  help: 'Every instruction makes a layer of its own, and everyone who has the image can unpack them one by one. Mount the secret for the step that needs it with RUN --mount=type=secret, and revoke what has been in a published image.',
  check(file, report) {
    if (file.runtimeStage === undefined) return;
    for (const removal of lateRemovals(file, file.runtimeStage)) {
      const { secret, instruction, word } = removal;
      const { start, end } = secret.place;
      report(secret.key === undefined ? 'file' : 'setting', {
        ...inStage(file, word, instruction.stage),
        data: secret.key === undefined ? { file: word.text } : {},
        related: [{ at: { path: file.path, start, end }, message: 'It gets into the image here.' }],
        fixes: fixes(file, removal),
      });
    }
  },
});

/** Mounts a copied file for the steps that saw it, where each edit is plain. */
function fixes(file: Dockerfile, removal: LateRemoval): readonly Fix[] {
  const { instruction, command } = removal;
  const { origin, paths, isFolder } = removal.secret;
  const removed = command.args.at(-1)?.text;
  const path = paths.find((known) => known === removed) ?? '';
  const source = copySources(origin);
  if (origin.keyword === 'RUN' || isFolder === true || source.length !== 1 || origin.heredocs.length > 0)
    return [];
  if (origin.flags.some(({ name }) => name === 'from') || origin.stage !== instruction.stage) return [];
  const id = fileName(path).replace(/^\.+/, '');
  if (!/^\/[\w./-]+$/.test(path) || !/^[\w.-]+$/.test(id)) return [];
  const steps = (origin.stage?.instructions ?? []).filter(
    ({ keyword, index, onbuild }) =>
      keyword === 'RUN' && !onbuild && origin.index < index && index <= instruction.index,
  );
  const copy = deleteInstruction(file, origin);
  const deletion = withoutLast(file, removal);
  if (copy === undefined || deletion === undefined) return [];
  const users = removal.instruction.shell?.commands.length === 1 ? steps.slice(0, -1) : steps;
  // A mounted secret belongs to root, and a step with mounts of its own may have it already.
  if (users.length === 0 || users.some(({ flags, user }) => user !== undefined || flags.length > 0))
    return [];
  const mounts = users.map(({ keywordSpan: { end } }) => ({
    path: file.path,
    start: end,
    end,
    text: ` --mount=type=secret,id=${id},target=${path}`,
  }));
  return oneFix('review', 'Mount it as a secret for these steps (the build needs --secret then)', [
    ...copy,
    ...mounts,
    ...deletion,
  ]);
}

/** Takes the command away where it deletes nothing else and is the whole step, or the end of its `&&` chain. */
function withoutLast(file: Dockerfile, { instruction, command }: LateRemoval): Edits {
  const commands = instruction.shell?.commands ?? [];
  const hasOneOperand = command.args.slice(0, -1).every(({ text }) => /^-[a-z]+$/.test(text));
  const isPlain = command.via === 'plain' && command.redirections.length === 0 && hasOneOperand;
  if (!isPlain || instruction.json || instruction.heredocs.length > 0) return undefined;
  if (commands.length === 1) return deleteInstruction(file, instruction);
  const before = commands.at(-2);
  if (commands.at(-1) !== command || before === undefined) return undefined;
  const between = file.text
    .slice(before.end, command.start)
    .replaceAll(`${file.escape}${file.lineEnding}`, '');
  if (between.trim() !== '&&' || command.end !== instruction.end) return undefined;
  return [{ path: file.path, start: before.end, end: command.end, text: '' }];
}
