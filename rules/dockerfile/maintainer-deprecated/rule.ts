import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { deleteInstruction, replaceSpan } from '../../model/dockerfile/edit.ts';
import type { Dockerfile, Instruction } from '../../model/dockerfile/types.ts';

const authors = 'org.opencontainers.image.authors';

export default defineDockerfileRule({
  id: 'dockerfile/maintainer-deprecated',
  title: 'Deprecated MAINTAINER',
  summary: 'MAINTAINER is deprecated; tools read who is responsible for an image from its labels.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'hint', hostile: 'hint' },
  properties: ['integrity'],
  sources: ['CWE-477'],
  aliases: {
    hadolint: ['DL4000'],
    buildkit: ['MaintainerDeprecated'],
    trivy: ['DS-0022'],
    checkov: ['CKV_DOCKER_6'],
  },
  fix: 'safe',
  messages: { deprecated: `MAINTAINER is deprecated; the label ${authors} takes its place.` },
  help: 'Who finds a weakness in an image looks in its labels for somebody to tell. What MAINTAINER says is not among them, is not inherited by stages that name somebody else, and other builders may drop it.',
  check(file, report) {
    for (const instruction of file.instructions) {
      if (instruction.keyword !== 'MAINTAINER') continue;
      report('deprecated', {
        ...inStage(file, instruction.keywordSpan, instruction.stage),
        tags: ['deprecated'],
        fixes: fixes(file, instruction),
      });
    }
  },
});

function fixes(file: Dockerfile, instruction: Instruction): readonly Fix[] {
  const { stage, argumentsSpan } = instruction;
  const isNamed = stage?.instructions.some(({ keyword, pairs }) => {
    return keyword === 'LABEL' && pairs.some(({ name }) => name === authors);
  });
  if (isNamed) {
    return oneFix(
      'safe',
      `Delete MAINTAINER (the label ${authors} is there)`,
      deleteInstruction(file, instruction),
    );
  }
  const written = argumentsSpan && file.text.slice(argumentsSpan.start, argumentsSpan.end);
  if (written === undefined) return [];
  const label = `LABEL ${authors}="${escaped(withoutQuotes(written), file.escape)}"`;
  return oneFix('safe', `Replace MAINTAINER by the label ${authors}`, replaceSpan(file, instruction, label));
}

/** MAINTAINER takes the rest of the line as it is; quotes around all of it were meant as those of a string. */
function withoutQuotes(text: string): string {
  return /^(["'])([^"'\\]*)\1$/.exec(text)?.[2] ?? text;
}

/** MAINTAINER fills in no variables, and LABEL does. */
function escaped(text: string, escapeSign: Dockerfile['escape']): string {
  return text.replace(/["$]|\\|`/g, (letter) => {
    return letter === '"' || letter === '$' || letter === escapeSign ? escapeSign + letter : letter;
  });
}
