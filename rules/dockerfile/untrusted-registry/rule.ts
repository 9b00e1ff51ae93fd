import { inStage } from '../../core/in-stage.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { isListedImage } from '../../core/trusted-images.ts';
import { stageReferences } from '../../model/dockerfile/stages.ts';
import type { Dockerfile, Stage } from '../../model/dockerfile/types.ts';
import {
  canonicalName,
  type ImageReference,
  isScratch,
  parseImageReference,
} from '../../model/image-reference.ts';
import type { Span } from '../../model/place.ts';

export default defineDockerfileRule({
  id: 'dockerfile/untrusted-registry',
  title: 'Image from a place that is not trusted',
  summary: 'An image comes from a registry or path that `trustedRegistries` does not list.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['integrity'],
  sources: ['CIS-4.2', 'OWASP-13', 'CWE-829'],
  aliases: { hadolint: ['DL3026'] },
  fix: 'none',
  messages: { untrusted: "'{image}' comes from a place that trustedRegistries does not list." },
  help: 'The project has decided where images may come from, and this one was not looked at there. Use the mirror that the setting names, or add the registry or path to it after somebody has judged it.',
  check(file, report, { trustedRegistries }) {
    if (trustedRegistries.length === 0) return;
    for (const { image, span, stage } of externalImages(file)) {
      if (isListedImage(image, trustedRegistries) !== false) continue;
      report('untrusted', { ...inStage(file, span, stage), data: { image: canonicalName(image) ?? '' } });
    }
  },
});

interface ExternalImage {
  readonly image: ImageReference;
  readonly span: Span;
  readonly stage: Stage | undefined;
}

/** What FROM, COPY --from and RUN --mount take from a registry. */
function externalImages(file: Dockerfile): readonly ExternalImage[] {
  const images = file.stages.flatMap((stage): readonly ExternalImage[] => {
    const { image, imageSpan, parent } = stage;
    const isExternal =
      image !== undefined && imageSpan !== undefined && parent === undefined && !isScratch(image);
    return isExternal ? [{ image, span: imageSpan, stage }] : [];
  });
  const copied = file.instructions.flatMap((instruction) => stageReferences(file, instruction));
  for (const { instruction, text, start, end, stage } of copied) {
    // A plain word may as well be a build context, and is judged by copy-from-unknown.
    if (stage !== undefined || !/[/:@]/.test(text) || text.includes('$')) continue;
    images.push({ image: parseImageReference(text), span: { start, end }, stage: instruction.stage });
  }
  return images;
}
