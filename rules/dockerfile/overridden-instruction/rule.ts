import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { deleteInstruction } from '../../model/dockerfile/edit.ts';

const single = ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'];

export default defineDockerfileRule({
  id: 'dockerfile/overridden-instruction',
  title: 'Instruction without effect',
  summary: 'A later CMD, ENTRYPOINT or HEALTHCHECK of the same stage replaces this one.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'info', hostile: 'info' },
  properties: ['integrity'],
  sources: ['CWE-1164'],
  aliases: {
    hadolint: ['DL3012', 'DL4003', 'DL4004'],
    buildkit: ['MultipleInstructionsDisallowed'],
    trivy: ['DS-0007', 'DS-0016', 'DS-0023'],
    semgrep: ['multiple-entrypoint-instructions', 'multiple-cmd-instructions'],
    kics: ['41c195f4', '6938958b'],
  },
  fix: 'review',
  messages: { dead: 'This {keyword} has no effect, because the stage has a later one.' },
  help: 'Only the last one of a stage counts. If the earlier one was the careful one, with its options and its user, the image runs without it. Keep one of them.',
  check(file, report) {
    for (const stage of file.stages) {
      for (const keyword of single) {
        const same = stage.instructions.filter(
          (instruction) => instruction.keyword === keyword && !instruction.onbuild,
        );
        const last = same.at(-1);
        for (const instruction of same.slice(0, -1)) {
          report('dead', {
            ...inStage(file, instruction, stage),
            data: { keyword },
            tags: ['unnecessary'],
            related:
              last === undefined
                ? []
                : [{ ...inStage(file, last.keywordSpan, stage), message: 'This one counts.' }],
            fixes: oneFix(
              'review',
              `Delete this ${keyword} (make sure that the later one is the right one)`,
              deleteInstruction(file, instruction),
            ),
          });
        }
      }
    }
  },
});
