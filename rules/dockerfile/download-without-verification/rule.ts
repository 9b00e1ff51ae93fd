import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { type LoadedFile, stageDownloads } from '../../model/dockerfile/downloaded-files.ts';
import { programOf } from '../../model/dockerfile/installed-programs.ts';
import { appendCommand } from '../../model/dockerfile/plain-command.ts';
import type { Dockerfile, Instruction } from '../../model/dockerfile/types.ts';
import { downloadOf } from '../../model/knowledge/downloaders.ts';
import { programFolders } from '../../model/knowledge/program-folders.ts';
import { isRemoteUrl } from '../../model/knowledge/remote-urls.ts';
import { executedDownloads } from '../../model/shell/executed-downloads.ts';
import type { ShellCommand } from '../../model/shell/types.ts';

export default defineDockerfileRule({
  id: 'dockerfile/download-without-verification',
  title: 'Downloaded program without a checksum',
  summary:
    'What curl or wget loads becomes a program of the image, and nobody compares a checksum or signature.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'info', hostile: 'warning' },
  properties: ['integrity'],
  sources: ['CIS-4.11', 'CWE-494'],
  aliases: {},
  fix: 'review',
  messages: { unchecked: 'What {downloader} loads here {becomes}, and nothing checks it.' },
  help: 'The image runs whatever the server hands out on the day of the build. Load it with ADD --checksum=sha256:…, or compare its checksum (sha256sum -c) or signature before it is used.',
  check(file, report) {
    for (const stage of file.stages) {
      const { uses, isVerified } = stageDownloads(stage);
      if (uses.length === 0) continue;
      const folders = programFolders(stage);
      const reported = new Set<number>();
      const run = new Map<Instruction, ReadonlySet<ShellCommand>>();
      for (const use of uses) {
        const { url, instruction, download } = use.file;
        const becomes = programOf(use, folders);
        if (becomes === undefined || reported.has(url.start) || !isRemoteUrl(url.text)) continue;
        if (!run.has(instruction)) run.set(instruction, executedIn(instruction));
        if (run.get(instruction)?.has(download) === true || isVerified(use.file)) continue;
        reported.add(url.start);
        report('unchecked', {
          ...inStage(file, url, stage),
          data: { downloader: download.name ?? '', becomes },
          fixes: fixes(file, use.file),
        });
      }
    }
  },
});

/** What runs at once is a matter of its own (dockerfile/pipe-to-shell). */
function executedIn({ shell, workdir }: Instruction): ReadonlySet<ShellCommand> {
  const folder = workdir.known ? workdir.value : undefined;
  return new Set(shell === undefined ? [] : executedDownloads(shell, folder).map(({ download }) => download));
}

function fixes(file: Dockerfile, { instruction, download }: LoadedFile): readonly Fix[] {
  const loaded = downloadOf(download);
  const [path, other] = loaded?.files ?? [];
  if (path === undefined || other !== undefined || !/^[\w./+@%:-]+$/.test(path)) return [];
  const words = `echo "${'0'.repeat(64)}  ${path}" | sha256sum -c -`;
  const title = 'Compare it with a SHA-256 of zeros to fill in (the build stops until then)';
  return oneFix('review', title, appendCommand(file, instruction, download, words));
}
