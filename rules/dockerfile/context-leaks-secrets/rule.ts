import { inStage, oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { isContextOf, leakingSources } from '../../model/context/copies.ts';
import { ignoreFiles } from '../../model/context/edit.ts';
import { isSecretFile } from '../../model/knowledge/secret-files.ts';

/** More names than this make a message that nobody reads. */
const mostNamed = 3;

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
  check(file, report, { build }) {
    if (build === undefined || !isContextOf(build, file)) return;
    for (const instruction of file.instructions) {
      const { stage } = instruction;
      for (const { argument, path, secrets } of leakingSources(build, instruction)) {
        // A source that names secrets itself is what `dockerfile/copy-secret-file` looks for.
        if (isSecretFile(path)) continue;
        const names = secrets.map((secret) => secret.path);
        const files = listed(names);
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

function listed(names: readonly string[]): string {
  const rest = names.length - mostNamed;
  return [...names.slice(0, mostNamed), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
