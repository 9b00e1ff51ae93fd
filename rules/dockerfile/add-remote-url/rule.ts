import type { Fix } from '../../core/finding.ts';
import { inStage, oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { insertFlag, replaceSpan } from '../../model/dockerfile/edit.ts';
import { expandWithHoles } from '../../model/dockerfile/expand.ts';
import { copyDestination, copySources } from '../../model/dockerfile/stages.ts';
import type { Argument, Dockerfile, Instruction } from '../../model/dockerfile/types.ts';
import { type VerifiedFiles, verifiedFiles } from '../../model/dockerfile/verified-files.ts';
import {
  type RemoteSource,
  remoteSourceOf,
  zeroChecksum,
  zeroCommit,
} from '../../model/knowledge/remote-sources.ts';
import { speaksOf } from '../../model/knowledge/verification.ts';
import { lazily } from '../../model/memo.ts';

export default defineDockerfileRule({
  id: 'dockerfile/add-remote-url',
  title: 'Unchecked remote file',
  summary: 'ADD loads a file or a Git repository without a checksum or commit.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'warning' },
  properties: ['integrity', 'availability'],
  sources: ['CIS-4.9', 'CIS-4.11', 'OWASP-9', 'CWE-494'],
  aliases: { checkov: ['CKV_DOCKER_4'], semgrep: ['prefer-copy-over-add'], kics: ['4b410d24'] },
  fix: 'review',
  messages: {
    http: 'ADD loads a file whose content is not checked.',
    git: 'ADD loads a Git repository without naming the commit.',
  },
  help: 'The image holds whatever the other side sends on the day of the build. Give the SHA-256 of a file with --checksum=sha256:…, and the full commit of a repository behind # or with --checksum.',
  check(file, report) {
    const checks = lazily(() => verifiedFiles(file));
    for (const instruction of file.instructions) {
      if (instruction.keyword !== 'ADD' || instruction.flags.some(({ name }) => name === 'checksum'))
        continue;
      const sources = copySources(instruction);
      for (const argument of sources) {
        const address = expandWithHoles(argument.text, file.escape, instruction.variable, '\uE000');
        const source = remoteSourceOf(address.known ? address.value : argument.text);
        if (source === undefined || source.pinned || isVerifiedLater(checks(), instruction, argument))
          continue;
        report(source.kind, {
          ...inStage(file, argument.inner, instruction.stage),
          // One checksum cannot speak for several sources.
          fixes: sources.length > 1 ? [] : fixes(file, instruction, argument, source),
        });
      }
    }
  },
});

/** Whether a later RUN of the stage compares the file, known by its own name or that of its destination. */
function isVerifiedLater(checks: readonly VerifiedFiles[], added: Instruction, source: Argument): boolean {
  const names = [source.text.replace(/[?#].*$/s, ''), copyDestination(added)?.text ?? ''];
  return checks.some(
    ({ instruction, files }) =>
      instruction.stage === added.stage &&
      instruction.index > added.index &&
      names.some((name) => speaksOf(files, name)),
  );
}

function fixes(
  file: Dockerfile,
  instruction: Instruction,
  argument: Argument,
  source: RemoteSource,
): readonly Fix[] {
  const isFile = source.kind === 'http';
  if (!isFile && !source.hasReference) {
    const { end } = argument.inner;
    const title = 'Name a commit of zeros to fill in (the build stops until then)';
    return oneFix('review', title, replaceSpan(file, { start: end, end }, `#${zeroCommit}`));
  }
  const edits = insertFlag(file, instruction, `--checksum=${isFile ? zeroChecksum : zeroCommit}`);
  const title = 'Add a checksum of zeros to fill in (the build stops until then)';
  return oneFix('review', title, edits);
}
