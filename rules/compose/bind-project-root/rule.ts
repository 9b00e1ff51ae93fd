import { atHostSide, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { leadsToProject } from '../../model/compose/host-path.ts';
import { makeReadOnly, sourceScalar } from '../../model/compose/mount-options.ts';

export default defineComposeRule({
  id: 'compose/bind-project-root',
  title: 'Whole project in a container',
  summary: 'The service may write to the folder of the project, with its .git, .env and Compose file.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'info', hostile: 'warning' },
  properties: ['confidentiality', 'integrity'],
  sources: ['OWASP-8', 'OWASP-12', 'CWE-538'],
  aliases: {},
  fix: 'review',
  messages: { project: "Service '{service}' may read and change the whole project, .git and .env included." },
  help: 'In the folder of the project lie the Compose file itself, .env with its secrets and .git with hooks that run on the host. A flaw in the program reaches all of them. Mount only the sub-folder that the program needs, or mount the project read-only.',
  check: forEachContainer((service, report, _context, project) => {
    // Whoever develops with this service works in the folder on purpose.
    if (service.pair('develop') !== undefined) return;
    for (const mount of service.mounts) {
      const { hostPath, readOnly } = mount;
      const path = hostPath.known ? hostPath.value : undefined;
      if (path === undefined || !readOnly.known || readOnly.value) continue;
      if (!leadsToProject(sourceScalar(mount), path)) continue;
      const title = 'Mount the project read-only (the program can no longer write there)';
      report('project', {
        ...atHostSide(mount),
        fixes: oneFix('review', title, makeReadOnly(project, mount)),
      });
    }
  }),
});
