import { atHostSide, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { isProjectData } from '../../model/compose/host-path.ts';
import { makeReadOnly, sourceScalar } from '../../model/compose/mount-options.ts';
import { controlsHost, isSensitiveFolder } from '../../model/knowledge/sensitive-host-paths.ts';

export default defineComposeRule({
  id: 'compose/no-writable-host-root',
  title: 'Writable system folder',
  summary: 'The service may write to a folder of the host from which the host is controlled.',
  kind: 'presence',
  severity: { single: 'error', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.6', 'OWASP-8', 'CWE-668', 'CWE-552'],
  aliases: { 'compose-lint': ['CL-0025'], kics: ['Volume Has Sensitive Host Directory'] },
  fix: 'review',
  supersedes: { scope: 'place', rules: ['compose/no-sensitive-host-path', 'compose/no-host-device'] },
  messages: { writable: "Service '{service}' may write to {path} of the host, and so control it." },
  help: 'Who writes to a folder of accounts, programs, start scripts, the kernel or other containers decides what the host runs as root. Mount it read-only, or better mount only the one file or folder that the program needs.',
  check: forEachContainer((service, report, _context, project) => {
    for (const mount of service.mounts) {
      const { hostPath, readOnly } = mount;
      const path = hostPath.known ? hostPath.value : undefined;
      if (path === undefined || !readOnly.known || readOnly.value || !controlsHost(path)) continue;
      if (isProjectData(sourceScalar(mount), path) && !isSensitiveFolder(path)) continue;
      const title = 'Mount it read-only (the program can no longer write there)';
      report('writable', {
        ...atHostSide(mount),
        data: { path },
        fixes: oneFix('review', title, makeReadOnly(project, mount)),
      });
    }
  }),
});
