import { inStage, oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { isContextOf, leakingSources } from '../../model/context/copies.ts';
import { ignoreFiles } from '../../model/context/edit.ts';
import { firstOf } from '../../model/knowledge/listing.ts';
import { isSecretFile } from '../../model/knowledge/secret-files.ts';

export default defineDockerfileRule({
  id: 'dockerfile/context-leaks-secrets',
  title: 'Secrets copied with a folder',
  summary:
    'COPY or ADD of a folder takes secret files along that lie in it and that no ignore file keeps out.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['CIS-4.10', 'OWASP-12', 'CWE-538'],
  aliases: {},
  fix: 'review',
  messages: {
    image: "'{source}' brings secrets into the image: {files}.",
    stage: "'{source}' brings secrets into a build stage and its cache: {files}.",
  },
  help: 'Whoever has the image, or the cache of its build, can read every file that was copied, also when a later step deletes it. Keep the files out with the ignore file. What a step needs goes in with RUN --mount=type=secret.',
  check(file, report, { build, uses }) {
    // Where services build the file, `project/context-leaks-secrets` says it of the stages they reach.
    if (uses.length > 0 || build === undefined || !isContextOf(build, file)) return;
    for (const instruction of file.instructions) {
      const { stage } = instruction;
      for (const { argument, path, secrets } of leakingSources(build, instruction)) {
        // A source that names secrets itself is what `dockerfile/copy-secret-file` looks for.
        if (isSecretFile(path)) continue;
        const names = secrets.map((secret) => secret.path);
        const files = firstOf(names);
        const isRun = stage !== undefined && file.runtimeStage?.chain.includes(stage) === true;
        const title = `Keep ${files} out with the ignore file (the build no longer gets ${names.length > 1 ? 'them' : 'it'})`;
        report(isRun ? 'image' : 'stage', {
          ...inStage(file, argument.inner, stage),
          data: { source: argument.text, files },
          fixes: oneFix('review', title, ignoreFiles(build, names)),
          ...(isRun ? {} : { atMost: 'warning' as const }),
        });
      }
    }
  },
});
