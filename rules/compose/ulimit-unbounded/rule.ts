import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { replaceScalar } from '../../model/compose/edit.ts';
import { mappingAt } from '../../model/compose/item.ts';
import { knownText } from '../../model/compose/scalar.ts';
import type { Scalar, Value } from '../../model/compose/types.ts';

/** Limits that keep a program from taking what all share, with a number that is enough for most. */
const numbers: ReadonlyMap<string, string | undefined> = new Map([
  ['nofile', '65536'],
  ['nproc', '4096'],
  ['core', '0'],
  ['fsize', undefined],
  ['sigpending', undefined],
  ['msgqueue', undefined],
]);

export default defineComposeRule({
  id: 'compose/ulimit-unbounded',
  title: 'Process limit taken away',
  summary: 'A ulimit of -1 takes away the bound on open files, processes, core dumps or the like.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'warning', hostile: 'error' },
  properties: ['availability'],
  sources: ['CIS-5.19', 'OWASP-7', 'CWE-770'],
  aliases: {},
  fix: 'review',
  messages: { unbounded: "Service '{service}' has no limit on {limit} (ulimit -1)." },
  help: 'Open files, processes, signals and messages are kept in tables of the kernel that all containers share, and core dumps and files fill the disk. Set the number that the program asks for in its documentation.',
  check: forEachContainer((service, report, _context, project) => {
    for (const pair of mappingAt(service.mapping, 'ulimits')?.pairs.values() ?? []) {
      if (!numbers.has(pair.name)) continue;
      const number = numbers.get(pair.name);
      for (const scalar of bounds(pair.value)) {
        if (knownText(scalar)?.trim() !== '-1') continue;
        const edits = number === undefined ? undefined : replaceScalar(project, scalar, number);
        const fixes = oneFix('review', `Limit ${pair.name} to ${number} (the program may need more)`, edits);
        report('unbounded', { ...atSeat(scalar), data: { limit: pair.name }, fixes });
      }
    }
  }),
});

/** One number, or a soft and a hard one. */
function bounds(value: Value): readonly Scalar[] {
  if (value.kind === 'scalar') return [value];
  if (value.kind === 'sequence') return [];
  return ['soft', 'hard'].flatMap((name) => {
    const bound = value.pairs.get(name)?.value;
    return bound?.kind === 'scalar' ? bound : [];
  });
}
