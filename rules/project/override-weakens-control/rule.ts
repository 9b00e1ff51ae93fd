import type { Fix } from '../../core/finding.ts';
import { atSeat, itemFix, oneFix } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { deletePair } from '../../model/compose/edit.ts';
import { headOf } from '../../model/compose/item.ts';
import type { ComposeProject } from '../../model/compose/types.ts';
import { type Weakening, type Word, weakenedControls } from '../../model/project/weakened-controls.ts';
import { fileName } from '../../model/shell/paths.ts';

export default defineProjectRule({
  id: 'project/override-weakens-control',
  title: 'Control taken back by a later file',
  summary: 'A later Compose file takes back a protection that an earlier one wrote down.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CWE-693', 'CWE-1188'],
  aliases: {},
  fix: 'review',
  messages: {
    privileged: "This makes service '{service}' privileged; {file} says that it is not.",
    readOnly: "This makes the file system of service '{service}' writable; {file} makes it read-only.",
    privileges: "This lets service '{service}' gain privileges; {file} forbids it (no-new-privileges).",
    capabilities: "This leaves service '{service}' {what}, dropped in {file}.",
    apparmor: "This takes the AppArmor profile of {file} from service '{service}'.",
    seccomp: "This takes the seccomp profile of {file} from service '{service}'.",
    label: "This takes the SELinux label of {file} from service '{service}'.",
    user: "This makes service '{service}' run as root; {file} gives it another user.",
    removed: "This takes the limit of {what} from service '{service}' that {file} sets.",
    raised: "This allows service '{service}' {now}, more than twice the {what} of {file}.",
    health: "This switches off the health check of service '{service}' that {file} sets.",
    port: "This opens port {what} of service '{service}' to other machines; {file} keeps it on loopback.",
    mount: "This lets service '{service}' write to {what}; {file} mounts it read-only.",
    network: "This lets network '{what}' lead outside; {file} makes it internal.",
  },
  help: 'The earlier file is the one that was reviewed, and nothing in it says that it does not hold. Such a line often comes from a test on one machine and then runs everywhere, since Compose loads an override by itself. Delete it, or change the control where it is written.',
  checkGraph({ compose }, report, { hostLsm }) {
    for (const weakening of weakenedControls({ compose })) {
      const { kind, service, what, now = '', by, control } = weakening;
      if (kind === 'apparmor' && hostLsm !== 'auto' && hostLsm !== 'apparmor') continue;
      if (kind === 'label' && hostLsm !== 'auto' && hostLsm !== 'selinux') continue;
      const { at, related = [] } = placeOf(by);
      report(kind, {
        at,
        related: [...related, { at: control, message: 'The control is written here.' }],
        data: { service: service ?? '', what, now, file: fileName(control.path) },
        ...(service !== undefined && { service }),
        fixes: withoutWord(compose, weakening),
      });
    }
  },
});

function placeOf({ pair, item }: Word) {
  if (item !== undefined) return atSeat(item, headOf(item));
  const isShort = pair.value.kind === 'scalar' && !pair.value.multiline;
  return atSeat(pair, pair.seat === pair.place ? (isShort ? pair.place : pair.key) : pair.seat);
}

function withoutWord(project: ComposeProject, { by, control }: Weakening): readonly Fix[] {
  const { pair, item, isAlone } = by;
  if (!isAlone) return [];
  const title = `Delete it, so that ${fileName(control.path)} counts again (what needed it here stops working)`;
  return item === undefined
    ? oneFix('review', title, deletePair(project, pair))
    : itemFix('review', title, project, pair, item);
}
