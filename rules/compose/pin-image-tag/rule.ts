import { atSeat } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { pulledImagesOf } from '../../model/compose/pulled-images.ts';
import { movingServiceTagOf } from '../../model/knowledge/image-tags.ts';

export default defineComposeRule({
  id: 'compose/pin-image-tag',
  title: 'Image without a fixed version',
  summary: 'The image has no tag, or one that its publisher moves.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['integrity', 'availability'],
  sources: ['CIS-5.28', 'OWASP-13', 'CWE-1357', 'CWE-829'],
  aliases: { 'compose-lint': ['CL-0004'], dclint: ['service-image-require-explicit-tag'] },
  fix: 'none',
  messages: {
    missing: "Service '{service}' runs an image without a tag, which means latest.",
    moving: "Service '{service}' runs an image whose tag '{tag}' moves.",
  },
  help: 'Two hosts, or the same host tomorrow, run different programs from the same file, and nobody can say which version had a flaw. Write the version that is in use now, as `docker compose images` shows it, and change it on purpose.',
  check: forEachContainer((service, report) => {
    for (const { value, reference } of pulledImagesOf(service)) {
      const tag = movingServiceTagOf(reference);
      if (tag === undefined) continue;
      report(tag === '' ? 'missing' : 'moving', { ...atSeat(value), data: { tag } });
    }
  }),
});
