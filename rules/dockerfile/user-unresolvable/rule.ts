import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { replaceWritten } from '../../model/dockerfile/edit-written.ts';
import { copyDestination } from '../../model/dockerfile/stages.ts';
import type { Dockerfile, Instruction, Stage } from '../../model/dockerfile/types.ts';
import { isScratch } from '../../model/image-reference.ts';
import type { Span } from '../../model/place.ts';
import { joinPath } from '../../model/shell/paths.ts';

export default defineDockerfileRule({
  id: 'dockerfile/user-unresolvable',
  title: 'User name in an image without accounts',
  summary: 'USER or --chown has a name, and the image has no /etc/passwd to look it up in.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'info', hostile: 'info' },
  properties: ['availability'],
  sources: ['CWE-1188'],
  aliases: { tally: ['tally/named-identity-in-passwdless-stage'] },
  fix: 'review',
  messages: { name: "'{user}' cannot be looked up: this image has no list of accounts." },
  help: 'Nothing in an image made from scratch says which number belongs to the name, so that the build or the container stops. Write the number, or copy /etc/passwd and /etc/group from the stage that made the user.',
  check(file, report) {
    for (const stage of file.stages) {
      if (stage.base === undefined || !isScratch(stage.base) || stage.chain.some(mayHoldAccounts)) continue;
      for (const instruction of stage.instructions) {
        for (const { text, span } of identities(instruction)) {
          const [name = '', group = ''] = text.split(':', 2);
          // Builders and runtimes differ in what they do with the name root here.
          const named = [name, group].find((part) => part !== '' && !/^\d+$/.test(part) && part !== 'root');
          if (named === undefined) continue;
          report('name', {
            ...inStage(file, span, stage),
            data: { user: named },
            fixes: fixes(file, span, text),
          });
        }
      }
    }
  },
});

/** Whether something in a stage may have put a list of accounts there: a step, or a copy to / or /etc. */
function mayHoldAccounts({ instructions }: Stage): boolean {
  return instructions.some((instruction) => {
    const { keyword, workdir } = instruction;
    if (keyword === 'RUN') return true;
    const target = copyDestination(instruction)?.resolved;
    if ((keyword !== 'COPY' && keyword !== 'ADD') || target === undefined) return false;
    if (!target.known || !workdir.known) return true;
    return /^\/(?:etc(?:\/(?:passwd|group))?)?$/.test(joinPath(workdir.value ?? '/', target.value));
  });
}

function identities(instruction: Instruction): readonly { readonly text: string; readonly span: Span }[] {
  const [argument] = instruction.args;
  if (instruction.keyword === 'USER' && argument?.resolved.known)
    return [{ text: argument.resolved.value, span: argument.inner }];
  return instruction.flags.flatMap(({ name, value, valueSpan }) => {
    const owner = name === 'chown' && value !== undefined ? instruction.resolve(value) : undefined;
    return owner?.known && valueSpan !== undefined ? [{ text: owner.value, span: valueSpan }] : [];
  });
}

/** The numbers that another stage of the file gives to the names. */
function fixes(file: Dockerfile, span: Span, text: string): readonly Fix[] {
  const [name = '', group] = text.split(':', 2);
  const created = file.stages
    .flatMap(({ createdUsers }) => createdUsers)
    .filter((user) => user.name === name);
  const uids = new Set(created.map(({ uid }) => uid));
  const [uid] = uids;
  if (uid === undefined || uids.size > 1 || (group !== undefined && group !== name && !/^\d+$/.test(group)))
    return [];
  const numbers = group === undefined ? String(uid) : `${uid}:${group === name ? uid : group}`;
  return oneFix(
    'review',
    `Use the number of useradd: ${numbers} (files keep the owner they have)`,
    replaceWritten(file, span, text, numbers),
  );
}
