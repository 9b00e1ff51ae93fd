import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { replaceSpan } from '../../model/dockerfile/edit.ts';
import type { Dockerfile, Instruction, Stage } from '../../model/dockerfile/types.ts';

/** Words that only a shell understands. */
const shellWords =
  /^(?:\.|:|source|cd|eval|exec|export|set|unset|trap|ulimit|umask|alias|test|\[|if|for|while|until|case|until|time|function|command|builtin|read|wait|exit|return|shift|local|declare)$/;

export default defineDockerfileRule({
  id: 'dockerfile/shell-form-entrypoint',
  title: 'Shell around the program that starts',
  summary: 'ENTRYPOINT or CMD in shell form makes sh process 1 instead of the program.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'info', hostile: 'info' },
  properties: ['integrity', 'availability'],
  sources: ['CWE-78'],
  aliases: {
    hadolint: ['DL3025'],
    buildkit: ['JSONArgsRecommended'],
    semgrep: ['prefer-json-notation'],
    kics: ['b86987e1'],
  },
  fix: 'review',
  messages: { shell: '{keyword} in shell form starts the program through sh, which keeps signals from it.' },
  help: 'The shell is process 1, so that a stop is not passed on and the program is killed after ten seconds, and variables of the container are read as shell text. Use the JSON form, or exec as the first word.',
  check(file, report) {
    const stage = file.runtimeStage;
    if (stage === undefined || stage.platform === 'windows') return;
    const { entrypoint, command } = stage;
    // Behind an ENTRYPOINT in shell form, CMD is not used at all.
    const isAlone = entrypoint !== undefined && isShellForm(entrypoint);
    for (const instruction of isAlone ? [entrypoint] : [entrypoint, command]) {
      if (instruction === undefined || !isShellForm(instruction)) continue;
      const first = instruction.shell?.commands[0];
      if (instruction.shellInstruction !== undefined || first === undefined || first.name === 'exec')
        continue;
      report('shell', {
        ...inStage(file, instruction.keywordSpan, instruction.stage),
        data: { keyword: instruction.keyword },
        fixes: fixes(file, stage, instruction),
      });
    }
  },
});

function isShellForm({ json, shell, args }: Instruction): boolean {
  return !json && args.length > 0 && shell !== undefined;
}

/** Where the text is one command of plain words, the JSON form starts the same program with the same arguments. */
function fixes(file: Dockerfile, stage: Stage, instruction: Instruction): readonly Fix[] {
  const { argumentsSpan: span, shell, keyword } = instruction;
  const [command, second] = shell?.commands ?? [];
  if (span === undefined || command === undefined || second !== undefined) return [];
  // In JSON form the words of CMD would be added to those of ENTRYPOINT.
  if (keyword === 'ENTRYPOINT' ? stage.command !== undefined : stage.entrypoint !== undefined) return [];
  const isPlain =
    /^[\w./:=@%+, "'-]+$/.test(file.text.slice(span.start, span.end)) && command.assignments.length === 0;
  const words = [command.word, ...command.args].flatMap(({ value }) => (value.known ? [value.value] : []));
  if (!isPlain || words.length !== command.args.length + 1 || shellWords.test(words[0] ?? '')) return [];
  const json = `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
  const title = 'Write it in JSON form (a program that relied on the shell around it behaves otherwise)';
  return oneFix('review', title, replaceSpan(file, span, json));
}
