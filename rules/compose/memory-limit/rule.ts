import { oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachServiceLacking } from '../../core/rule.ts';
import { isUnlimited, setLimit } from '../../model/compose/set-limit.ts';

export default defineComposeRule({
  id: 'compose/memory-limit',
  title: 'Memory limit',
  summary: 'The service may use all the memory of the host.',
  kind: 'absence',
  severity: { single: 'off', mixed: 'warning', hostile: 'error' },
  properties: ['availability'],
  sources: ['CIS-5.11', 'OWASP-7', 'CWE-770', 'CWE-400'],
  aliases: { 'compose-lint': ['CL-0026'], kics: ['Memory Not Limited', 'bb9ac4f7'] },
  fix: 'review',
  options: {
    memory: { default: '512m', description: 'The limit that the fix writes, in any unit Compose knows.' },
  },
  messages: { missing: "Service '{service}' has no memory limit." },
  help: 'A leak, or a request that somebody crafted, can use up the memory of the host until the kernel kills processes of others. Set mem_limit, or deploy.resources.limits.memory, above what the service needs at its busiest.',
  check: forEachServiceLacking(
    'missing',
    (service) => isUnlimited(service.memoryLimits),
    (service, { options }) => {
      const title = `Limit memory to ${options.memory} (the kernel kills a service that needs more)`;
      return oneFix('review', title, setLimit(service, 'memory', options.memory));
    },
  ),
});
