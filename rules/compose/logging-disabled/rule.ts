import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { deletePair } from '../../model/compose/edit.ts';
import { knownText } from '../../model/compose/scalar.ts';

export default defineComposeRule({
  id: 'compose/logging-disabled',
  title: 'Logging switched off',
  summary: 'The driver none throws away everything the service writes.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'warning', hostile: 'error' },
  properties: ['integrity', 'availability'],
  sources: ['CIS-2.13', 'OWASP-12', 'CWE-778'],
  aliases: { 'compose-lint': ['CL-0014'] },
  fix: 'safe',
  messages: { none: "Everything service '{service}' logs is thrown away (logging driver none)." },
  help: 'After an attack or a failure nobody can say what happened. Delete the driver; if the log is too loud, use the driver local, which rotates, and let the program log less.',
  check: forEachContainer((service, report, _context, project) => {
    const driver = service.pair('logging', 'driver');
    if (driver === undefined || knownText(driver.value) !== 'none') return;
    const fixes = oneFix('safe', 'Delete the logging driver none', deletePair(project, driver));
    report('none', { ...atSeat(driver.value), fixes });
  }),
});
