import type { Fix } from '../../core/finding.ts';
import { atSeat, itemFix, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer, type ReportDetails } from '../../core/rule.ts';
import { deletePair } from '../../model/compose/edit.ts';
import { controlAccess } from '../../model/knowledge/control-sockets.ts';
import { isSocketProxy } from '../../model/knowledge/socket-proxies.ts';
import type { Known } from '../../model/known.ts';

const title = 'Delete the access to the engine (the program can no longer control containers)';

export default defineComposeRule({
  id: 'compose/no-runtime-socket',
  title: 'Engine socket in a container',
  summary: 'The control socket of the container engine, or of systemd, reaches a container.',
  kind: 'presence',
  severity: { single: 'error', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.32', 'OWASP-1', 'CWE-250', 'CWE-668'],
  aliases: {
    'compose-lint': ['CL-0001'],
    kics: ['Docker Socket Mounted In Container', 'd6355c88'],
    semgrep: ['exposing-docker-socket-volume'],
  },
  fix: 'review',
  supersedes: { scope: 'place', rules: ['compose/no-writable-host-root', 'compose/no-sensitive-host-path'] },
  messages: {
    socket: "Service '{service}' gets the control socket {path}, and with it the host.",
    folder: "Service '{service}' mounts {path}, which holds the control socket of the engine.",
    pipe: "Service '{service}' gets the control pipe {path}, and with it the host.",
    api: "Service '{service}' gets the engine's socket and your registry logins (use_api_socket).",
  },
  help: 'Whoever can write to this socket can start a privileged container and own the host; mounting it read-only does not hinder that. Delete the mount. If the program has to see containers, put a filtering socket proxy in between and point DOCKER_HOST to it.',
  check: forEachContainer((service, report, _context, project) => {
    // A proxy is there to hold the socket, but nothing excuses a whole folder around it.
    const proxied = isSocketProxy(service.image?.reference) ? ({ atMost: 'info' } as const) : {};
    const judge = (
      hostPath: Known<string | undefined>,
      details: Pick<ReportDetails, 'at' | 'related'>,
      fixes: readonly Fix[],
    ) => {
      const path = hostPath.known ? hostPath.value : undefined;
      const access = path === undefined ? undefined : controlAccess(path);
      if (path === undefined || access === undefined) return;
      report(access, { ...details, ...(access === 'folder' ? {} : proxied), data: { path }, fixes });
    };

    const volumes = service.pair('volumes');
    for (const { hostPath, value, seat, volume } of service.mounts) {
      const at = volume?.bindDevice === undefined ? atSeat(value, seat) : atSeat(volume.bindDevice);
      judge(hostPath, at, itemFix('review', title, project, volumes, value));
    }
    for (const { kind, object, value } of service.grants) {
      if (object?.file === undefined) continue;
      const fixes = itemFix('review', title, project, service.pair(`${kind}s`), value);
      judge(object.filePath, atSeat(object.file), fixes);
    }
    const api = service.pair('use_api_socket');
    const usesApi = service.flag('use_api_socket');
    if (api === undefined || !usesApi.known || usesApi.value !== true) return;
    report('api', {
      ...atSeat(api.value),
      ...proxied,
      fixes: oneFix('review', title, deletePair(project, api)),
    });
  }),
});
