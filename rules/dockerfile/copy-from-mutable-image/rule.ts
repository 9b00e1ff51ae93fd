import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { replaceSpan } from '../../model/dockerfile/edit.ts';
import { type StageReference, stageReferences } from '../../model/dockerfile/stages.ts';
import type { Dockerfile } from '../../model/dockerfile/types.ts';
import { parseImageReference } from '../../model/image-reference.ts';
import { movingTagOf, pinnedSiblings } from '../../model/knowledge/image-tags.ts';

export default defineDockerfileRule({
  id: 'dockerfile/copy-from-mutable-image',
  title: 'Copy from an image that moves',
  summary: 'COPY --from or a mount takes files from an image without a version, or by a tag that moves.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'warning' },
  properties: ['integrity', 'availability'],
  sources: ['CIS-4.2', 'OWASP-13', 'CWE-1357'],
  aliases: { hadolint: ['DL3022'] },
  fix: 'review',
  messages: {
    untagged: "Files come from '{image}', which has neither tag nor digest.",
    moving: "Files come from '{image}', whose tag is moved by its publisher.",
  },
  help: 'The program that is copied is another one tomorrow, without any change in this file. Name a version and append the digest (@sha256:…).',
  check(file, report) {
    const siblingOf = pinnedSiblings(file.stages);
    for (const instruction of file.instructions) {
      for (const reference of stageReferences(file, instruction)) {
        const { text, stage, start } = reference;
        // A plain word is a stage, a build context or a mistake.
        if (stage !== undefined || !/[/:]/.test(text) || text.includes('$')) continue;
        const moving = movingTagOf(parseImageReference(text));
        if (moving === undefined) continue;
        const flag = instruction.flags.find((candidate) => candidate.start <= start && start < candidate.end);
        report(moving === '' ? 'untagged' : 'moving', {
          ...inStage(file, flag ?? reference, instruction.stage),
          data: { image: text },
          fixes: fixes(file, reference, siblingOf),
        });
      }
    }
  },
});

function fixes(
  file: Dockerfile,
  reference: StageReference,
  siblingOf: ReturnType<typeof pinnedSiblings>,
): readonly Fix[] {
  const { text, end } = reference;
  const sibling = siblingOf(parseImageReference(text));
  if (sibling !== undefined) {
    return oneFix(
      'review',
      `Use ${sibling} as a stage does (may change the version)`,
      replaceSpan(file, reference, sibling),
    );
  }
  const digest = `@sha256:${'0'.repeat(64)}`;
  const title = 'Append a digest of zeros to fill in (the build stops until then)';
  return oneFix('review', title, [{ path: file.path, start: end, end, text: digest }]);
}
