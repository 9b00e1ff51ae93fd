import { inStage } from '../../core/in-stage.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { isDevelopmentStage } from '../../model/dockerfile/development-stage.ts';
import { environmentEntries } from '../../model/dockerfile/runtime-environment.ts';
import type { Stage } from '../../model/dockerfile/types.ts';
import { disablesAuthentication } from '../../model/knowledge/authentication-switches.ts';
import { openServerOptions } from '../../model/knowledge/open-servers.ts';
import { fileName } from '../../model/shell/paths.ts';

export default defineDockerfileRule({
  id: 'dockerfile/auth-disabled',
  title: 'Service without authentication',
  summary: 'The image starts its service so that everybody who reaches it is let in.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CWE-306'],
  aliases: {},
  fix: 'none',
  messages: {
    variable: '{name} lets everybody who reaches the container in without a credential.',
    option: "'{name}' lets everybody who reaches the container in without a credential.",
  },
  help: 'Every other container on the network, and whatever a browser on the host opens, may then use the service as its administrator. Delete the switch and give the service a password or token, by a secret when it starts.',
  check(file, report) {
    const stage = file.runtimeStage;
    if (stage === undefined || isDevelopmentStage(stage)) return;
    for (const { pair, instruction } of environmentEntries(stage)) {
      if (!pair.resolved.known || !disablesAuthentication(pair.name, pair.resolved.value)) continue;
      report('variable', {
        ...inStage(file, pair.nameSpan, instruction.stage),
        data: { name: pair.name },
      });
    }
    const program = startedProgram(stage);
    for (const instruction of [stage.entrypoint, stage.command]) {
      for (const command of instruction?.shell?.commands ?? []) {
        if (command.via === 'argument') continue;
        for (const { option, ...span } of openServerOptions(command, program))
          report('option', { ...inStage(file, span, instruction?.stage), data: { name: option } });
      }
    }
  },
});

/** The program that an options-only CMD is for: the entrypoint's, else the one the base image is named after. */
function startedProgram({ entrypoint, base }: Stage): string | undefined {
  const first = entrypoint?.shell?.commands[0];
  if (first !== undefined) return fileName(first.word.text);
  return base?.repository.known ? fileName(base.repository.value) : undefined;
}
