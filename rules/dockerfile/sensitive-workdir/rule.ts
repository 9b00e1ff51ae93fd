import { inStage } from '../../core/in-stage.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { workdirAfter } from '../../model/dockerfile/stage.ts';

const systemFolder = /^\/(?:proc|sys|dev|boot|lost\+found)(?=\/|$)/;

export default defineDockerfileRule({
  id: 'dockerfile/sensitive-workdir',
  title: 'Working directory in a system folder',
  summary: 'WORKDIR points into /proc, /sys, /dev, /boot or /lost+found.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-4.3', 'CWE-668'],
  aliases: { trivy: ['DS-0030'] },
  fix: 'none',
  messages: {
    system: 'The working directory {path} lies in the system folder {folder}.',
    descriptor: 'The working directory {path} is an open file of the runtime, the way out of CVE-2024-21626.',
  },
  help: {
    system:
      'The kernel keeps this folder, so that files written there change the machine or vanish, and links in it may lead out of the container. Use a folder of the application, such as /app.',
    descriptor:
      'A runtime that has not been mended leaves a folder of the host open under that number, and the container starts outside of its own file system. Use a folder of the application, such as /app.',
  },
  check(file, report) {
    for (const { keyword, args, workdir, stage } of file.instructions) {
      const [argument] = args;
      if (keyword !== 'WORKDIR' || argument === undefined || stage?.platform === 'windows') continue;
      const after = workdirAfter(workdir, argument.resolved);
      const path = (after.known ? after.value : undefined) ?? '';
      const folder = systemFolder.exec(path)?.[0];
      if (folder === undefined) continue;
      report(/^\/proc\/[^/]+\/fd(?:\/|$)/.test(path) ? 'descriptor' : 'system', {
        ...inStage(file, argument.inner, stage),
        data: { path, folder },
      });
    }
  },
});
