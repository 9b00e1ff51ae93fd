import { oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachServiceLacking } from '../../core/rule.ts';
import { isUnlimited, setLimit } from '../../model/compose/set-limit.ts';

export default defineComposeRule({
  id: 'compose/pids-limit',
  title: 'Process limit',
  summary: 'The service may start as many processes as the kernel of the host can hold.',
  kind: 'absence',
  severity: { single: 'off', mixed: 'warning', hostile: 'error' },
  properties: ['availability'],
  sources: ['CIS-5.29', 'OWASP-7', 'CWE-770'],
  aliases: { kics: ['Pids Limit Not Set', '221e0658'] },
  fix: 'review',
  options: {
    pids: {
      default: 200,
      description: 'The limit that the fix writes, as a number of processes and threads.',
    },
  },
  messages: { missing: "Service '{service}' has no limit on processes." },
  help: 'Process ids are one pool for the whole host: a fork bomb in one container leaves none for anything else, not even for a login to stop it. Set pids_limit, or deploy.resources.limits.pids, above the processes and threads the service runs at its busiest.',
  check: forEachServiceLacking(
    'missing',
    (service) => isUnlimited(service.pidsLimits),
    (service, { options }) => {
      const title = `Limit the service to ${options.pids} processes and threads (programs with many threads may fail)`;
      return oneFix('review', title, setLimit(service, 'pids', String(options.pids)));
    },
  ),
});
