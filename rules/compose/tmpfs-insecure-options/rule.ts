import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { deletePair } from '../../model/compose/edit.ts';
import { pairAt } from '../../model/compose/item.ts';
import { deleteOptions } from '../../model/compose/mount-options.ts';
import { knownText } from '../../model/compose/scalar.ts';
import { insecureOptions, isOpenToAll, readMode } from '../../model/knowledge/tmpfs-options.ts';

const title = (options: string) => `Delete ${options} (the engine's safe default then holds)`;

export default defineComposeRule({
  id: 'compose/tmpfs-insecure-options',
  title: 'Weak tmpfs options',
  summary: 'A tmpfs allows programs, setuid or devices, or everybody may change the files in it.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['integrity'],
  sources: ['OWASP-8', 'CWE-732'],
  aliases: { 'compose-lint': ['CL-0022'] },
  fix: 'review',
  messages: { weak: "A tmpfs of service '{service}' is mounted with {options}." },
  help: 'Docker mounts a tmpfs with noexec, nosuid and nodev, and with a sticky bit so that users cannot remove the files of each other. The option gives that back to whoever can write there. Delete it; a program that must run from memory gets a folder of its own for that.',
  check: forEachContainer((service, report, _context, project) => {
    for (const mount of service.mounts) {
      if (mount.type !== 'tmpfs') continue;
      const names = insecureOptions(mount.options.map(({ name }) => name));
      if (names.length > 0) {
        const options = names.join(', ');
        const edits = deleteOptions(project, mount, (name) => names.includes(name));
        report('weak', {
          ...atSeat(mount.value, mount.seat),
          data: { options },
          fixes: oneFix('review', title(options), edits),
        });
      }
      const mode = pairAt(mount.mapping, ['tmpfs', 'mode']);
      const text = knownText(mode?.value);
      if (mode?.value.kind !== 'scalar' || text === undefined) continue;
      const bits = readMode(text, mode.value.quoted);
      if (bits === undefined || !isOpenToAll(bits)) continue;
      const options = `mode ${text}`;
      report('weak', {
        ...atSeat(mode.value),
        data: { options },
        fixes: oneFix('review', title(options), deletePair(project, mode)),
      });
    }
  }),
});
