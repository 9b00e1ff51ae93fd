import { defineComposeRule } from '../../core/rule.ts';
import { reportStale, staleHelp, staleMessages } from '../../core/suppression/stale.ts';

export default defineComposeRule({
  id: 'compose/stale-suppression',
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
  check(project, report, { pragmas }) {
    const texts = new Map(project.files.map((file) => [file.path, file.text]));
    reportStale(pragmas, (path) => texts.get(path), report);
  },
});
