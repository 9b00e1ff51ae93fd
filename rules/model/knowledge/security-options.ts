import type { SecurityOption } from '../compose/types.ts';

/** Items of `security_opt` as the engine reads them. Source: moby, daemon/daemon_unix.go, parseSecurityOpt. */

/** The spellings of true that Go's strconv.ParseBool accepts. */
const isTrue = /^(?:1|[tT]|true|True|TRUE)$/;

/** Mounts /sys/fs/cgroup so that the container can write to it (Docker 28.4). */
export function isWritableCgroups({ name, argument }: SecurityOption): boolean {
  return name === 'writable-cgroups' && argument !== undefined && isTrue.test(argument);
}

/** The engine runs the container without a profile for this word, which it compares as it stands. */
export const unconfined = 'unconfined';
