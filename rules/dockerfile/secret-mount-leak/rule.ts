import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { type MountedLeak, mountedLeaks } from '../../model/dockerfile/mounted-leaks.ts';
import { secretMounts } from '../../model/dockerfile/mounted-secrets.ts';
import type { Dockerfile, Instruction } from '../../model/dockerfile/types.ts';

export default defineDockerfileRule({
  id: 'dockerfile/secret-mount-leak',
  title: 'Mounted secret that gets out',
  summary: 'A mounted secret is copied into the image, kept in a clone, or printed to the log of the build.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['CIS-4.10', 'OWASP-12', 'CWE-532', 'CWE-538'],
  aliases: {},
  fix: 'review',
  messages: {
    file: "'{name}' writes the mounted secret into a file of the image.",
    clone: "'{name}' keeps the address with the mounted secret in the settings of the clone.",
    log: "'{name}' prints the mounted secret to the log of the build.",
    trace: "set -x prints the mounted secret that '{name}' gets to the log of the build.",
  },
  help: 'A mount keeps a secret out of the layers only as long as nothing copies it there, and logs of builds are read by many. Mount the secret where the tool looks for it, or give its value to one command, with set +x before it.',
  check(file, report) {
    for (const instruction of file.instructions) {
      const { dialect } = instruction.shell ?? {};
      if (dialect !== 'posix' && dialect !== 'bash') continue;
      for (const leak of mountedLeaks(file, instruction)) {
        report(leak.kind, {
          ...inStage(file, leak, instruction.stage),
          data: { name: leak.name },
          fixes: fixes(file, instruction, leak),
        });
      }
    }
  },
});

/** `cp /run/secrets/x /root/.x && …` at the beginning of a step: the mount goes to where the copy went. */
function fixes(file: Dockerfile, instruction: Instruction, { command }: MountedLeak): readonly Fix[] {
  const { shell, user, json, heredocs } = instruction;
  const [first, next] = shell?.commands ?? [];
  const [mount, other] = secretMounts(instruction);
  if (command?.name !== 'cp' || command !== first || next === undefined || mount === undefined) return [];
  const isPlain = command.via === 'plain' && command.redirections.length === 0 && command.args.length === 2;
  if (!isPlain || other !== undefined || user !== undefined || json || heredocs.length > 0) return [];
  const [source, target] = command.args;
  const { path, flag } = mount;
  if (source?.text !== path || path === undefined || target === undefined || flag.valueSpan === undefined)
    return [];
  const between = file.text.slice(command.end, next.start).replaceAll(`${file.escape}${file.lineEnding}`, '');
  const isMentioned = file.text.slice(next.start, instruction.end).includes(path);
  if (between.trim() !== '&&' || isMentioned || !/^\/[\w./-]*[\w-]$/.test(target.text)) return [];
  const option = flag.options.find(({ name }) => /^(?:target|dst|destination)$/.test(name));
  const at = option?.span ?? { start: flag.valueSpan.end, end: flag.valueSpan.end };
  const text = option === undefined ? `,target=${target.text}` : `target=${target.text}`;
  return oneFix('review', `Mount it at ${target.text} instead of copying it (it cannot be changed there)`, [
    { path: file.path, start: at.start, end: at.end, text },
    { path: file.path, start: command.start, end: next.start, text: '' },
  ]);
}
