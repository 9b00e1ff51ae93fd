/**
 * Settings of the kernel that protect processes from each other and the kernel from processes, and the values that
 * switch them off (Linux, Documentation/admin-guide/sysctl and LSM; distributions' own keys where named so).
 */
const weakening: readonly (readonly [RegExp, RegExp])[] = [
  [/^kernel\.(?:randomize_va_space|kptr_restrict|dmesg_restrict|unprivileged_bpf_disabled)$/, /^0$/],
  [/^kernel\.(?:yama\.ptrace_scope|exec-shield)$/, /^0$/],
  [/^kernel\.apparmor_restrict_unprivileged_(?:userns|unconfined)$/, /^0$/],
  // From 2 on, users without privilege cannot watch the kernel; -1 and 0 let them watch everybody's processes.
  [/^kernel\.perf_event_paranoid$/, /^(?:-1|0)$/],
  [/^kernel\.sysrq$/, /^1$/],
  [/^fs\.protected_(?:hardlinks|symlinks|fifos|regular)$/, /^0$/],
  // 1 lets setuid programs leave cores that their caller reads.
  [/^fs\.suid_dumpable$/, /^1$/],
  [/^vm\.mmap_min_addr$/, /^0$/],
];

/** Whether a sysctl setting switches a protection of the kernel off. Slashes and dots in the key are the same. */
export function weakensKernel(key: string, value: string): boolean {
  const name = key.replace(/^-/, '').replace(/\//g, '.');
  return weakening.some(([names, values]) => names.test(name) && values.test(value));
}

/** Whether cores named by this pattern end up in a folder that every user may read or fill. */
export function isSharedCorePattern(pattern: string): boolean {
  return /^(?:\/tmp|\/var\/tmp|\/dev\/shm)\//.test(pattern);
}
