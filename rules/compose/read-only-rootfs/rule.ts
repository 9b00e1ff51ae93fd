import { oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachServiceLacking } from '../../core/rule.ts';
import { appendItems, insertAt } from '../../model/compose/edit.ts';
import type { Service } from '../../model/compose/types.ts';
import { writingServerOf } from '../../model/knowledge/written-folders.ts';
import type { Edit } from '../../model/place.ts';

/** Where most programs write something that need not last. */
const scratchFolders = ['/tmp', '/run'];

/** What programs keep there is small; without a bound the fix would trade a writable root for the host's memory. */
const scratchSize = '64m';

export default defineComposeRule({
  id: 'compose/read-only-rootfs',
  title: 'Read-only root file system',
  summary: 'The service may change the programs and settings of its own image while it runs.',
  kind: 'absence',
  severity: { single: 'off', mixed: 'info', hostile: 'warning' },
  properties: ['integrity'],
  sources: ['CIS-5.13', 'OWASP-8', 'CWE-732'],
  aliases: { 'compose-lint': ['CL-0007'], semgrep: ['writable-filesystem-service'] },
  fix: 'review',
  messages: { missing: "The root file system of service '{service}' is not read-only." },
  help: 'Who breaks into a program likes to put tools of their own beside it, or to change it so that they come back. Set read_only and give the program a tmpfs or a volume for each folder it has to write to.',
  check: forEachServiceLacking(
    'missing',
    (service) => {
      const flag = service.flag('read_only');
      return flag.known && flag.value !== true;
    },
    (service) =>
      oneFix(
        'review',
        'Make the root file system read-only but for 64 MB in /tmp and /run (programs that write elsewhere fail)',
        makeReadOnly(service),
      ),
  ),
});

function makeReadOnly(service: Service): readonly Edit[] | undefined {
  const flag = insertAt(service, ['read_only'], 'true');
  const mounted = new Set(service.mounts.map(({ target }) => (target.known ? target.value : undefined)));
  const image = service.hasBuild ? undefined : service.image?.reference;
  const written = (image && writingServerOf(image)?.folders) ?? [];
  const folders = new Set([...scratchFolders, ...written.map(({ paths }) => paths[0])]);
  const needed = [...folders]
    .filter((folder) => !mounted.has(folder))
    .map((folder) => `${folder}:size=${scratchSize}`);
  if (flag === undefined || needed.length === 0) return flag;
  const scratch = appendItems(service, 'tmpfs', needed);
  if (scratch === undefined && written.length > 0) return undefined;
  return [...flag, ...(scratch ?? [])];
}
