import { defineDockerfileRule } from '../../core/rule.ts';
import { reportStale, staleHelp, staleMessages } from '../../core/suppression/stale.ts';

export default defineDockerfileRule({
  id: 'dockerfile/stale-suppression',
  title: 'Stale suppression',
  summary: 'A Bulkhead comment that silences nothing, names no rule, or is past its date.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'info', hostile: 'warning' },
  properties: ['integrity'],
  sources: ['CWE-1164'],
  aliases: {},
  fix: 'safe',
  runsLast: true,
  messages: staleMessages,
  help: staleHelp,
  check(file, report, { pragmas }) {
    reportStale(pragmas, (path) => (path === file.path ? file.text : undefined), report);
  },
});
