import { atEntry } from '../../core/key-value.ts';
import { defineComposeRule, forEachService } from '../../core/rule.ts';
import { scalarAt } from '../../model/compose/item.ts';
import { literalShape, literalText } from '../../model/compose/literal.ts';
import type { ComposeProject, Volume } from '../../model/compose/types.ts';
import { grantedConfigs, markOf } from '../../model/compose/written-values.ts';
import { isLabelSecret, isMountSecret, linesWithSecret } from '../../model/knowledge/option-secrets.ts';
import { isNamedSecret } from '../../model/knowledge/secret-pairs.ts';

type Message = 'entry' | 'config' | 'volume';

export default defineComposeRule({
  id: 'compose/no-secret-in-options',
  title: 'Secret in labels, configs or driver options',
  summary: 'A label, the content of a config, or an option of a driver spells out a secret.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['OWASP-12', 'CWE-522'],
  aliases: {},
  fix: 'none',
  messages: {
    entry: "{name} among the {section} of service '{service}' spells out a secret.",
    config: "The content of config '{config}' spells out a secret.",
    volume: "The mount options of volume '{volume}' spell out a password.",
  },
  help: 'Labels, configs and options are shown by docker inspect and kept by the engine as plain settings, beside the copies of the file. Grant a secret instead of a config, name a credentials file in mount options, and change the secret.',
  check: {
    ...forEachService<Message, Record<never, never>>((service, report) => {
      for (const [section, isSecret] of [
        ['labels', isLabelSecret],
        ['annotations', isLabelSecret],
        ['logging options', isNamedSecret],
      ] as const) {
        const entries =
          section === 'logging options'
            ? service.keyValues('logging', 'options')
            : service.keyValues(section);
        for (const entry of entries) {
          const text = literalText(entry.value);
          if (text === undefined || !isSecret(entry.name, text)) continue;
          const data = { service: service.name, name: entry.name, section };
          report('entry', { ...atEntry(entry, 'name'), data });
        }
      }
    }),
    ofProject(project, report) {
      for (const { name, object } of grantedConfigs(project)) {
        const content = scalarAt(object?.mapping, 'content');
        const key = object?.mapping?.pairs.get('content')?.key;
        if (content === undefined || key === undefined || !linesWithSecret(literalShape(content))) continue;
        report('config', { at: markOf(content, key), data: { config: name } });
      }
      for (const volume of mountedVolumes(project)) {
        const options = scalarAt(volume.mapping, 'driver_opts', 'o');
        if (options === undefined || !literalShape(options).split(',').some(isMountSecret)) continue;
        report('volume', { at: options.seat, data: { volume: volume.name } });
      }
    },
  },
});

function mountedVolumes({ services }: ComposeProject): ReadonlySet<Volume> {
  return new Set(services.flatMap(({ mounts }) => mounts.flatMap(({ volume }) => volume ?? [])));
}
