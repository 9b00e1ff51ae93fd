import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { deleteOption, deletePair } from '../../model/dockerfile/edit.ts';
import { replaceWritten } from '../../model/dockerfile/edit-written.ts';
import type { Dockerfile, Instruction, NameValue } from '../../model/dockerfile/types.ts';
import { debugArguments, debugVariable } from '../../model/knowledge/debug-settings.ts';

export default defineDockerfileRule({
  id: 'dockerfile/debug-mode',
  title: 'Debug mode in what is shipped',
  summary: 'The image starts its program in debug or development mode.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'warning', hostile: 'warning' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-4.3', 'CWE-489'],
  aliases: {},
  fix: 'review',
  messages: {
    mode: '{name} puts the program into debug or development mode.',
    debugger: '{name} lets everyone who reaches the container debug the program.',
    argument: "'{name}' starts the program in debug or development mode.",
    listener: "'{name}' lets everyone who reaches the container debug the program.",
  },
  help: 'Debug modes show source, settings and secrets to whoever causes an error, and debuggers run any code they are sent. Use the production settings in what is shipped, and a stage called dev or debug for the rest.',
  check(file, report) {
    const stage = file.runtimeStage;
    if (stage === undefined) return;
    const words = stage.chain.flatMap(({ name }) => name?.split(/[^a-z\d]+/) ?? []);
    if (words.some((word) => /^(?:dev|devel|development|debug|tests?|ci)$/.test(word))) return;
    const inForce = new Map<string, { readonly pair: NameValue; readonly instruction: Instruction }>();
    for (const instruction of stage.chain.toReversed().flatMap(({ instructions }) => instructions)) {
      if (instruction.keyword !== 'ENV') continue;
      for (const pair of instruction.pairs) inForce.set(pair.name, { pair, instruction });
    }
    for (const { pair, instruction } of inForce.values()) {
      const kind = pair.resolved.known ? debugVariable(pair.name, pair.resolved.value) : undefined;
      if (kind === undefined) continue;
      report(kind === 'debugger' ? 'debugger' : 'mode', {
        ...inStage(file, pair.nameSpan, instruction.stage),
        data: { name: pair.name },
        fixes: pairFix(file, instruction, pair, kind),
      });
    }
    for (const instruction of [stage.entrypoint, stage.command]) {
      for (const { at, text, isDebugger, option } of (instruction?.shell?.commands ?? []).flatMap(
        debugArguments,
      )) {
        const edits = option === undefined ? undefined : deleteOption(file, option);
        const title = `Delete ${text} (the program no longer reloads or shows details of errors)`;
        report(isDebugger ? 'listener' : 'argument', {
          ...inStage(file, at, instruction?.stage),
          data: { name: text },
          fixes: oneFix('review', title, edits),
        });
      }
    }
  },
});

function pairFix(file: Dockerfile, instruction: Instruction, pair: NameValue, kind: string): readonly Fix[] {
  const { name, value, valueSpan } = pair;
  if (kind === 'environment' && value !== undefined) {
    const production = /^[A-Z]/.test(value) ? 'Production' : 'production';
    return oneFix(
      'review',
      `Set ${name} to ${production} (the program then reads its production settings)`,
      replaceWritten(file, valueSpan, value, production),
    );
  }
  return oneFix(
    'review',
    `Delete ${name} (the program no longer shows details of errors)`,
    deletePair(file, instruction, pair),
  );
}
