import { atSeat, itemFix } from '../../core/report.ts';
import { defineComposeRule } from '../../core/rule.ts';
import { labelOptionsOf } from '../../model/compose/label-options.ts';
import { readLevel } from '../../model/knowledge/selinux-levels.ts';
import type { Place } from '../../model/place.ts';

export default defineComposeRule({
  id: 'compose/selinux-shared-level',
  title: 'SELinux level of several containers',
  summary: 'The SELinux level of the service does not keep it apart from other containers.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-5.3', 'CWE-284'],
  aliases: {},
  fix: 'review',
  selinuxOnly: true,
  messages: {
    none: "The SELinux level of service '{service}' has no category, so nothing keeps it apart from others.",
    everything: "The SELinux level of service '{service}' covers every category, and so every container.",
    same: "Service '{service}' has the same SELinux level as service '{other}'.",
  },
  help: 'The engine gives each container two random categories, and SELinux then keeps containers out of the files of each other. A level written by hand gives that up when others have it too or when it covers theirs. Delete the item; let services that share files do so by a mount with :z.',
  check: (project, report) => {
    const first = new Map<string, { readonly service: string; readonly at: Place }>();
    for (const service of project.services) {
      if (service.isProvider) continue;
      const list = service.pair('security_opt');
      for (const { option, field, text } of labelOptionsOf(service)) {
        const level = field === 'level' && text !== undefined ? readLevel(text) : undefined;
        if (level === undefined) continue;
        const earlier = first.get(level.key);
        if (earlier === undefined) first.set(level.key, { service: service.name, at: option.seat });
        const isShared = earlier !== undefined && earlier.service !== service.name;
        if (level.separation === 'own' && !isShared) continue;
        const { at, related = [] } = atSeat(option.value, option.seat);
        const isSame = level.separation === 'own' && earlier !== undefined;
        report(level.separation === 'own' ? 'same' : level.separation, {
          at,
          related: isSame
            ? [...related, { at: earlier.at, message: 'The same level is given here.' }]
            : related,
          service: service.name,
          data: { service: service.name, other: earlier?.service ?? '' },
          fixes: itemFix('review', title, project, list, option.value),
        });
      }
    }
  },
});

const title = 'Delete the level (the container gets categories of its own; bind mounts may need :z or :Z)';
