import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { replaceSpan } from '../../model/dockerfile/edit.ts';
import { type StageReference, stageNamed, stageReferences } from '../../model/dockerfile/stages.ts';
import type { Dockerfile } from '../../model/dockerfile/types.ts';
import { nearestWord } from '../../model/knowledge/edit-distance.ts';

export default defineDockerfileRule({
  id: 'dockerfile/copy-from-unknown',
  title: 'Copy from a stage that does not exist',
  summary: 'COPY --from or a mount names neither an earlier stage nor a full image reference.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'warning', hostile: 'error' },
  properties: ['integrity', 'availability'],
  sources: ['CWE-829', 'CWE-1357'],
  aliases: { hadolint: ['DL3022'], kics: ['68a51e22'] },
  fix: 'review',
  messages: {
    word: "No earlier stage is called '{name}', so that docker.io/library/{name} would be loaded.",
    later: "The stage '{name}' comes later, so that docker.io/library/{name} would be loaded.",
    number: 'There is no earlier stage with the number {name}.',
  },
  help: 'The builder takes a name that is no stage for an image of Docker Hub and copies from whatever has that name there. Name an earlier stage; write an image in full, with registry, version and digest.',
  check(file, report) {
    for (const instruction of file.instructions) {
      for (const reference of stageReferences(file, instruction)) {
        const kind = kindOf(file, reference);
        if (kind === undefined) continue;
        const earlier = file.stages.slice(0, instruction.stage?.index ?? 0).flatMap(({ name }) => name ?? []);
        const near = kind === 'number' ? undefined : nearestWord(reference.text.toLowerCase(), earlier);
        const title = `Name the stage ${near} (copies from another place than before)`;
        report(kind, {
          ...inStage(file, reference, instruction.stage),
          data: { name: reference.text },
          fixes: near === undefined ? [] : oneFix('review', title, replaceSpan(file, reference, near)),
        });
      }
    }
  },
});

/** Undefined for stages, images, scratch, and the stage itself, of which ambiguous-stage speaks. */
function kindOf(
  file: Dockerfile,
  { text, stage, instruction }: StageReference,
): 'word' | 'later' | 'number' | undefined {
  const own = instruction.stage;
  if (stage !== undefined || own === undefined || !/^[\w.-]+$/.test(text) || text === 'scratch')
    return undefined;
  if (text.toLowerCase() === own.name) return undefined;
  if (/^\d+$/.test(text)) return Number(text) === own.index ? undefined : 'number';
  return stageNamed(file.stages, text) === undefined ? 'word' : 'later';
}
