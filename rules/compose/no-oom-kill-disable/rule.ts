import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { deletePair } from '../../model/compose/edit.ts';
import { knownText } from '../../model/compose/scalar.ts';

export default defineComposeRule({
  id: 'compose/no-oom-kill-disable',
  title: 'Protected from running out of memory',
  summary: 'When memory runs out the kernel spares this service and ends others, or the host.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['availability'],
  sources: ['CIS-5.11', 'CWE-400'],
  aliases: {},
  fix: 'safe',
  messages: {
    disabled: "Service '{service}' is never ended when memory runs out (oom_kill_disable).",
    score: "Service '{service}' is spared when memory runs out (oom_score_adj {score}); others go first.",
  },
  help: 'When memory runs out something has to end. If it may not be the container that takes it, the host freezes or programs of the host are ended, the engine among them. Delete the line and give the service the memory it needs with a limit.',
  check: forEachContainer((service, report, _context, project) => {
    const disable = service.pair('oom_kill_disable');
    const flag = service.flag('oom_kill_disable');
    if (disable !== undefined && flag.known && flag.value === true) {
      const title = 'Delete oom_kill_disable';
      report('disabled', {
        ...atSeat(disable.value),
        fixes: oneFix('safe', title, deletePair(project, disable)),
      });
    }
    const adjust = service.pair('oom_score_adj');
    const score = knownText(adjust?.value)?.trim() ?? '';
    if (adjust === undefined || !/^-0*[1-9]\d*$/.test(score)) return;
    const fixes = oneFix('safe', 'Delete oom_score_adj', deletePair(project, adjust));
    report('score', { ...atSeat(adjust.value), data: { score }, fixes });
  }),
});
