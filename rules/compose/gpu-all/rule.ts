import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { replaceScalar } from '../../model/compose/edit.ts';
import { setInEntry } from '../../model/compose/edit-entry.ts';
import { type AllGpus, allGpusOf } from '../../model/compose/gpus.ts';
import { headOf } from '../../model/compose/item.ts';
import type { ComposeProject } from '../../model/compose/types.ts';
import type { Edit } from '../../model/place.ts';

export default defineComposeRule({
  id: 'compose/gpu-all',
  title: 'All GPUs',
  summary: 'The service gets every graphics processor of the host.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'info', hostile: 'warning' },
  properties: ['confidentiality', 'availability'],
  sources: ['CIS-5.18', 'CWE-668'],
  aliases: {},
  fix: 'review',
  messages: {
    all: "Service '{service}' gets every GPU of the host.",
    open: "Service '{service}' gets every GPU of the host, since the entry names no count and no device_ids.",
  },
  help: 'Who has a GPU can use up its memory and time, and processors of this kind keep data of others apart less well than the main one. Name the devices with device_ids, or at least their number with count.',
  check: forEachContainer((service, report, _context, project) => {
    for (const found of allGpusOf(service)) {
      const seat = found.kind === 'open' ? headOf(found.value) : found.value.seat;
      report(found.kind === 'open' ? 'open' : 'all', {
        ...atSeat(found.value, seat),
        fixes: oneFix('review', 'Reserve one GPU only (the program loses the others)', one(project, found)),
      });
    }
  }),
});

function one(project: ComposeProject, { kind, value }: AllGpus): readonly Edit[] | undefined {
  if (kind === 'open') return setInEntry(project, value, 'device_ids', '["0"]');
  if (kind === 'count') return replaceScalar(project, value, '1');
  const edits = replaceScalar(project, value, '0');
  // A list takes the place of the word, which no quotes may go around.
  return kind === 'word' ? edits?.map((edit) => ({ ...edit, text: '[{device_ids: ["0"]}]' })) : edits;
}
