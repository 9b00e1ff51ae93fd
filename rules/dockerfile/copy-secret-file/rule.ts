import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { deleteInstruction } from '../../model/dockerfile/edit.ts';
import { expandWithHoles } from '../../model/dockerfile/expand.ts';
import { copyDestination, copySources } from '../../model/dockerfile/stages.ts';
import type { Dockerfile, Instruction } from '../../model/dockerfile/types.ts';
import { isSecretFile } from '../../model/knowledge/secret-files.ts';
import { fileName, joinPath } from '../../model/shell/paths.ts';

export default defineDockerfileRule({
  id: 'dockerfile/copy-secret-file',
  title: 'Secret file in the image',
  summary: 'COPY or ADD takes a file that holds keys, tokens or passwords into the image.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['CIS-4.10', 'OWASP-12', 'CWE-538', 'CWE-522'],
  aliases: { trivy: ['DS-0031'] },
  fix: 'review',
  messages: { file: "'{file}' holds secrets by its name, and everyone who has the image can read it." },
  help: 'A file in a layer stays there even when a later step deletes it. While building, mount it with RUN --mount=type=secret; while running, mount it into the container. Revoke what was in an image that others have.',
  check(file, report) {
    for (const instruction of file.instructions) {
      const { keyword, flags, variable, stage } = instruction;
      if ((keyword !== 'COPY' && keyword !== 'ADD') || flags.some(({ name }) => name === 'from')) continue;
      const sources = copySources(instruction);
      for (const source of sources) {
        const path = expandWithHoles(source.text, file.escape, variable, '\uE000');
        if (!path.known || /^[a-z]+:\/\//i.test(path.value) || !isSecretFile(path.value)) continue;
        report('file', {
          ...inStage(file, source.inner, stage),
          data: { file: source.text },
          fixes: sources.length > 1 ? [] : fixes(file, instruction, path.value),
        });
      }
    }
  },
});

/** A mount at the same path, where exactly one step of the stage follows that can be meant. */
function fixes(file: Dockerfile, instruction: Instruction, source: string): readonly Fix[] {
  const { stage, index, workdir } = instruction;
  const target = copyDestination(instruction)?.resolved;
  const [run, other] = (stage?.instructions ?? []).filter(
    (later) => later.index > index && later.keyword === 'RUN',
  );
  if (run === undefined || other !== undefined || run.onbuild !== instruction.onbuild) return [];
  if (target?.known !== true || !workdir.known || /[*?[\uE000]/.test(source)) return [];
  if (!target.value.startsWith('/') && workdir.value === undefined) return [];
  const whole = joinPath(workdir.value ?? '/', target.value);
  const isFolder = target.value.endsWith('/') || target.value === '.' || target.value === '..';
  const path = isFolder ? joinPath(whole, fileName(source)) : whole;
  const id = fileName(source).replace(/^\.+/, '');
  const deletion = deleteInstruction(file, instruction);
  if (deletion === undefined || !/^[\w./-]+$/.test(path) || !/^[\w.-]+$/.test(id)) return [];
  const at = run.keywordSpan.end;
  const mount = { path: file.path, start: at, end: at, text: ` --mount=type=secret,id=${id},target=${path}` };
  return oneFix('review', 'Mount it as a secret in the RUN that follows (the container no longer has it)', [
    ...deletion,
    mount,
  ]);
}
