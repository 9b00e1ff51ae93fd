import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { replaceSpan } from '../../model/dockerfile/edit.ts';
import { type FoundSwitch, switchesIn } from '../../model/dockerfile/protection-switches.ts';
import type { Dockerfile, Instruction } from '../../model/dockerfile/types.ts';
import { indexSwitches, replacesPublicIndex } from '../../model/knowledge/package-indexes.ts';
import { lazily } from '../../model/memo.ts';

export default defineDockerfileRule({
  id: 'dockerfile/dependency-confusion-index',
  title: 'Private packages looked for in public',
  summary:
    'A package manager takes a private name from whichever index has the highest version, the public one too.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['integrity', 'confidentiality'],
  sources: ['OWASP-13', 'CWE-427'],
  aliases: {},
  fix: 'review',
  messages: { confusion: 'With {name}, a private package may come from the public index instead.' },
  help: 'All indexes count alike and the highest version wins, so that anybody who publishes a private name with a high version number gets code into the build. Use one index that holds both kinds (--index-url of a mirror), or install with --require-hashes.',
  check(file, report) {
    for (const instruction of file.instructions) {
      const indexes = lazily(() => countIndexes(file, instruction));
      for (const found of switchesIn(file, instruction, indexSwitches)) {
        if (found.text === 'PIP_EXTRA_INDEX_URL' && hasOwnMainIndex(instruction)) continue;
        report('confusion', {
          ...inStage(file, found, instruction.stage),
          data: { name: found.text },
          fixes: fixes(file, found, indexes),
        });
      }
    }
  },
});

/** Whether PIP_INDEX_URL, set before or beside it, leaves the public index out. */
function hasOwnMainIndex({ pairs, variable }: Instruction): boolean {
  const beside = pairs.find(({ name }) => name === 'PIP_INDEX_URL')?.resolved;
  const { value } = variable('PIP_INDEX_URL');
  const address = beside ?? value;
  return address.known && replacesPublicIndex(address.value);
}

/** How many indexes an instruction speaks of. */
function countIndexes({ text }: Dockerfile, { start, end }: Instruction): number {
  return text.slice(start, end).match(/index[-_]url/gi)?.length ?? 0;
}

function fixes(file: Dockerfile, found: FoundSwitch, indexes: () => number): readonly Fix[] {
  if (/strategy/i.test(found.text)) {
    const title = `Delete ${found.text} (versions that only a later index has are no longer found)`;
    return oneFix('review', title, found.edits);
  }
  const written = file.text.slice(found.start, found.end);
  const name = found.text.replace(/extra-/, '').replace(/EXTRA_/, '');
  // A second address, or an index of its own beside it, would take its place.
  if (written !== found.text || name === found.text || indexes() > 1) return [];
  const title = 'Make it the only index (it then has to hold the public packages as well)';
  return oneFix('review', title, replaceSpan(file, found, name));
}
