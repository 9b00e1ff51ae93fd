import type { Fix } from '../../core/finding.ts';
import { oneFix } from '../../core/report.ts';
import { defineComposeRule } from '../../core/rule.ts';
import type { ComposeFile, ComposeProject } from '../../model/compose/types.ts';
import type { YamlPair } from '../../model/compose/yaml-node.ts';
import type { Edit } from '../../model/place.ts';

/** What `docker stack` alone obeys. Its older releases refuse a file that names no version. */
const swarmOnly = ['mode', 'placement', 'update_config', 'rollback_config', 'endpoint_mode'];

export default defineComposeRule({
  id: 'compose/version-obsolete',
  title: 'Obsolete version',
  summary: 'The top-level key version, which Compose has ignored since its second release.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'hint', hostile: 'hint' },
  properties: ['integrity'],
  sources: ['CWE-477'],
  aliases: {},
  fix: 'review',
  messages: { ignored: 'Compose ignores `version`, and warns of it each time.' },
  help: 'The key promises a format that nothing checks: Compose reads every file by its newest rules, whatever the number. Delete the line, unless docker-compose 1 or an old docker stack has to read the file.',
  check(project, report) {
    if (isForSwarm(project)) return;
    for (const file of project.files) {
      for (const root of file.roots) {
        const pairs = root.kind === 'mapping' ? root.pairs : [];
        const version = pairs.find(({ name }) => name === 'version');
        // Beside services alone it is the version of Compose's format; a fragment may have a key of its own by that name.
        if (version === undefined || !pairs.some(({ name }) => name === 'services')) continue;
        const { start, end } = version.key;
        report('ignored', {
          at: { path: file.path, start, end },
          tags: ['deprecated'],
          fixes: root.kind === 'mapping' && root.flow ? [] : deletion(file, version),
        });
      }
    }
  },
});

function isForSwarm(project: ComposeProject): boolean {
  return project.services.some((service) =>
    swarmOnly.some((key) => service.pair('deploy', key) !== undefined),
  );
}

/** Deletes the line; a comment behind the value stays, and so do those around it. */
function deletion(file: ComposeFile, { start, end, value }: YamlPair): readonly Fix[] {
  const { path, text } = file;
  const isPlain = value.kind === 'scalar' && !value.multiline && value.anchor === undefined;
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (!isPlain || before.trim() !== '') return [];
  const [rest = ''] = /^.*/.exec(text.slice(end)) ?? [];
  const edit: Edit = { path, start, end: end + rest.length - rest.trimStart().length, text: '' };
  const behind = rest.trim();
  if (behind !== '' && !behind.startsWith('#')) return [];
  const whole: Edit = { ...edit, end: end + rest.length + lineBreaks(text, start, end + rest.length) };
  const title = 'Delete `version` (docker-compose 1 and old releases of docker stack read it)';
  return oneFix('review', title, [behind === '' ? whole : edit]);
}

/** The line break after the line; at the beginning of a file also the empty lines that would come first then. */
function lineBreaks(text: string, start: number, end: number): number {
  const pattern = text.slice(0, start).trim() === '' ? /^(?:[ \t]*\r?\n)+/ : /^\r?\n/;
  return pattern.exec(text.slice(end))?.[0].length ?? 0;
}
