import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { insertLineBefore } from '../../model/dockerfile/edit.ts';
import { isBuilderVariable } from '../../model/dockerfile/scope.ts';
import type { Argument, Dockerfile, Instruction } from '../../model/dockerfile/types.ts';
import { mayBeSetByImage } from '../../model/knowledge/image-variables.ts';
import type { Span } from '../../model/place.ts';

export default defineDockerfileRule({
  id: 'dockerfile/undefined-variable',
  title: 'Path that begins with an unset variable',
  summary: 'A path begins with a variable that nothing in its stage sets, and so falls to the root folder.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'info', hostile: 'info' },
  properties: ['integrity', 'availability'],
  sources: ['CWE-457'],
  aliases: { hadolint: ['DL3044'], buildkit: ['UndefinedVar'] },
  fix: 'review',
  messages: {
    unset: "Nothing in this stage sets {name}, so that the path is '{rest}'.",
    outside: "The ARG {name} before FROM does not reach into this stage, so that the path is '{rest}'.",
  },
  help: 'Docker fills in nothing for a variable it does not know. The path then begins at the root of the image or of the build context, and more or other files are copied or shared than meant. Declare the variable in the stage.',
  check(file, report) {
    const outside = new Set(
      file.instructions.flatMap(({ stage, pairs }) =>
        stage === undefined ? pairs.map(({ name }) => name) : [],
      ),
    );
    for (const stage of file.stages) {
      const first = new Map<string, Instruction>();
      for (const instruction of stage.instructions) {
        if (instruction.onbuild) continue;
        for (const argument of paths(instruction)) {
          const [used, bare, braced] =
            /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})(?=\/|$)/.exec(argument.text) ?? [];
          const name = bare ?? braced;
          if (used === undefined || name === undefined || isBuilderVariable(name)) continue;
          const { state } = instruction.variable(name);
          if (state === 'set' || state === 'argument') continue;
          const isOutside = outside.has(name) && name !== 'HOME' && name !== 'PATH';
          if (!isOutside && mayBeSetByImage(stage.base, name)) continue;
          if (!first.has(name)) first.set(name, instruction);
          report(isOutside ? 'outside' : 'unset', {
            ...inStage(file, variableSpan(file, argument, used), stage),
            data: { name, rest: argument.text.slice(used.length) },
            fixes: fixes(file, first.get(name) ?? instruction, name, isOutside),
          });
        }
      }
    }
  },
});

/** The arguments of an instruction that are paths; heredocs of COPY begin with their mark. */
function paths({ keyword, args }: Instruction): readonly Argument[] {
  if (keyword === 'WORKDIR') return args.slice(0, 1);
  return keyword === 'COPY' || keyword === 'ADD' || keyword === 'VOLUME' ? args : [];
}

function variableSpan(file: Dockerfile, { inner }: Argument, used: string): Span {
  const isWritten = file.text.startsWith(used, inner.start);
  return isWritten ? { start: inner.start, end: inner.start + used.length } : inner;
}

/** Declares the variable, with the value that another stage gives it; where no value is known there is nothing to add. */
function fixes(file: Dockerfile, first: Instruction, name: string, isOutside: boolean): readonly Fix[] {
  if (isOutside)
    return oneFix(
      'review',
      `Declare ARG ${name} in the stage (the path is another one then)`,
      insertLineBefore(file, first, `ARG ${name}`),
    );
  const other = file.instructions
    .filter(({ keyword, onbuild }) => (keyword === 'ARG' || keyword === 'ENV') && !onbuild)
    .flatMap(({ pairs }) => pairs.filter((pair) => pair.name === name));
  const [value, ...others] = new Set(other.map(({ resolved }) => (resolved.known ? resolved.value : '')));
  if (value === undefined || others.length > 0 || !/^\/?[\w.-]+(?:\/[\w.-]+)*$/.test(value)) return [];
  return oneFix(
    'review',
    `Declare ARG ${name} with the value it has elsewhere in this file (the path is another one then)`,
    insertLineBefore(file, first, `ARG ${name}=${value}`),
  );
}
