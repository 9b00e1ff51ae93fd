import type { Fix } from '../../core/finding.ts';
import { atEntry } from '../../core/key-value.ts';
import { oneFix } from '../../core/report.ts';
import { defineProjectRule, type ReportDetails } from '../../core/rule.ts';
import { replacePart, replaceScalar } from '../../model/compose/edit.ts';
import { folderOf, resolvePath } from '../../model/compose/paths.ts';
import { type WrittenSecret, writtenSecrets } from '../../model/project/written-secrets.ts';
import { fileName } from '../../model/shell/paths.ts';

/** Shorter words are equal by chance. */
const shortest = 6;

export default defineProjectRule({
  id: 'project/repeated-secret',
  title: 'Secret written in several places',
  summary: 'One secret is written out more than once, over all services and files of the project.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['OWASP-12', 'CWE-798', 'CWE-1391'],
  aliases: {},
  fix: 'review',
  messages: {
    service: "Service '{service}' has the same secret in {name} as {first}, written out a second time.",
    file: '{file} has the same secret in {name} as {first}, written out a second time.',
  },
  help: 'A secret in several places is changed in one of them and forgotten in the others, and services that share one can act for each other. Give each service a secret of its own. Where two have to know the same one, write it once, outside of the repository, and refer to it.',
  checkGraph(graph, report) {
    const envPath = resolvePath(folderOf(graph.compose.files[0]?.path ?? graph.compose.path), '.env');
    const first = new Map<string, WrittenSecret>();
    const seen = new Set<string>();
    for (const secret of writtenSecrets(graph, envPath)) {
      const { text, name, written, from } = secret;
      // One text that several services share is written once.
      const place = `${written.path}:${written.start} ${from.kind === 'environment' ? from.part?.start : ''}`;
      if (text.length < shortest || seen.has(place)) continue;
      seen.add(place);
      const earlier = first.get(text);
      if (earlier === undefined) {
        first.set(text, secret);
        continue;
      }
      const { at, related = [] } = placeOf(secret);
      report(from.kind === 'environment' ? 'service' : 'file', {
        at,
        related: [...related, { at: placeOf(earlier).at, message: 'It is written here first.' }],
        data: {
          name,
          first: described(earlier),
          ...(from.kind === 'environment'
            ? { service: from.service.name }
            : { file: fileName(from.file.path) }),
        },
        ...(from.kind === 'environment' && { service: from.service.name }),
        fixes: referTo(earlier, secret, envPath),
      });
    }
  },
});

function placeOf({ from }: WrittenSecret): Pick<ReportDetails, 'at' | 'related'> {
  return from.kind === 'environment' ? atEntry(from.entry, 'name') : { at: from.entry.nameAt };
}

function described({ name, from }: WrittenSecret): string {
  return from.kind === 'environment'
    ? `${name} of service '${from.service.name}'`
    : `${name} in ${fileName(from.file.path)}`;
}

/** Only what the `.env` of the project holds can be referred to as it is. */
function referTo(earlier: WrittenSecret, { from }: WrittenSecret, envPath: string): readonly Fix[] {
  const source = earlier.from;
  if (source.kind !== 'file' || source.file.path !== envPath || !source.isWhole) return [];
  // Of several entries of one name the last one counts.
  if (source.file.entries.findLast(({ name }) => name === earlier.name) !== source.entry) return [];
  if (from.kind !== 'environment') return [];
  const { service, entry, part } = from;
  const { value } = entry;
  // A file that is included from another folder has a `.env` of its own.
  if (value === undefined || entry.fromDefault || value.directory !== folderOf(envPath)) return [];
  const project = service.project();
  const variable = `\${${earlier.name}:?}`;
  const edits =
    part === undefined
      ? replaceScalar(project, value, variable)
      : replacePart(project, value, part.start, part.end, variable);
  return oneFix('review', `Take it from ${earlier.name} of .env (the two then change together)`, edits);
}
