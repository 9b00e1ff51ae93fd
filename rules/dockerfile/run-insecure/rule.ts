import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { deleteWord } from '../../model/dockerfile/edit.ts';

export default defineDockerfileRule({
  id: 'dockerfile/run-insecure',
  title: 'Build step without its sandbox',
  summary: 'A RUN asks for full privileges or for a device of the build host.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['OWASP-3', 'CWE-250'],
  aliases: {},
  fix: 'review',
  messages: {
    insecure: 'This step runs with every privilege on the build host.',
    device: 'This step gets a device of the build host.',
  },
  help: 'Whatever the step runs, and every package it installs, can reach the build host and the builds of others on it. Delete the flag; do what needs the privilege outside of the build.',
  check(file, report) {
    for (const { keyword, flags, stage } of file.instructions) {
      if (keyword !== 'RUN') continue;
      for (const flag of flags) {
        const isInsecure = flag.name === 'security' && flag.value?.toLowerCase() === 'insecure';
        if (!isInsecure && flag.name !== 'device') continue;
        const title = `Delete --${flag.name} (the step fails if it really needs it)`;
        report(isInsecure ? 'insecure' : 'device', {
          ...inStage(file, flag, stage),
          fixes: oneFix('review', title, deleteWord(file, flag)),
        });
      }
    }
  },
});
