import { atEntry } from '../../core/key-value.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { contextsAbove } from '../../model/project/contexts-above.ts';
import { contextKeyOf } from '../../model/project/shared-builds.ts';

export default defineProjectRule({
  id: 'project/context-escapes-project',
  title: 'Build context above the project',
  summary: 'A build copies all of a folder above the project, with whatever else lies there.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['OWASP-12', 'CWE-538'],
  aliases: {},
  fix: 'none',
  messages: {
    own: "The build of service '{service}' copies all of {folder}, above the project.",
    named: "The build of service '{service}' copies all of {folder}, above the project, as context '{name}'.",
  },
  help: 'What lies beside the project gets into the image with it, now or when somebody puts it there: other projects, their secrets and their code. Name the narrowest folder that holds the sources, copy single folders, or write an ignore file that begins with * and takes back what the build needs.',
  checkService(joined, report) {
    const { service, build } = joined;
    if (build === undefined) return;
    const entries = service.keyValues('build', 'additional_contexts');
    for (const { name, context, copy } of contextsAbove(joined)) {
      const copied = { at: build.placeOf(copy), message: 'This copies all of it.' };
      if (name === undefined) {
        const folder = build.contextScalar?.text ?? context.folder;
        report('own', { at: contextKeyOf(service, build), related: [copied], data: { folder } });
        continue;
      }
      const entry = entries.find((one) => one.name === name);
      if (entry === undefined) continue;
      const { at, related = [] } = atEntry(entry);
      const folder = entry.text.known ? entry.text.value : context.folder;
      report('named', { at, related: [...related, copied], data: { folder, name } });
    }
  },
});
