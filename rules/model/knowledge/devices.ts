import { isWithin } from './host-paths.ts';

/** Device files of a usual Linux host, by cleaned path. Source: the kernel's admin-guide/devices. */

/** Disks and their parts, memory, virtual machines and whatever mounts file systems; as names below /dev. */
const dangerousNames = [
  /^(?:sd|vd|xvd)[a-z]{1,3}\d*$/,
  /^nvme\d/,
  /^mmcblk\d/,
  /^(?:md|loop)(?:\d|\/|$)/,
  /^dm-\d+$/,
  /^(?:mapper|disk)(?:\/|$)/,
  /^vhost-/,
  /^(?:loop-control|zfs|mem|kmem|port|kmsg|kvm|fuse)$/,
];

/** True for a node that gives away disks, memory or the kernel, and for the whole of /dev. */
export function isDangerousDevice(path: string): boolean {
  if (path === '/dev') return true;
  const name = isWithin(path, '/dev') ? path.slice('/dev/'.length) : '';
  return dangerousNames.some((pattern) => pattern.test(name));
}

/** Folders below /dev in which the system itself keeps something; what else lies there are single devices. */
const systemFolders = [
  '/dev/block',
  '/dev/bus',
  '/dev/char',
  '/dev/cpu',
  '/dev/hugepages',
  '/dev/mqueue',
  '/dev/pts',
];

/** True for a device, or the folder of one kind of device such as /dev/dri, and for /dev/shm. */
export function isSingleDevice(path: string): boolean {
  return path !== '/dev' && isWithin(path, '/dev') && !systemFolders.includes(path);
}
