import { atEntry } from '../../core/key-value.ts';
import { atSeat } from '../../core/report.ts';
import { defineComposeRule, forEachService } from '../../core/rule.ts';
import { buildContextsOf } from '../../model/compose/build-contexts.ts';
import { hostPathOf, isPathLike } from '../../model/compose/host-path.ts';
import { shapeOf } from '../../model/compose/scalar.ts';
import type { Scalar } from '../../model/compose/types.ts';

export default defineComposeRule({
  id: 'compose/build-context-too-wide',
  title: 'Build context of a whole home or host',
  summary: 'A build may read a whole home directory or file system, or use all SSH keys.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['OWASP-12', 'CWE-538'],
  aliases: {},
  fix: 'none',
  messages: {
    context: "The build of service '{service}' may read everything below {path}.",
    ssh: "The build of service '{service}' may use every key of the SSH agent (ssh: default).",
  },
  help: 'The Dockerfile, and every step it runs, can copy what is in the context into the image: keys, tokens of other tools, mail. Name the directory that holds the sources, and give a build a key of its own that opens one repository only.',
  check: forEachService((service, report, { tenancy }) => {
    const { name } = service;
    for (const { value, entry } of buildContextsOf(service)) {
      const path = wideFolder(value);
      if (path === undefined) continue;
      report('context', {
        ...(entry === undefined ? atSeat(value) : atEntry(entry)),
        data: { service: name, path },
      });
    }
    // Among people who trust each other the agent is a convenience; a build of strangers may use the keys as its own.
    if (tenancy !== 'hostile') return;
    for (const entry of service.keyValues('build', 'ssh')) {
      const isAgent =
        entry.name === 'default' && (entry.value === undefined || entry.value.state === 'empty');
      if (isAgent) report('ssh', { ...atEntry(entry), data: { service: name } });
    }
  }),
});

/** The path of a context that is a home or the root; relative ones are part of the project, wherever that lies. */
function wideFolder(value: Scalar): string | undefined {
  if (!isPathLike(value) || shapeOf(value).startsWith('.')) return undefined;
  const path = hostPathOf(value);
  if (!path.known || path.value === undefined) return undefined;
  return /^(?:\/|~|\/root|\/(?:home|Users)(?:\/[^/]+)?|[A-Za-z]:\/(?:Users(?:\/[^/]+)?)?)$/.test(path.value)
    ? path.value
    : undefined;
}
