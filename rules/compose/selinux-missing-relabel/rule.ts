import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule } from '../../core/rule.ts';
import { relabelMount } from '../../model/compose/relabel-mount.ts';
import type { Mount, Service } from '../../model/compose/types.ts';
import { sharedPaths } from '../../model/knowledge/host-path-users.ts';
import { isRuntimePath, isSystemPath } from '../../model/knowledge/host-paths.ts';

export default defineComposeRule({
  id: 'compose/selinux-missing-relabel',
  title: 'Bind mount without SELinux label',
  summary: 'A bind mount of a data folder is not relabelled, so that SELinux keeps the container out.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'info', hostile: 'warning' },
  properties: ['availability', 'confidentiality'],
  sources: ['CIS-5.3', 'OWASP-6', 'CWE-732'],
  aliases: {},
  fix: 'review',
  selinuxOnly: true,
  messages: { missing: "Service '{service}' mounts {path} without an SELinux label for containers." },
  help: 'On a host with SELinux the container may not use the files of this mount, and people then switch SELinux off for the whole container. Add Z where this service alone mounts the path, so that no other container can read it, or z where several do.',
  check: (project, report) => {
    const isShared = sharedPaths(project);
    const isWhole = project.view === 'project' && project.gaps.length === 0;
    for (const service of project.services) {
      if (service.isProvider || isUnconfined(service)) continue;
      const { name } = service;
      for (const mount of service.mounts) {
        const path = dataPath(mount);
        if (path === undefined || !mount.selinux.known || mount.selinux.value !== undefined) continue;
        const label = isWhole && !isShared(path, name) && !hasReplicas(service) ? 'Z' : 'z';
        const title = `Relabel the mount with ${label} (changes the labels of the files on the host)`;
        const fixes = oneFix('review', title, relabelMount(project, mount, label));
        const data = { service: name, path: sourceOf(mount) };
        report('missing', { ...atSeat(mount.value, mount.seat), service: name, data, fixes });
      }
    }
  },
});

function isUnconfined(service: Service): boolean {
  return (
    service.privileged ||
    service.securityOptions.some(({ name, argument }) => name === 'label' && argument === 'disable')
  );
}

/** The path of a bind mount with data in it; system folders, devices and sockets have to keep their labels. */
function dataPath({ type, hostPath }: Mount): string | undefined {
  const path = type === 'bind' && hostPath.known ? hostPath.value : undefined;
  if (path === undefined || !/^(?:\/(?!\/)|~)/.test(path)) return undefined;
  return isSystemPath(path) || isRuntimePath(path) ? undefined : path;
}

function hasReplicas(service: Service): boolean {
  return [service.scalar('scale'), service.scalar('deploy', 'replicas')].some(
    (count) => count !== undefined && count.state !== 'empty' && count.text !== '1',
  );
}

/** The source as the author wrote it, which says more than the absolute path. */
function sourceOf({ source }: Mount): string {
  return source.known ? (source.value ?? '') : '';
}
