import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { replaceScalar } from '../../model/compose/edit.ts';
import { capabilityNames } from '../../model/knowledge/capabilities.ts';
import { nearestWord } from '../../model/knowledge/edit-distance.ts';

const names = [...capabilityNames];

export default defineComposeRule({
  id: 'compose/unknown-capability',
  title: 'Unknown capability',
  summary: 'cap_add or cap_drop names a capability that does not exist.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['integrity', 'availability'],
  sources: ['CIS-5.4', 'CWE-1287'],
  aliases: {},
  fix: 'review',
  messages: { unknown: "Service '{service}' names '{capability}' in {list}, which is no capability." },
  help: 'The engine refuses to start a container with a capability it does not know, or leaves it out, so that one that was meant to be dropped stays. Correct the name; capabilities(7) lists them all, and the prefix CAP_ and the letter case do not matter.',
  check: forEachContainer((service, report, _context, project) => {
    const lists = { cap_add: service.capAdd, cap_drop: service.capDrop };
    for (const [list, capabilities] of Object.entries(lists)) {
      for (const { name, value, seat } of capabilities) {
        if (name === undefined || name === '' || capabilityNames.has(name)) continue;
        const meant = nearestWord(name.replaceAll(/[-. ]/g, '_'), names);
        const edits =
          meant === undefined || value.kind !== 'scalar' ? undefined : replaceScalar(project, value, meant);
        report('unknown', {
          ...atSeat(value, seat),
          data: { capability: name, list },
          fixes: oneFix('review', `Replace it by ${meant ?? ''} (is that what was meant?)`, edits),
        });
      }
    }
  }),
});
