import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { insertLineBefore } from '../../model/dockerfile/edit.ts';
import type { Dockerfile } from '../../model/dockerfile/types.ts';

/** The distribution reference grammar: `[host[:port]/]path[:tag][@digest]`. */
const reference =
  /^(?:[A-Za-z\d](?:[\w.-]*[A-Za-z\d])?(?::\d+)?\/)?[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*(?:\/[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*)*(?::\w[\w.-]{0,127})?(?:@[A-Za-z][\w+.-]*:[\da-fA-F]{32,})?$/;

export default defineDockerfileRule({
  id: 'dockerfile/unresolvable-base-arg',
  title: 'Base image out of a variable that is not there',
  summary: 'FROM uses a variable that no ARG before it declares, or whose default makes no image name.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'warning' },
  properties: ['integrity', 'availability'],
  sources: ['CWE-1357'],
  aliases: { buildkit: ['UndefinedArgInFrom', 'InvalidDefaultArgInFrom'] },
  fix: 'review',
  messages: {
    undeclared: 'No ARG before the first FROM declares {name}, so that it is always empty here.',
    malformed: "The defaults of this FROM make '{image}', which is no image name.",
  },
  help: 'FROM sees only what an ARG before the first FROM declares. Without it the name falls apart, or means another image than everybody reads there. Declare the ARG at the top, with a default that is a whole reference.',
  check(file, report) {
    for (const stage of file.stages) {
      const { from, image, imageSpan, parent } = stage;
      const text = from.args[0]?.text ?? '';
      if (image === undefined || imageSpan === undefined || parent !== undefined || !text.includes('$'))
        continue;
      const names = [...text.matchAll(/\$(?:(\w+)|\{(\w+)(?=\}|:?\?))/g)].map(
        ([, bare, braced]) => bare ?? braced ?? '',
      );
      const name = names.find((candidate) => from.variable(candidate).state === 'unset');
      const place = inStage(file, imageSpan, stage);
      if (name !== undefined)
        report('undeclared', { ...place, data: { name }, fixes: declaration(file, name) });
      else if (image.text.known && !reference.test(image.text.value)) {
        report('malformed', { ...place, data: { image: image.text.value } });
      }
    }
  },
});

/** With the default that a stage gives the same ARG further down, where there is one. */
function declaration(file: Dockerfile, name: string): readonly Fix[] {
  const [first] = file.stages;
  if (first === undefined) return [];
  const args = file.instructions.filter(({ keyword }) => keyword === 'ARG').flatMap(({ pairs }) => pairs);
  const value = args.find(
    (pair) => pair.name === name && pair.value !== undefined && /^[\w./:@-]+$/.test(pair.value),
  )?.value;
  const line = value === undefined ? `ARG ${name}` : `ARG ${name}=${value}`;
  const title =
    value === undefined
      ? `Declare ARG ${name} at the top (the build then needs --build-arg ${name}=…)`
      : `Declare ARG ${name} at the top with the default of the ARG further down (may choose another image)`;
  return oneFix('review', title, insertLineBefore(file, first.from, line));
}
