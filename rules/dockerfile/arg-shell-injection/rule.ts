import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { argumentsOfSteps } from '../../model/dockerfile/build-arguments.ts';
import { replaceSpan } from '../../model/dockerfile/edit.ts';
import { type InjectedArgument, injectedArguments } from '../../model/dockerfile/injected-arguments.ts';
import type { Dockerfile } from '../../model/dockerfile/types.ts';
import { carriedVariables } from '../../model/knowledge/carried-variables.ts';
import { shells } from '../../model/shell/wrappers.ts';

export default defineDockerfileRule({
  id: 'dockerfile/arg-shell-injection',
  title: 'Build argument run as program',
  summary:
    'The value of an ARG becomes part of a program, so that whoever starts the build can run anything.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['integrity', 'confidentiality'],
  sources: ['CWE-78'],
  aliases: {},
  fix: 'review',
  messages: {
    text: "The value of the ARG {argument} is part of the program that '{runner}' runs.",
    command: 'The value of the ARG {argument} is the command that runs here.',
  },
  help: 'A value with a semicolon, quotes or a $(…) in it adds commands of its own to the build, which has the source code, the build secrets and the result in its hands. Pass the value as a quoted argument instead.',
  check(file, report) {
    for (const [{ shell, stage }, carried] of argumentsOfSteps(file)) {
      if (shell === undefined || carried.size === 0) continue;
      if (shell.dialect !== 'posix' && shell.dialect !== 'bash') continue;
      for (const injected of injectedArguments(file, shell, carried)) {
        const { argument, runner } = injected;
        report(runner === undefined ? 'command' : 'text', {
          ...inStage(file, injected, stage),
          data: { argument, runner: runner?.name ?? '' },
          fixes: fixes(file, injected),
        });
      }
    }
  },
});

/** `sh -c "a $X"` becomes `sh -c 'a "$1"' -- "$X"`, where the program has nothing else that a shell would change. */
function fixes(file: Dockerfile, { runner, program }: InjectedArgument): readonly Fix[] {
  if (runner?.name === undefined || program === undefined || !Object.hasOwn(shells, runner.name)) return [];
  const text = file.text.slice(program.start, program.end);
  const isPlain = runner.args.at(-1) === program && (runner.via === 'plain' || runner.via === 'argument');
  if (!isPlain || !/^"[^"'`\\\n]*"$/.test(text)) return [];
  const body = text.slice(1, -1);
  const variables = carriedVariables(body);
  const isSimple = body.replace(/\$(?:\w+|\{\w+\})/g, '').includes('$') === false;
  // At the beginning of a command the value names the program, which cannot be passed as an argument.
  if (
    !isSimple ||
    variables.length === 0 ||
    /(?:^|[;&|(!])\s*\$|\b(?:eval|exec|sudo|then|do)\s+\$/.test(body)
  )
    return [];
  const names = [...new Set(variables.map(({ name }) => name))];
  const single = body.replace(
    /\$(?:(\w+)|\{(\w+)\})/g,
    (_, bare, braced) => `"$${names.indexOf(bare ?? braced) + 1}"`,
  );
  const passed = names.map((name) => `"$${name}"`).join(' ');
  return oneFix(
    'review',
    'Pass the value as an argument (it is one word then, also with blanks in it)',
    replaceSpan(file, program, `'${single}' -- ${passed}`),
  );
}
