import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { replaceSpan } from '../../model/dockerfile/edit.ts';
import { expandWithHoles } from '../../model/dockerfile/expand.ts';
import { copySources } from '../../model/dockerfile/stages.ts';
import type { Argument, Dockerfile, Instruction } from '../../model/dockerfile/types.ts';
import { remoteSourceOf } from '../../model/knowledge/remote-sources.ts';

/** Flags that mean the same on both instructions. */
const common: ReadonlySet<string> = new Set(['chown', 'chmod', 'link', 'exclude']);

/** ADD unpacks by content; these are the names under which such content goes about. */
const archive = /\.(?:tar(?:\.\w+)?|t[abglx]z2?|tzst|gz|bz2|xz|zst|lzma|Z)$/i;

export default defineDockerfileRule({
  id: 'dockerfile/add-instead-of-copy',
  title: 'ADD of local files',
  summary: 'ADD copies plain local files, which COPY does without unpacking or loading anything.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'info', hostile: 'info' },
  properties: ['integrity'],
  sources: ['CIS-4.9', 'OWASP-9', 'CWE-1188'],
  aliases: { hadolint: ['DL3020'], trivy: ['DS-0005'], checkov: ['CKV_DOCKER_4'], kics: ['9513a694'] },
  fix: 'safe',
  messages: { local: 'ADD copies local files here; COPY does that and nothing else.' },
  help: 'ADD unpacks what turns out to be an archive and loads what turns out to be an address, so that a changed source does something else than copy. Write COPY; its flags are the same.',
  check(file, report) {
    for (const instruction of file.instructions) {
      const { keyword, keywordSpan, heredocs, flags, stage } = instruction;
      if (keyword !== 'ADD' || heredocs.length > 0 || flags.some(({ name }) => !common.has(name))) continue;
      const sources = copySources(instruction);
      if (sources.length === 0 || !sources.every((source) => isPlain(file, instruction, source))) continue;
      const written = file.text.slice(keywordSpan.start, keywordSpan.end);
      const copy = written === written.toLowerCase() ? 'copy' : 'COPY';
      report('local', {
        ...inStage(file, keywordSpan, stage),
        fixes: oneFix('safe', 'Write COPY instead of ADD', replaceSpan(file, keywordSpan, copy)),
      });
    }
  },
});

/** Whether a source is certainly a local file or folder that ADD does not unpack. */
function isPlain(file: Dockerfile, { variable }: Instruction, { text }: Argument): boolean {
  const filled = expandWithHoles(text, file.escape, variable, '*');
  if (!filled.known || filled.value.startsWith('*') || remoteSourceOf(filled.value) !== undefined)
    return false;
  const path = filled.value.replace(/(?<!\/)\/+$/, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (archive.test(name)) return false;
  // What follows the last wildcard has to show that it is no archive.
  return !/[*?[]/.test(name) || path !== filled.value || /\.\w+$/.test(name);
}
