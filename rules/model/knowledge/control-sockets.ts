import { withoutLinks } from './host-paths.ts';

/** What a path of the host gives away: a control socket itself, or a folder in which one lies. */
export type ControlAccess = 'socket' | 'folder' | 'pipe';

/** Whoever may write to one of these commands the container engine, or systemd, and through it the host. */
const sockets: ReadonlySet<string> = new Set(['docker.sock', 'containerd.sock', 'crio.sock', 'podman.sock']);

/** Folders of a usual Linux host in which such a socket lies at any depth. */
const folders: ReadonlySet<string> = new Set([
  '/',
  '/run',
  '/var',
  '/run/containerd',
  '/run/podman',
  '/run/systemd',
]);

/**
 * Tells whether a cleaned host path, as `Mount.hostPath` gives it, hands out the control of the engine or of systemd.
 * Engines put their sockets into many folders (rootless, snap, k3s), so that the name of the file decides.
 */
export function controlAccess(hostPath: string): ControlAccess | undefined {
  const path = withoutLinks(hostPath);
  if (folders.has(path)) return 'folder';
  if (sockets.has(path.slice(path.lastIndexOf('/') + 1)) || path.endsWith('/systemd/private'))
    return 'socket';
  return /^\/\/\.\/pipe\/(?:docker_engine\w*|dockerDesktop\w*Engine)$/i.test(path) ? 'pipe' : undefined;
}
