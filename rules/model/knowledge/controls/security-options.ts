/**
 * What the items of `security_opt` do, by their name, and by name and argument where that matters.
 * Source: moby, daemon/daemon_unix.go, parseSecurityOpt; man page podman-run(1), --security-opt.
 */
export const securityOptionWords: ReadonlyMap<string, string> = new Map([
  [
    'no-new-privileges',
    'Processes cannot gain privileges they did not start with: setuid programs and file capabilities lose their effect. Programs such as sudo and su stop working, which is the purpose.',
  ],
  [
    'no-new-privileges=false',
    'Processes may gain privileges through setuid programs and file capabilities. That is the default, and it undoes an earlier item that forbids it.',
  ],
  [
    'seccomp',
    "Names the filter that decides which system calls the container may make. Without this item Docker's own profile applies, which refuses around forty dangerous ones.",
  ],
  [
    'seccomp=unconfined',
    'Switches the filter of system calls off. Faults of the kernel in rarely used calls are then within reach of the container.',
  ],
  [
    'apparmor',
    'Names the AppArmor profile the container runs under; it must be loaded on the host. Without this item it is docker-default, which keeps the container from mounting and from sensitive files below /proc and /sys.',
  ],
  [
    'apparmor=unconfined',
    'Takes the container out of AppArmor. Mounting and writing below /proc and /sys are then held back by capabilities alone.',
  ],
  [
    'label',
    'Sets a part of the SELinux label of the container: its user, role, type or level. The label decides which files and processes of the host the container may touch.',
  ],
  [
    'label=disable',
    'Switches the SELinux separation of the container off. It may then touch files of the host and of other containers as far as their owners and modes allow.',
  ],
  [
    'label=type',
    'Chooses the SELinux type, which is the set of rules the container lives under. The usual one is container_t; others may allow far more.',
  ],
  [
    'label=level',
    'Chooses the SELinux level, two category numbers that keep containers apart. Two containers with the same level can read what belongs to the other.',
  ],
  [
    'label=user',
    'Chooses the SELinux user of the label. It is seldom needed; the type and the level are what separates containers.',
  ],
  [
    'label=role',
    'Chooses the SELinux role of the label. It is seldom needed; the type and the level are what separates containers.',
  ],
  [
    'label=nested',
    'Lets the container see and set SELinux labels, so that containers can run inside it. Podman knows this option; it opens part of the policy to the container.',
  ],
  ['label=filetype', 'Chooses the SELinux type of the files the container makes. Podman knows this option.'],
  [
    'systempaths=unconfined',
    'Shows the parts of /proc and /sys that are otherwise hidden or read-only. Some of them change settings of the host.',
  ],
  [
    'writable-cgroups',
    'Lets the container write to its own control groups. It can then move limits about within those it was given.',
  ],
  ['mask', 'Hides more paths from the container than the engine does by itself. Podman knows this option.'],
  [
    'unmask',
    'Shows paths below /proc and /sys that the engine hides. Podman knows this option; some of those paths tell of the host or change it.',
  ],
]);
