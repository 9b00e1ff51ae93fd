import type { Fix } from '../../core/finding.ts';
import { inStage, oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { replaceSpan } from '../../model/dockerfile/edit.ts';
import type { Dockerfile, Stage } from '../../model/dockerfile/types.ts';
import { movingTagOf, pinnedSiblings } from '../../model/knowledge/image-tags.ts';

const zeroDigest = `@sha256:${'0'.repeat(64)}`;

export default defineDockerfileRule({
  id: 'dockerfile/base-image-tag',
  title: 'Base image that moves',
  summary: 'FROM names an image without a version, or by a tag that its publisher moves.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'warning' },
  properties: ['integrity', 'availability'],
  sources: ['CIS-4.2', 'CIS-4.7', 'OWASP-9', 'OWASP-13', 'CWE-1357'],
  aliases: {
    hadolint: ['DL3006', 'DL3007'],
    trivy: ['DS-0001'],
    checkov: ['CKV_DOCKER_7'],
    semgrep: ['missing-image-version', 'avoid-latest-version'],
    kics: ['9efb0b2d', 'f45ea400'],
  },
  fix: 'review',
  messages: {
    untagged: "The base image '{image}' has neither tag nor digest, so it is whatever is newest.",
    moving: "The base image's tag '{tag}' is moved by its publisher.",
  },
  help: 'The same Dockerfile builds something else tomorrow, and nobody can tell which image ran. Name a version such as 24-slim, or append the digest (@sha256:…).',
  check(file, report) {
    const siblingOf = pinnedSiblings(file.stages);
    for (const stage of file.stages) {
      const { image, imageSpan } = stage;
      // What names an earlier stage, or nothing at all, comes from no registry.
      if (image === undefined || imageSpan === undefined || stage.parent !== undefined) continue;
      const moving = movingTagOf(image);
      if (moving === undefined) continue;
      const text = image.text.known ? image.text.value : '';
      report(moving === '' ? 'untagged' : 'moving', {
        ...inStage(file, imageSpan, stage),
        data: { image: text, tag: moving },
        fixes: fixes(file, stage, text, siblingOf),
      });
    }
  },
});

/** Only where FROM spells the reference out: with a variable in it, the value is chosen elsewhere. */
function fixes(
  file: Dockerfile,
  stage: Stage,
  text: string,
  siblingOf: ReturnType<typeof pinnedSiblings>,
): readonly Fix[] {
  const { image, imageSpan } = stage;
  if (image === undefined || imageSpan === undefined) return [];
  if (text === '' || file.text.slice(imageSpan.start, imageSpan.end) !== text) return [];
  const sibling = siblingOf(image);
  if (sibling !== undefined) {
    const title = `Use ${sibling} as another stage does (may change the version)`;
    return oneFix('review', title, replaceSpan(file, imageSpan, sibling));
  }
  const title = 'Append a digest of zeros to fill in (the build stops until then)';
  return oneFix('review', title, replaceSpan(file, { start: imageSpan.end, end: imageSpan.end }, zeroDigest));
}
