import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { pairAt } from '../../model/compose/item.ts';
import { boundTmpfs } from '../../model/compose/mount-options.ts';
import { parseBytes } from '../../model/compose/quantity.ts';
import { hole, knownText, shapeOf } from '../../model/compose/scalar.ts';
import { isUnlimited } from '../../model/compose/set-limit.ts';
import type { Mount, Service } from '../../model/compose/types.ts';

export default defineComposeRule({
  id: 'compose/tmpfs-unbounded',
  title: 'Memory file system without a bound',
  summary: 'Files in a tmpfs or in /dev/shm may take more memory than the service is meant to have.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'info', hostile: 'warning' },
  properties: ['availability'],
  sources: ['CIS-5.11', 'OWASP-7', 'CWE-770'],
  aliases: {},
  fix: 'safe',
  messages: {
    tmpfs: "A tmpfs of service '{service}' may fill half the memory of the host.",
    shm: "shm_size of service '{service}' is above its memory limit, so files there can get it killed.",
  },
  help: {
    tmpfs:
      'A tmpfs lives in memory and without a size may take half of what the machine has; without a memory limit nothing else stops it. Give it a size, or the service a memory limit.',
    shm: 'Files in /dev/shm count as memory of the service. When they pass the limit, the kernel kills a process instead of refusing the write. Make shm_size smaller than the limit.',
  },
  check: forEachContainer((service, report, _context, project) => {
    // Another file may hold the limit of a service that is only seen in part.
    if (service.complete && isUnlimited(service.memoryLimits)) {
      for (const mount of service.mounts) {
        if (!isUnbounded(mount)) continue;
        const fixes = oneFix('safe', 'Give the tmpfs a size of 64 MB', boundTmpfs(project, mount, '64m'));
        report('tmpfs', { ...atSeat(mount.value, mount.seat), fixes });
      }
    }
    const shm = service.scalar('shm_size');
    if (shm !== undefined && exceedsLimit(service, knownText(shm))) report('shm', atSeat(shm));
  }),
});

function isUnbounded({ type, value, options, mapping }: Mount): boolean {
  if (type !== 'tmpfs') return false;
  if (mapping !== undefined) {
    const size = pairAt(mapping, ['tmpfs', 'size'])?.value;
    return size === undefined || (size.kind === 'scalar' && size.state === 'empty');
  }
  // A variable may bring a size with it.
  const mayHideSize = value.kind !== 'scalar' || shapeOf(value).includes(hole);
  return !mayHideSize && !options.some(({ name }) => /^(?:size|nr_blocks)=/.test(name));
}

/** Whether a size is above every limit of the service; with an unknown one nobody can say. */
function exceedsLimit({ memoryLimits }: Service, text: string | undefined): boolean {
  const size = text === undefined ? undefined : parseBytes(text);
  const limits = memoryLimits.flatMap(({ amount }) => (amount.known && amount.value <= 0 ? [] : amount));
  return (
    size?.known === true &&
    limits.length > 0 &&
    limits.every((amount) => amount.known && size.value > amount.value)
  );
}
