/**
 * Linux capabilities by name, upper case and without `CAP_`, as `Capability.name` of the Compose model gives them.
 * Sources: capabilities(7) of Linux 6.x; Docker's default set from moby, oci/caps/defaults.go.
 */

/** What Docker grants to every container that asks for nothing. */
export const defaultCapabilities: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/** Capabilities that reach beyond the container, with what they let it do, to be read after "lets it". */
export const dangerousCapabilities: ReadonlyMap<string, string> = new Map([
  ['ALL', 'do nearly everything root can do on the host'],
  ['SYS_ADMIN', 'mount file systems and break out of its namespaces'],
  ['SYS_MODULE', 'load its own code into the kernel'],
  ['SYS_RAWIO', 'reach raw memory and devices'],
  ['SYS_PTRACE', 'read and steer other processes'],
  ['DAC_READ_SEARCH', 'read files of the host past every permission'],
  ['BPF', 'load programs into the kernel'],
  ['PERFMON', 'watch the kernel and other processes'],
  ['NET_ADMIN', 'rewrite routes and firewall rules'],
  ['SYS_BOOT', 'restart the machine or load another kernel'],
  ['SYS_TIME', 'set the clock of the host'],
  ['SYSLOG', 'read the log and the addresses of the kernel'],
  ['MAC_ADMIN', 'change the SELinux or AppArmor policy'],
  ['MAC_OVERRIDE', 'ignore mandatory access control'],
  ['AUDIT_CONTROL', 'switch off the audit log of the host'],
  ['CHECKPOINT_RESTORE', 'dump and forge processes'],
  ['LINUX_IMMUTABLE', 'lift the write protection of files'],
]);

/** The rest of capabilities(7): not granted by default, and of little use against the host. */
const mildCapabilities = [
  'AUDIT_READ',
  'BLOCK_SUSPEND',
  'IPC_LOCK',
  'IPC_OWNER',
  'LEASE',
  'NET_BROADCAST',
  'SYS_NICE',
  'SYS_PACCT',
  'SYS_RESOURCE',
  'SYS_TTY_CONFIG',
  'WAKE_ALARM',
];

/** Every name that `cap_add` and `cap_drop` accept, `ALL` included. */
export const capabilityNames: ReadonlySet<string> = new Set([
  ...defaultCapabilities,
  ...dangerousCapabilities.keys(),
  ...mildCapabilities,
]);
