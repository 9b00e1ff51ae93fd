/** Folders of a Linux image that hold its programs, libraries and settings (Filesystem Hierarchy Standard 3.0). */

/** Whoever may write to one of these as a whole decides what other users of the container run. */
export const systemTrees: ReadonlySet<string> = new Set([
  '/',
  '/etc',
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib64',
  '/boot',
  '/root',
  '/usr/bin',
  '/usr/sbin',
  '/usr/lib',
  '/usr/lib64',
  '/usr/local',
  '/usr/local/bin',
  '/usr/local/sbin',
]);

const programFolders: ReadonlySet<string> = new Set(['/bin', '/sbin', '/usr/bin', '/usr/sbin']);

/** Files of /etc without an ending that decide who is who and what is run. */
const settings: ReadonlySet<string> = new Set(
  'passwd shadow group gshadow sudoers hosts profile crontab environment fstab inittab services shells'.split(
    ' ',
  ),
);

/**
 * Whether a path is one of the folders of programs, /etc, or a file right in one of them. `/etc/app` is none: it may be
 * the folder of an application.
 */
export function isRightInSystem(path: string): boolean {
  const plain = path.replace(/(?<!\/)\/+$/, '');
  if (programFolders.has(plain) || plain === '/etc') return true;
  const slash = plain.lastIndexOf('/');
  const folder = plain.slice(0, slash);
  const name = plain.slice(slash + 1);
  if (programFolders.has(folder)) return true;
  return (
    folder === '/etc' && !path.endsWith('/') && (settings.has(name) || /^[\w-]+\.(?!d$)[\w.-]+$/.test(name))
  );
}

/** Whether an owner (`user`, `user:group`, `:group`) is another one than root. */
export function isForOthers(owner: string): boolean {
  const [user = '', group = ''] = owner.split(/[:.]/);
  const isRoot = (name: string) => name === 'root' || /^0*$/.test(name);
  return !isRoot(user) || !isRoot(group);
}
