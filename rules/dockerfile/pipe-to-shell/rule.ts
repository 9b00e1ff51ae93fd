import { inStage, oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { addInsteadOfPipe } from '../../model/dockerfile/checked-add.ts';
import { isWebClient } from '../../model/knowledge/downloaders.ts';
import { programSourceOf } from '../../model/knowledge/interpreters.ts';
import { executedDownloads } from '../../model/shell/executed-downloads.ts';

const fixTitle = 'Load it with ADD and a checksum of zeros to fill in (the build stops until then)';

export default defineDockerfileRule({
  id: 'dockerfile/pipe-to-shell',
  title: 'Download that runs unchecked',
  summary: 'What curl, wget or the like loads goes straight to an interpreter.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['integrity', 'confidentiality', 'availability'],
  sources: ['CIS-4.11', 'OWASP-9', 'CWE-494'],
  aliases: {},
  fix: 'review',
  messages: {
    interpreter: "'{runner}' runs what {downloader} loads, and nothing checks it.",
    command: "'{runner}' has just been loaded by {downloader} and runs, and nothing checks it.",
  },
  help: 'Whatever the server answers at that moment runs in the build, mostly as root, and nobody can look at it afterwards. Load it with ADD --checksum=sha256:… and run the file, or compare its checksum or signature first.',
  check(file, report) {
    for (const instruction of file.instructions) {
      const { shell, stage, workdir } = instruction;
      if (shell === undefined) continue;
      for (const found of executedDownloads(shell, workdir.known ? workdir.value : undefined)) {
        const { runner, download } = found;
        report(programSourceOf(runner) === undefined ? 'command' : 'interpreter', {
          ...inStage(file, runner.word, stage),
          data: {
            runner: runner.word.text,
            downloader: isWebClient(download) ? 'a web client' : (download.name ?? ''),
          },
          fixes: oneFix('review', fixTitle, addInsteadOfPipe(file, instruction, found)),
        });
      }
    }
  },
});
