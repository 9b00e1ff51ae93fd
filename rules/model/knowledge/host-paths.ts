/** Paths of a usual Linux host, cleaned as `Mount.hostPath` gives them. Source: Filesystem Hierarchy Standard 3.0. */

/** Folders whose content belongs to the system as a whole, but not each folder made below them. */
const systemFolders: ReadonlySet<string> = new Set([
  '/',
  '/home',
  '/lib64',
  '/opt',
  '/root',
  '/run',
  '/srv',
  '/tmp',
  '/var',
  '/var/lib',
]);

/** Folders that belong to the system with everything below them. */
const systemTrees = ['/bin', '/boot', '/dev', '/etc', '/lib', '/proc', '/sbin', '/sys', '/usr'];

/** `/var/run` has been a link to `/run` since FHS 3.0. */
export function withoutLinks(hostPath: string): string {
  return isWithin(hostPath, '/var/run') ? hostPath.slice('/var'.length) : hostPath;
}

/** True for the folder itself and for what lies below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? folder : `${folder}/`);
}

/**
 * True where a new SELinux label would stop programs of the host from working: system folders, and the whole home of
 * one user. Docker warns of this for /home and /usr (Bind mounts, "Configure the SELinux label").
 */
export function isSystemPath(hostPath: string): boolean {
  const path = withoutLinks(hostPath);
  return systemFolders.has(path) || isWholeHome(path) || systemTrees.some((tree) => isWithin(path, tree));
}

/** One user's home or, by `~/..`, what lies above it. */
function isWholeHome(path: string): boolean {
  return /^(?:\/home\/[^/]+|~[^/]*(?:\/\.\.(?:\/.*)?)?)$/.test(path);
}

/**
 * True for what lives only as long as the host runs or belongs to its services: sockets, their folders, logs and the
 * storage of container engines. Such a path is no data of an application.
 */
export function isRuntimePath(hostPath: string): boolean {
  const path = withoutLinks(hostPath);
  return /\.(?:sock|socket)$/.test(path) || runtimeTrees.some((tree) => isWithin(path, tree));
}

const runtimeTrees = [
  '/run',
  '/var/log',
  '/var/lib/docker',
  '/var/lib/containerd',
  '/var/lib/containers',
  '/var/lib/kubelet',
];
