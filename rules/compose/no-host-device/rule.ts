import { atHostSide, atSeat, itemFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { clean } from '../../model/compose/host-path.ts';
import { isDangerousDevice } from '../../model/knowledge/devices.ts';

export default defineComposeRule({
  id: 'compose/no-host-device',
  title: 'Dangerous device',
  summary: 'The service gets a device that gives away disks, memory or the kernel of the host.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.18', 'CWE-250'],
  aliases: { 'compose-lint': ['CL-0016'] },
  fix: 'review',
  supersedes: { scope: 'place', rules: ['compose/no-sensitive-host-path'] },
  messages: { device: "Service '{service}' gets the device {path} of the host." },
  help: 'A disk or the memory of the machine knows no owners and permissions: who may use the device reads and writes everything in it, past the file systems of the host. Delete the item; let the host mount the disk, and hand the folder to the container.',
  check: forEachContainer((service, report, _context, project) => {
    const title = (path: string) => `Delete ${path} (the program can no longer use it)`;
    const devices = service.pair('devices');
    for (const { source, value, seat } of service.devices) {
      if (!source.known || !source.value.startsWith('/')) continue;
      const path = clean(source.value);
      if (!isDangerousDevice(path)) continue;
      report('device', {
        ...atSeat(value, seat),
        data: { path },
        fixes: itemFix('review', title(path), project, devices, value),
      });
    }
    const volumes = service.pair('volumes');
    for (const mount of service.mounts) {
      const { hostPath, value } = mount;
      const path = hostPath.known ? hostPath.value : undefined;
      if (path === undefined || !isDangerousDevice(path)) continue;
      report('device', {
        ...atHostSide(mount),
        data: { path },
        fixes: itemFix('review', title(path), project, volumes, value),
      });
    }
  }),
});
