import { atSeat } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { pulledImagesOf } from '../../model/compose/pulled-images.ts';
import type { ImageReference } from '../../model/image-reference.ts';
import { movingServiceTagOf } from '../../model/knowledge/image-tags.ts';

export default defineComposeRule({
  id: 'compose/pin-image-digest',
  title: 'Image without a digest',
  summary: 'Only a tag says which image runs, or the digest behind it is none.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'info', hostile: 'error' },
  properties: ['integrity'],
  sources: ['CIS-4.2', 'CIS-5.28', 'OWASP-13', 'CWE-494'],
  aliases: { 'compose-lint': ['CL-0019'] },
  fix: 'none',
  messages: {
    missing: "Service '{service}' runs an image that only its tag '{tag}' identifies, not a digest.",
    malformed: "Service '{service}' names an image with a digest that cannot be one.",
  },
  help: 'A tag can be pointed to another image, also by somebody who took over the account of its publisher; a digest names exactly one content, which the engine checks. Append it to the tag: `docker buildx imagetools inspect IMAGE` shows it.',
  check: forEachContainer((service, report) => {
    for (const { value, reference } of pulledImagesOf(service)) {
      const message = judge(reference);
      if (message === undefined) continue;
      const tag = reference.tag.known ? (reference.tag.value ?? '') : '';
      report(message, { ...atSeat(value), data: { tag } });
    }
  }),
});

function judge(image: ImageReference): 'missing' | 'malformed' | undefined {
  const { digest, tag } = image;
  if (!digest.known) return undefined;
  // The two algorithms that the image specification registers.
  if (digest.value !== undefined)
    return /^(?:sha256:[\da-f]{64}|sha512:[\da-f]{128})$/i.test(digest.value) ? undefined : 'malformed';
  const isFixed = tag.known && tag.value !== undefined && movingServiceTagOf(image) === undefined;
  return isFixed ? 'missing' : undefined;
}
