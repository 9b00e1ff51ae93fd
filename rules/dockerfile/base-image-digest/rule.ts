import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { replaceWritten } from '../../model/dockerfile/edit-written.ts';
import { isScratch } from '../../model/image-reference.ts';
import { movingTagOf } from '../../model/knowledge/image-tags.ts';

const zeroDigest = `@sha256:${'0'.repeat(64)}`;

export default defineDockerfileRule({
  id: 'dockerfile/base-image-digest',
  title: 'Base image without a digest',
  summary: 'FROM names a version, but not the one image that was looked at.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'off', hostile: 'info' },
  properties: ['integrity'],
  sources: ['OWASP-9', 'OWASP-13', 'CWE-494'],
  aliases: { semgrep: ['dockerfile-source-not-pinned'] },
  fix: 'review',
  messages: { digest: "The base image '{image}' has a tag but no digest." },
  help: 'A tag can be moved to another image by whoever may push to the repository. The digest is the image: append @sha256:… from docker buildx imagetools inspect, and let a tool raise tag and digest together.',
  check(file, report) {
    for (const stage of file.stages) {
      const { image, imageSpan, parent } = stage;
      if (image === undefined || imageSpan === undefined || parent !== undefined || isScratch(image))
        continue;
      const { text, tag, digest } = image;
      if (!text.known || !tag.known || !digest.known || digest.value !== undefined || !tag.value) continue;
      // An image whose tag moves has a finding of its own.
      if (movingTagOf(image) !== undefined) continue;
      report('digest', {
        ...inStage(file, imageSpan, stage),
        data: { image: text.value },
        fixes: oneFix(
          'review',
          'Append a digest of zeros to fill in (the build stops until then)',
          replaceWritten(file, imageSpan, text.value, text.value + zeroDigest),
        ),
      });
    }
  },
});
