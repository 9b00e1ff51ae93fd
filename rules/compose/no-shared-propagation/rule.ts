import type { Severity, Tenancy } from '../../core/finding.ts';
import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { deletePair } from '../../model/compose/edit.ts';
import { pairAt } from '../../model/compose/item.ts';
import { deleteOptions } from '../../model/compose/mount-options.ts';
import { knownText } from '../../model/compose/scalar.ts';

/** Mounts that only arrive from the host weigh one level less than those that also go back to it. */
const ofSlave: Readonly<Record<Tenancy, Severity>> = { single: 'hint', mixed: 'info', hostile: 'warning' };

export default defineComposeRule({
  id: 'compose/no-shared-propagation',
  title: 'Shared mount propagation',
  summary: 'Mounts that are made later pass between the host and the container.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-5.20', 'CWE-668'],
  aliases: { 'compose-lint': ['CL-0017'], kics: ['Volume Mounted In Multiple Containers'] },
  fix: 'review',
  messages: {
    shared: "Mounts made in service '{service}' appear on the host, and the other way round ({option}).",
    slave: "What the host mounts later below this path appears in service '{service}', too ({option}).",
    recursive: "File systems mounted below this path stay writable for service '{service}' ({option}).",
  },
  help: {
    shared:
      'A container that may mount can put file systems over folders of the host, and sees those the host adds later. Delete the option, unless the service is there to mount things for the host.',
    slave:
      'A disk or network folder that somebody attaches on the host later becomes visible in the container, which nobody thinks of by then. Delete the option, unless the service needs just that.',
    recursive:
      'The read-only flag of a bind holds for its own file system. With this option those mounted below it may be written to, so that the mount is less read-only than it looks. Delete the option, or write `recursive: readonly` with propagation rprivate.',
  },
  check: forEachContainer((service, report, { tenancy }, project) => {
    for (const mount of service.mounts) {
      const { propagation, value, seat, mapping, readOnly } = mount;
      const option = propagation.known ? propagation.value : undefined;
      if (option !== undefined && /^r?(?:shared|slave)$/.test(option)) {
        const pair = pairAt(mapping, ['bind', 'propagation']);
        const edits =
          pair === undefined
            ? deleteOptions(project, mount, (name) => name === option)
            : deletePair(project, pair);
        const isSlave = option.endsWith('slave');
        report(isSlave ? 'slave' : 'shared', {
          ...(pair === undefined ? atSeat(value, seat) : atSeat(pair.value)),
          ...(isSlave ? { atMost: ofSlave[tenancy] } : {}),
          data: { option },
          fixes: oneFix('review', `Delete ${option} (mounts made later no longer pass)`, edits),
        });
      }
      const recursive = pairAt(mapping, ['bind', 'recursive']);
      const mode = knownText(recursive?.value);
      if (recursive === undefined || (mode !== 'writable' && mode !== 'enabled')) continue;
      if (!readOnly.known || !readOnly.value) continue;
      report('recursive', {
        ...atSeat(recursive.value),
        data: { option: `recursive: ${mode}` },
        fixes: oneFix(
          'review',
          `Delete recursive: ${mode} (the engine's default then holds)`,
          deletePair(project, recursive),
        ),
      });
    }
  }),
});
