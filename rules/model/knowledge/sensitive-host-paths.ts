import { isSingleDevice } from './devices.ts';
import { isWithin } from './host-paths.ts';

/**
 * Paths of the host that a container should not get, cleaned as `Mount.hostPath` gives them. Source: Filesystem
 * Hierarchy Standard 3.0, and the folders of the container engines.
 */

/** Who reads these, reads accounts, keys, the kernel or the data of other containers; with what lies below them. */
const secretTrees = [
  '/etc',
  '/root',
  '/boot',
  '/proc',
  '/sys',
  '/dev',
  '/var/lib/docker',
  '/var/lib/containerd',
  '/var/lib/kubelet',
  '/var/spool/cron',
];

/** Programs and libraries: public, but who writes there decides what the host runs. */
const programTrees = ['/usr', '/bin', '/sbin', '/lib', '/lib64'];

/** Folders that hold other folders; writing to one made below them is ordinary. */
const sharedFolders: ReadonlySet<string> = new Set(['/opt', '/srv', '/home', '/var/lib']);

const harmless = ['/etc/letsencrypt', '/etc/localtime', '/etc/timezone'];
const harmlessToRead = [...harmless, '/etc/ssl/certs', '/etc/pki', '/etc/machine-id'];

/** True where writing leads to control over the host. Single devices are judged as devices. */
export function controlsHost(path: string): boolean {
  if (isSingleDevice(path) || isWithinAny(path, harmless)) return false;
  return sharedFolders.has(path) || isWithinAny(path, [...secretTrees, ...programTrees]);
}

/** What somebody who reads a path learns. */
export type Disclosure = 'system' | 'home' | 'logs' | 'credentials';

/** Tells what reading a path gives away; undefined for what gives nothing of the host away. */
export function disclosedBy(path: string): Disclosure | undefined {
  if (isCredentialStore(path)) return 'credentials';
  if (isHome(path)) return 'home';
  if (path === '/var/log') return 'logs';
  if (isSingleDevice(path) || isWithinAny(path, harmlessToRead)) return undefined;
  return path === '/var/lib' || isWithinAny(path, secretTrees) ? 'system' : undefined;
}

/** True for the folders themselves, not for what lies below them. */
export function isSensitiveFolder(path: string): boolean {
  return isHome(path) || sharedFolders.has(path) || [...secretTrees, ...programTrees].includes(path);
}

/** All homes or one user's whole home; `~` followed by `..` leaves the home upward. */
function isHome(path: string): boolean {
  return /^(?:(?:[A-Za-z]:)?\/(?:home|Users)(?:\/[^/]+)?|~[^/]*(?:\/\.\.(?:\/.*)?)?)$/.test(path);
}

const userHome = /^(?:~[^/]*|\/root|(?:[A-Za-z]:)?\/(?:home|Users)\/[^/]+)\/(?<below>.+)$/;

const stores = [
  '.ssh',
  '.aws',
  '.kube',
  '.docker',
  '.gnupg',
  '.azure',
  '.config/gcloud',
  '.netrc',
  '.npmrc',
  '.git-credentials',
];

/** Where programs keep a user's keys and tokens. The public files among private keys are no secret. */
function isCredentialStore(path: string): boolean {
  const below = userHome.exec(path)?.groups?.below ?? '';
  return isWithinAny(below, stores) && !/^\.ssh\/(?:known_hosts|[^/]+\.pub)$/.test(below);
}

function isWithinAny(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => isWithin(path, folder));
}
