import { oneFix } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { deadIgnoreFileOf, reviveIgnoreFile } from '../../model/context/dead-ignore-files.ts';
import { folderOf } from '../../model/context/ignore-file.ts';
import { firstOf } from '../../model/knowledge/listing.ts';
import { contextKeyOf, otherBuilds, pathOf } from '../../model/project/shared-builds.ts';
import { fileName } from '../../model/shell/paths.ts';

export default defineProjectRule({
  id: 'project/dockerignore-not-used',
  title: 'Ignore file that no build reads',
  summary:
    'An ignore file looks as if it kept files out of the build of a service, but is never read for it.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'warning', hostile: 'warning' },
  properties: ['confidentiality'],
  sources: ['OWASP-12', 'CWE-538'],
  aliases: {},
  fix: 'review',
  messages: {
    beside:
      "The build of service '{service}' does not read {file} beside the Dockerfile: its context is another folder.",
    replaced:
      "The build of service '{service}' does not read {file}: {other} takes its place and lacks {patterns}.",
  },
  help: 'A build reads one ignore file: the one named after the Dockerfile, else the .dockerignore in the root of the context, and no other. What the dead file names is sent to the builder and may be copied into the image. Move its patterns into the file that is read.',
  checkService({ service, build }, report) {
    if (build?.context === undefined || build.isInline) return;
    const { context, dockerfile } = build;
    const dead = deadIgnoreFileOf(context, dockerfile.path);
    if (dead === undefined) return;
    const { file, kind, patterns } = dead;
    // A build of another Dockerfile with this folder as its context reads the file.
    const isRead = otherBuilds(service).some(
      ({ request }) =>
        request.contextFolder === folderOf(file.path) &&
        (kind === 'beside' || pathOf(request) !== dockerfile.path),
    );
    if (isRead) return;
    const other = fileName(context.ignoreFile?.path ?? '');
    const title =
      kind === 'beside'
        ? 'Write its patterns to .dockerignore in the context (the build no longer gets what they name)'
        : `Add the missing patterns to ${other} (the build no longer gets what they name)`;
    const firstLine = file.text.search(/\r?\n|$/);
    report(kind, {
      at: contextKeyOf(service, build),
      related: [
        { at: { path: file.path, start: 0, end: firstLine }, message: 'This ignore file is not read.' },
      ],
      data: { file: fileName(file.path), other, patterns: firstOf(patterns) },
      fixes: oneFix('review', title, reviveIgnoreFile(context, dead)),
    });
  },
});
