import { defineDockerfileRule } from '../../core/rule.ts';

export default defineDockerfileRule({
  id: 'dockerfile/suppression-without-reason',
  title: 'Suppression without a reason',
  summary: 'A Bulkhead comment silences a rule and does not say why.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'off', hostile: 'info' },
  properties: ['integrity'],
  sources: ['OWASP-9'],
  aliases: { hadolint: ['DL1001'] },
  fix: 'none',
  runsLast: true,
  messages: { reason: 'This suppression gives no reason.' },
  help: 'Whoever reads it later cannot tell a decision from a way to be left alone. Write the reason behind two dashes: # bulkhead ignore=… -- why it is accepted.',
  check(file, report, { pragmas }) {
    for (const { path, pragma } of pragmas) {
      if (path !== file.path || pragma.tool !== 'bulkhead' || pragma.reason !== undefined) continue;
      report('reason', { at: { path, start: pragma.comment.start, end: pragma.comment.end } });
    }
  },
});
