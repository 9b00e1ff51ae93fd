import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { stageNamed, stageReferences } from '../../model/dockerfile/stages.ts';
import type { Dockerfile, Stage } from '../../model/dockerfile/types.ts';
import type { Span } from '../../model/place.ts';

export default defineDockerfileRule({
  id: 'dockerfile/ambiguous-stage',
  title: 'Stage name with two meanings',
  summary: 'Two stages share a name, a stage has a reserved name, or a stage copies from itself.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'warning', hostile: 'warning' },
  properties: ['integrity'],
  sources: ['CWE-706'],
  aliases: {
    hadolint: ['DL3023', 'DL3024', 'DL3063'],
    buildkit: ['DuplicateStageName', 'ReservedStageName'],
    trivy: ['DS-0006', 'DS-0012'],
    checkov: ['CKV_DOCKER_11'],
    semgrep: ['alias-must-be-unique', 'copy-from-own-alias'],
    kics: ['f2daed12', 'cdddb86f'],
    tally: ['tally/circular-stage-deps'],
  },
  fix: 'review',
  messages: {
    twice: "An earlier stage is called '{name}' too.",
    reserved: "'{name}' is a name that the builder has reserved.",
    itself: 'This stage copies from itself.',
  },
  help: 'Which stage a name means then depends on where it is used and on the builder, so that another one than expected may be built or copied from. Give every stage a name of its own.',
  check(file, report) {
    const earlier = new Set<string>();
    for (const stage of file.stages) {
      const { name, nameSpan } = stage;
      if (name === undefined || nameSpan === undefined) continue;
      const isReserved = name === 'scratch' || name === 'context';
      const isTwice = earlier.has(name);
      earlier.add(name);
      if (!isReserved && !isTwice) continue;
      report(isTwice ? 'twice' : 'reserved', {
        ...inStage(file, nameSpan, stage),
        data: { name },
        fixes: renaming(file, stage),
      });
    }
    for (const instruction of file.instructions) {
      const own = instruction.stage;
      for (const { stage, text, start } of stageReferences(file, instruction)) {
        if (own === undefined || stage !== undefined) continue;
        if (text.toLowerCase() !== own.name && text !== String(own.index)) continue;
        const flag = instruction.flags.find((candidate) => candidate.start <= start && start < candidate.end);
        if (flag !== undefined) report('itself', inStage(file, flag, own));
      }
    }
  },
});

/** A name that is free, at the stage and wherever the file means this stage by it. */
function renaming(file: Dockerfile, stage: Stage): readonly Fix[] {
  const { name, nameSpan } = stage;
  if (name === undefined || nameSpan === undefined) return [];
  // Counted, so that the fixes of several stages of one name do not choose the same new one.
  let free = Math.max(2, file.stages.slice(0, stage.index + 1).filter((other) => other.name === name).length);
  while (stageNamed(file.stages, `${name}-${free}`) !== undefined) free++;
  const bases = file.stages.flatMap(({ parent, imageSpan }) =>
    parent === stage && imageSpan ? [imageSpan] : [],
  );
  const references = file.instructions
    .flatMap((instruction) => stageReferences(file, instruction))
    .filter((reference) => reference.stage === stage && reference.text.toLowerCase() === name);
  const spans: readonly Span[] = [nameSpan, ...bases, ...references];
  // What comes out of a variable is named elsewhere.
  if (spans.some(({ start, end }) => file.text.slice(start, end).toLowerCase() !== name)) return [];
  const edits = spans.map(({ start, end }) => ({ path: file.path, start, end, text: `${name}-${free}` }));
  return oneFix(
    'review',
    `Rename this stage to ${name}-${free} (a build target of that name then means the other)`,
    edits,
  );
}
