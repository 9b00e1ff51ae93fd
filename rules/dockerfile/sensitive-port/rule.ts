import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { deleteArgument, deleteInstruction } from '../../model/dockerfile/edit.ts';
import type { Stage } from '../../model/dockerfile/types.ts';
import { portUse } from '../../model/knowledge/exposed-ports.ts';

export default defineDockerfileRule({
  id: 'dockerfile/sensitive-port',
  title: 'Port for administration or debugging',
  summary: 'EXPOSE offers a port through which machines are administered or programs debugged.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'warning', hostile: 'warning' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-5.7', 'CWE-668'],
  aliases: { trivy: ['DS-0004'], checkov: ['CKV_DOCKER_1'], kics: ['5907595b'] },
  fix: 'safe',
  messages: { port: 'Port {port} is that of {use}.' },
  help: 'Whoever reaches this port runs commands or reads memory instead of using the application, and EXPOSE invites tools to publish it. Take the service out of the image; use docker exec, or a debug stage.',
  check(file, report) {
    const stage = file.runtimeStage;
    if (stage === undefined) return;
    const names = stage.chain.flatMap(({ name }) => name?.split(/[^a-z\d]+/) ?? []);
    const isDebugStage = names.some((name) => /^(?:dev|devel|development|debug|debugger|tests?)$/.test(name));
    for (const instruction of stage.chain.flatMap(({ instructions }) => instructions)) {
      if (instruction.keyword !== 'EXPOSE') continue;
      for (const argument of instruction.args) {
        const use = argument.resolved.known ? portUse(argument.resolved.value) : undefined;
        if (use === undefined || (use.isDebugger && isDebugStage) || isOwnPort(stage, use.port)) continue;
        const isOnly = instruction.args.length === 1;
        const edits = isOnly
          ? deleteInstruction(file, instruction)
          : deleteArgument(file, instruction, argument);
        report('port', {
          ...inStage(file, argument.inner, instruction.stage),
          data: { port: use.port, use: use.name },
          fixes: use.isRange ? [] : oneFix('safe', `Stop exposing port ${use.port}`, edits),
        });
      }
    }
  },
});

/** What the base image is there for: an SSH or Git server on 22, the one program that has 5678 as its web port. */
function isOwnPort({ base }: Stage, port: number): boolean {
  const words = base?.repository.known ? base.repository.value.toLowerCase().split(/[^a-z\d]+/) : [];
  if (port === 22)
    return words.some((word) => /^(?:sftp|ssh|sshd|openssh|git|gitea|gitlab|gogs|forgejo)$/.test(word));
  return port === 5678 && words.includes('n8n');
}
