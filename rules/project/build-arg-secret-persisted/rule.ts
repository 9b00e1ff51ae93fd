import { atEntry, entryFix } from '../../core/key-value.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { causeOfKeptArgument, keptArguments } from '../../model/dockerfile/kept-arguments.ts';
import { holdsSecret, isNamedSecret } from '../../model/knowledge/secret-pairs.ts';
import type { Build } from '../../model/project/types.ts';

export default defineProjectRule({
  id: 'project/build-arg-secret-persisted',
  title: 'Build argument kept in the image',
  summary: 'A secret that Compose passes as a build argument ends up in the image the service runs.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['CIS-4.10', 'OWASP-12', 'CWE-538'],
  aliases: {},
  fix: 'review',
  supersedes: { scope: 'place', rules: ['compose/no-secret-in-build-args'] },
  messages: {
    kept: "The image of service '{service}' keeps the secret {name}: its Dockerfile stores it with {keywords}.",
  },
  help: 'Everybody who can pull the image reads the secret in its configuration or in a layer. Pass it with build.secrets, read it in the one step that needs it with RUN --mount=type=secret, and give the running program its own. Change the secret if the image has left this machine.',
  checkService({ service, build }, report) {
    if (build === undefined) return;
    const list = service.pair('build', 'args');
    for (const entry of service.keyValues('build', 'args')) {
      const { name, text, value } = entry;
      if (value === undefined || !(text.known ? isNamedSecret(name, text.value) : holdsSecret(name)))
        continue;
      const keepers = keptIn(build, name);
      if (keepers.length === 0) continue;
      const { at, related = [] } = atEntry(entry, 'name');
      const title = `Delete the argument ${name} (the build lacks it until the Dockerfile mounts a build secret)`;
      report('kept', {
        at,
        related: [
          ...related,
          ...declarations(build, name),
          ...keepers.map((kept) => ({ at: build.placeOf(kept.at), message: 'This keeps the value.' })),
        ],
        data: { name, keywords: [...new Set(keepers.map((kept) => kept.instruction.keyword))].join(', ') },
        fixes: entryFix('review', title, service.project(), list, entry),
        cause: causeOfKeptArgument(build.dockerfile.path, name),
      });
    }
  },
});

/** What keeps the argument in the chain of the stage that runs; other stages do not get into the image as they are. */
function keptIn({ dockerfile, stage }: Build, name: string) {
  return keptArguments(dockerfile).filter((kept) => kept.arg === name && stage.chain.includes(kept.stage));
}

function declarations({ stage, placeOf }: Build, name: string) {
  return stage.chain
    .flatMap(({ instructions }) => instructions)
    .filter(({ keyword }) => keyword === 'ARG')
    .flatMap(({ pairs }) => pairs)
    .filter((pair) => pair.name === name)
    .map(({ nameSpan }) => ({ at: placeOf(nameSpan), message: 'The Dockerfile takes it here.' }));
}
