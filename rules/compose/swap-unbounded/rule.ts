import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { replaceScalar } from '../../model/compose/edit.ts';
import { knownText } from '../../model/compose/scalar.ts';
import type { Service } from '../../model/compose/types.ts';

export default defineComposeRule({
  id: 'compose/swap-unbounded',
  title: 'Swap without a limit',
  summary: 'memswap_limit: -1 lets the service use all the swap space of the host.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'warning', hostile: 'error' },
  properties: ['availability'],
  sources: ['CIS-5.11', 'CWE-770'],
  aliases: {},
  fix: 'safe',
  messages: { unbounded: "Service '{service}' may use all the swap space of the host (memswap_limit: -1)." },
  help: 'A service that has used up its memory goes on into the swap space, fills it, and slows the whole host down while the disk is busy. Set memswap_limit to the memory limit, which means no swap, or to the sum of memory and swap it may use.',
  check: forEachContainer((service, report, _context, project) => {
    const swap = service.scalar('memswap_limit');
    if (swap === undefined || knownText(swap)?.trim() !== '-1') return;
    const memory = memoryLimit(service);
    const title = 'Set memswap_limit to the memory limit';
    const edits = memory === undefined ? undefined : replaceScalar(project, swap, memory);
    report('unbounded', { ...atSeat(swap), fixes: oneFix('safe', title, edits) });
  }),
});

/** The memory limit as it is written, where it is one. */
function memoryLimit({ memoryLimits }: Service): string | undefined {
  const limit = memoryLimits.find(({ amount }) => amount.known && amount.value > 0);
  return knownText(limit?.value);
}
