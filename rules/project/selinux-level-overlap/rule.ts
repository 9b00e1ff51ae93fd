import { atSeat } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { labelOptionsOf } from '../../model/compose/label-options.ts';
import type { SecurityOption } from '../../model/compose/types.ts';
import { type Level, readLevel } from '../../model/knowledge/selinux-levels.ts';
import type { ServiceGraph } from '../../model/project/types.ts';

export default defineProjectRule({
  id: 'project/selinux-level-overlap',
  title: 'SELinux level that covers another',
  summary: "A service's SELinux categories include all of another service's, so that it may open its files.",
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-5.3', 'OWASP-6', 'CWE-284'],
  aliases: {},
  fix: 'none',
  selinuxOnly: true,
  messages: {
    covers:
      "The SELinux level of service '{service}' covers that of service '{other}', and so all its files.",
  },
  help: 'A process may open what has no other categories than its own. One that has all categories of another service and more may open everything of that service, and not the other way round. Give each service two categories of its own, or delete the item: the engine then chooses them.',
  checkGraph(graph, report) {
    const levels = explicitLevels(graph);
    const byLowest = new Map<number | undefined, ExplicitLevel[]>();
    for (const one of levels) {
      const [lowest] = one.level.categories;
      const found = byLowest.get(lowest);
      if (found === undefined) byLowest.set(lowest, [one]);
      else found.push(one);
    }
    for (const wide of levels) {
      // One narrower level is enough to say it; the others are the same mistake.
      const narrow = coveredBy(wide, byLowest);
      if (narrow === undefined) continue;
      const { at, related = [] } = atSeat(wide.option.value, wide.option.seat);
      report('covers', {
        at,
        service: wide.service,
        related: [...related, { at: narrow.option.seat, message: 'This level has fewer categories.' }],
        data: { service: wide.service, other: narrow.service },
      });
    }
  },
});

interface ExplicitLevel {
  readonly service: string;
  readonly option: SecurityOption;
  readonly level: Level;
}

/** Levels that keep apart at all; those without or with every category belong to a rule of their own. */
function explicitLevels({ nodes }: ServiceGraph): readonly ExplicitLevel[] {
  return [...nodes.values()].flatMap(({ service }) => {
    const options = labelOptionsOf(service);
    if (options.some(({ field }) => field === 'disable')) return [];
    return options.flatMap(({ option, field, text }) => {
      const level = field === 'level' && text !== undefined ? readLevel(text) : undefined;
      return level?.separation === 'own' ? [{ service: service.name, option, level }] : [];
    });
  });
}

/** A level of another service all of whose categories this one has, and more; its lowest one is among them. */
function coveredBy(
  wide: ExplicitLevel,
  byLowest: ReadonlyMap<number | undefined, readonly ExplicitLevel[]>,
): ExplicitLevel | undefined {
  const own = new Set(wide.level.categories);
  for (const lowest of own) {
    const narrow = byLowest
      .get(lowest)
      ?.find(
        ({ service, level }) =>
          service !== wide.service &&
          wide.level.sensitivity >= level.sensitivity &&
          own.size > level.categories.length &&
          level.categories.every((category) => own.has(category)),
      );
    if (narrow !== undefined) return narrow;
  }
  return undefined;
}
