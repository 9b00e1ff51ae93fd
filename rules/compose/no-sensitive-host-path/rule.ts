import { atHostSide, atSeat } from '../../core/report.ts';
import { defineComposeRule, forEachContainer, type Report, type ReportDetails } from '../../core/rule.ts';
import { hostPathOf, isProjectData } from '../../model/compose/host-path.ts';
import { scalarAt } from '../../model/compose/item.ts';
import { sourceScalar } from '../../model/compose/mount-options.ts';
import type { Scalar } from '../../model/compose/types.ts';
import {
  type Disclosure,
  disclosedBy,
  isSensitiveFolder,
} from '../../model/knowledge/sensitive-host-paths.ts';
import type { Known } from '../../model/known.ts';

export default defineComposeRule({
  id: 'compose/no-sensitive-host-path',
  title: 'Sensitive path of the host',
  summary: 'The service may read files of the host that give away accounts, keys or other containers.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['CIS-5.6', 'OWASP-8', 'CWE-552'],
  aliases: { 'compose-lint': ['CL-0013'], kics: ['Volume Has Sensitive Host Directory'] },
  fix: 'none',
  messages: {
    system: "Service '{service}' may read {path} of the host.",
    home: "Service '{service}' gets a whole home ({path}), with all keys and tokens in it.",
    logs: "Service '{service}' gets all logs of the host ({path}).",
    credentials: "Service '{service}' gets the credential store {path}.",
  },
  help: 'One flaw in the program, and whoever uses it reads accounts, keys or the data of others, for which read-only mounts are no hindrance. Mount the one file or folder that the program needs, or give it a secret of its own.',
  check: forEachContainer((service, report) => {
    for (const mount of service.mounts) {
      const { hostPath, readOnly } = mount;
      // Writable system folders are the matter of no-writable-host-root.
      judge(report, hostPath, sourceScalar(mount), atHostSide(mount), readOnly.known && !readOnly.value);
    }
    const files = [
      ...service.grants.map(({ object }) => object?.file),
      ...service.list('env_file').map((item) => (item.kind === 'scalar' ? item : scalarAt(item, 'path'))),
    ];
    for (const file of files) {
      if (file !== undefined) judge(report, hostPathOf(file), file, atSeat(file), false);
    }
  }),
});

function judge(
  report: Report<Disclosure>,
  hostPath: Known<string | undefined>,
  source: Scalar | undefined,
  at: Pick<ReportDetails, 'at' | 'related'>,
  isWritable: boolean,
): void {
  const path = hostPath.known ? hostPath.value : undefined;
  const disclosure = path === undefined ? undefined : disclosedBy(path);
  if (path === undefined || disclosure === undefined || (disclosure === 'system' && isWritable)) return;
  if (isProjectData(source, path) && !isSensitiveFolder(path)) return;
  report(disclosure, { ...at, data: { path } });
}
