import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { leakingSources } from '../../model/context/copies.ts';
import { ignoreFiles } from '../../model/context/edit.ts';
import { firstOf } from '../../model/knowledge/listing.ts';
import { isSecretFile } from '../../model/knowledge/secret-files.ts';
import { isBuiltEarlier } from '../../model/project/shared-builds.ts';

export default defineProjectRule({
  id: 'project/context-leaks-secrets',
  title: 'Build context with secrets',
  summary:
    'A stage that a service builds copies a folder of the context with secret files that no ignore file keeps out.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['CIS-4.10', 'OWASP-12', 'CWE-538'],
  aliases: {},
  fix: 'review',
  messages: {
    image: "'{source}' brings secrets into the image of service '{service}': {files}.",
    stage: "'{source}' brings secrets into the build of service '{service}' and its cache: {files}.",
  },
  help: 'Whoever has the image, or the cache of its build, can read every file that was copied, also when a later step deletes it. Keep the files out with the ignore file of the context. What a step needs goes in with RUN --mount=type=secret and build.secrets.',
  checkService(joined, report) {
    const { build } = joined;
    if (build?.context === undefined) return;
    const { context, dockerfile, stage: runs, reachable, placeOf } = build;
    for (const instruction of dockerfile.instructions) {
      const { stage } = instruction;
      if (stage === undefined || !reachable.has(stage)) continue;
      // A source that names secrets itself is what `dockerfile/copy-secret-file` looks for.
      const sources = leakingSources(context, instruction).filter(({ path }) => !isSecretFile(path));
      if (sources.length === 0 || isBuiltEarlier(joined, stage)) continue;
      const names = [...new Set(sources.flatMap(({ secrets }) => secrets.map(({ path }) => path)))];
      const files = firstOf(names);
      const title = `Keep ${files} out with the ignore file (the build no longer gets ${names.length > 1 ? 'them' : 'it'})`;
      report(runs.chain.includes(stage) ? 'image' : 'stage', {
        ...inStage(dockerfile, instruction, stage),
        at: placeOf(instruction),
        // The secret files are named and not pointed at: what points at a file may print what stands there.
        related: [{ at: build.at, message: 'This build sends the files.' }],
        data: { source: sources.map(({ argument }) => argument.text).join(' '), files },
        fixes: oneFix('review', title, ignoreFiles(context, names)),
      });
    }
  },
});
