import { oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachServiceLacking } from '../../core/rule.ts';
import { isUnlimited, setLimit } from '../../model/compose/set-limit.ts';

export default defineComposeRule({
  id: 'compose/cpu-limit',
  title: 'CPU limit',
  summary: 'The service may use all the processors of the host.',
  kind: 'absence',
  severity: { single: 'off', mixed: 'warning', hostile: 'error' },
  properties: ['availability'],
  sources: ['CIS-5.12', 'OWASP-7', 'CWE-400'],
  aliases: { 'compose-lint': ['CL-0026'], kics: ['Cpus Not Limited', '6b610c50'] },
  fix: 'review',
  options: {
    cpus: { default: '1.0', description: 'The limit that the fix writes, as a number of processors.' },
  },
  messages: { missing: "Service '{service}' has no CPU limit." },
  help: 'A busy loop, or a miner that an intruder starts, can take every processor and slow everything else on the host down. Set cpus, or deploy.resources.limits.cpus, to the share the service may take.',
  check: forEachServiceLacking(
    'missing',
    (service) => isUnlimited(service.cpuLimits),
    (service, { options }) => {
      const title = `Limit the service to ${options.cpus} CPUs (slows down what needs more)`;
      return oneFix('review', title, setLimit(service, 'cpus', options.cpus));
    },
  ),
});
