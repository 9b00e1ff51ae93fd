import { atSeat, oneFix } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { appendItems } from '../../model/compose/edit.ts';
import type { Service } from '../../model/compose/types.ts';
import type { Edit } from '../../model/place.ts';
import { unwritableFolders } from '../../model/project/unwritable-folders.ts';

/** Without a bound a tmpfs may fill the memory of the host. */
const size = '64m';

export default defineProjectRule({
  id: 'project/read-only-breaks-image',
  title: 'Read-only root that stops the image',
  summary: 'The root file system is read-only, and the image cannot start that way.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'warning' },
  properties: ['availability', 'integrity'],
  sources: ['CIS-5.13', 'OWASP-8'],
  aliases: {},
  fix: 'review',
  messages: {
    broken: "Service '{service}' is read-only, but {image} writes to {folders} and fails to start.",
  },
  help: 'A control that stops the service gets thrown out at the first start, and nobody puts it back. Keep read_only, and mount a tmpfs at each folder the program writes to.',
  checkService(joined, report) {
    const { service, build, node } = joined;
    const key = service.scalar('read_only');
    const flag = service.flag('read_only');
    if (key === undefined || !flag.known || flag.value !== true) return;
    const folders = unwritableFolders(joined);
    if (folders.length === 0) return;
    const { at, related = [] } = atSeat(key);
    const from = build?.stage.chain.at(-1)?.from;
    const named = build !== undefined && from !== undefined ? build.placeOf(from) : service.image?.value.seat;
    const list = folders.join(' and ');
    const title = `Mount a tmpfs of at most ${size.replace('m', ' MB')} at ${list} (what is written there is lost at a stop)`;
    report('broken', {
      at,
      related: [
        ...related,
        ...(named === undefined ? [] : [{ at: named, message: 'This image writes there.' }]),
      ],
      data: { image: node.image?.text.known ? node.image.text.value : 'its image', folders: list },
      fixes: oneFix('review', title, addTmpfs(service, folders)),
    });
  },
});

/** Refused where something is mounted at the folder, though read-only: an engine takes no two mounts at one path. */
function addTmpfs(service: Service, folders: readonly string[]): readonly Edit[] | undefined {
  const taken = service.mounts.map(({ target }) => (target.known ? target.value : undefined));
  if (folders.some((folder) => taken.includes(folder))) return undefined;
  const mounts = folders.map((folder) => `${folder}:size=${size}`);
  return appendItems(service, 'tmpfs', mounts);
}
