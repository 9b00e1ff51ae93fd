import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { deletePair } from '../../model/compose/edit.ts';
import { contradictionsOf, excessesOf } from '../../model/compose/limit-conflicts.ts';

export default defineComposeRule({
  id: 'compose/conflicting-limits',
  title: 'Limits that contradict each other',
  summary: 'Two spellings of one limit differ, or a reservation is above its limit.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['availability'],
  sources: ['CIS-5.11', 'CWE-770'],
  aliases: {},
  fix: 'review',
  messages: {
    spellings: "Service '{service}' sets {old} and {new} to different values; Compose refuses that.",
    reservation: "Service '{service}' reserves more {resource} than its limit allows.",
  },
  help: 'Nobody can say which of the values is meant, and the service does not start until they agree, so that people delete both. Keep one spelling, and keep reservations at or below the limit.',
  check: forEachContainer((service, report, _context, project) => {
    for (const { old, oldName, newName } of contradictionsOf(service)) {
      const title = `Delete ${oldName} (the value of ${newName} then holds)`;
      const fixes = oneFix('review', title, deletePair(project, old));
      report('spellings', { ...atSeat(old.value), data: { old: oldName, new: newName }, fixes });
    }
    for (const { reservation, resource } of excessesOf(service)) {
      report('reservation', { ...atSeat(reservation), data: { resource } });
    }
  }),
});
