import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { deletePair } from '../../model/compose/edit.ts';
import { knownText } from '../../model/compose/scalar.ts';

const title = 'Delete the healthcheck block (the check of the image, if it has one, runs again)';

export default defineComposeRule({
  id: 'compose/healthcheck-disabled',
  title: 'Health check switched off',
  summary: 'The service takes back the health check that its image brings.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'info', hostile: 'info' },
  properties: ['availability'],
  sources: ['CIS-4.6', 'CIS-5.27'],
  aliases: { kics: ['Healthcheck Not Set'] },
  fix: 'review',
  messages: { disabled: "Service '{service}' switches the health check of its image off." },
  help: 'Without a check a process that hangs counts as running: nothing restarts it, and what depends on it starts too early. Delete the block, or write a test that fits the service.',
  check: forEachContainer((service, report, _context, project) => {
    const block = service.pair('healthcheck');
    const flag = service.flag('healthcheck', 'disable');
    const disable = flag.known && flag.value === true ? service.get('healthcheck', 'disable') : undefined;
    const [first, ...others] = service.list('healthcheck', 'test');
    const test = others.length === 0 && knownText(first) === 'NONE' ? first : undefined;
    const value = disable ?? test;
    if (block === undefined || value === undefined) return;
    report('disabled', { ...atSeat(value), fixes: oneFix('review', title, deletePair(project, block)) });
  }),
});
