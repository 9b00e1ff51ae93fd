import { atEntry } from '../../core/key-value.ts';
import { atSeat } from '../../core/report.ts';
import { defineComposeRule } from '../../core/rule.ts';
import { buildContextsOf } from '../../model/compose/build-contexts.ts';
import { itemsOf, scalarsOf, valueAt } from '../../model/compose/item.ts';
import { knownText } from '../../model/compose/scalar.ts';
import type { ComposeProject, Scalar, Value } from '../../model/compose/types.ts';
import { floatingReference } from '../../model/knowledge/remote-references.ts';

export default defineComposeRule({
  id: 'compose/remote-include',
  title: 'Remote part without a fixed version',
  summary: 'A part of the project, or the files of a build, come from an address whose content may change.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['integrity'],
  sources: ['OWASP-13', 'CWE-829'],
  aliases: {},
  fix: 'none',
  messages: {
    include: 'The project includes {kind} files from elsewhere without naming a commit or digest.',
    extends: "Service '{service}' extends a {kind} file from elsewhere without naming a commit or digest.",
    context: "The build of service '{service}' takes {kind} files without naming a commit or digest.",
  },
  help: 'Whoever can change what is there decides what runs here at the next start or build: a Compose file may mount the host, a build context holds a Dockerfile. Append #<commit> with all 40 digits to a Git address and @sha256:<digest> to an OCI one.',
  check(project, report) {
    for (const value of includedFiles(project)) {
      const kind = floatingReference(knownText(value) ?? '');
      if (kind !== undefined) report('include', { ...atSeat(value), data: { kind } });
    }
    for (const service of project.services) {
      const { name } = service;
      const file = service.scalar('extends', 'file');
      const kind = floatingReference(knownText(file) ?? '');
      if (file !== undefined && kind !== undefined)
        report('extends', { ...atSeat(file), service: name, data: { service: name, kind } });
      for (const { value, entry } of buildContextsOf(service)) {
        const remote = floatingReference(knownText(value) ?? '');
        if (remote === undefined) continue;
        const at = entry === undefined ? atSeat(value) : atEntry(entry);
        report('context', { ...at, service: name, data: { service: name, kind: remote } });
      }
    }
  },
});

function includedFiles({ root }: ComposeProject): readonly Scalar[] {
  const paths = (entry: Value) => scalarsOf(entry.kind === 'mapping' ? valueAt(entry, 'path') : entry);
  return itemsOf(root?.pairs.get('include')?.value).flatMap(paths);
}
