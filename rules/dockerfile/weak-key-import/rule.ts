import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { keyForOneSource, writtenSources } from '../../model/dockerfile/apt-sources.ts';
import { stageDownloads } from '../../model/dockerfile/downloaded-files.ts';
import { copyDestination, copySources } from '../../model/dockerfile/stages.ts';
import type { Instruction } from '../../model/dockerfile/types.ts';
import { importsWithAptKey, isTrustedForAll, shortKeyIds } from '../../model/knowledge/package-keys.ts';
import { remoteSourceOf } from '../../model/knowledge/remote-sources.ts';
import { isRemoteUrl } from '../../model/knowledge/remote-urls.ts';
import { lazily } from '../../model/memo.ts';
import type { Span } from '../../model/place.ts';

const fixTitle = 'Trust the key for its own source only (needs gpg; the source gets signed-by)';

export default defineDockerfileRule({
  id: 'dockerfile/weak-key-import',
  title: 'Package key trusted too widely',
  summary: 'A package key may sign for every source, or is asked for by an id that others can have too.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'warning' },
  properties: ['integrity'],
  sources: ['CIS-4.11', 'CIS-4.12', 'CWE-347'],
  aliases: {},
  fix: 'review',
  messages: {
    everySource: 'apt will trust this key for every source, those of the distribution included.',
    shortId: 'The id {id} is too short to name one key; give all 40 digits of the fingerprint.',
  },
  help: 'A key in the common keyring may sign packages of any source, so that a third party can replace those of the distribution. Put it into /usr/share/keyrings and name it in its source with signed-by; ask key servers for whole fingerprints, since keys with a given short id can be made.',
  check(file, report) {
    const sources = new Map(file.stages.map((stage) => [stage, lazily(() => writtenSources(file, stage))]));
    for (const instruction of file.instructions) {
      const { stage, shell } = instruction;
      const added = keyAdded(instruction);
      if (added !== undefined) report('everySource', inStage(file, added, stage));
      for (const command of shell?.commands ?? []) {
        if (importsWithAptKey(command)) {
          const lines = (stage && sources.get(stage)?.()) ?? [];
          const fixes = oneFix('review', fixTitle, keyForOneSource(file, instruction, command, lines));
          report('everySource', { ...inStage(file, command.word, stage), fixes });
        }
        for (const word of shortKeyIds(command))
          report('shortId', { ...inStage(file, word, stage), data: { id: word.text } });
      }
    }
    for (const stage of file.stages) {
      const reported = new Set<number>();
      for (const { how, paths, pathWord, file: loaded } of stageDownloads(stage).uses) {
        if (how !== 'landed' || pathWord === undefined || !paths.some(isTrustedForAll)) continue;
        if (reported.has(pathWord.start) || !isRemoteUrl(loaded.url.text)) continue;
        reported.add(pathWord.start);
        report('everySource', inStage(file, pathWord, stage));
      }
    }
  },
});

/** Where ADD loads a key into the common keyring. */
function keyAdded(instruction: Instruction): Span | undefined {
  if (instruction.keyword !== 'ADD') return undefined;
  const target = copyDestination(instruction);
  const path = target?.resolved.known ? target.resolved.value : '';
  const isLoaded = copySources(instruction).some(({ text }) => remoteSourceOf(text)?.kind === 'http');
  return isLoaded && isTrustedForAll(path) ? target?.inner : undefined;
}
