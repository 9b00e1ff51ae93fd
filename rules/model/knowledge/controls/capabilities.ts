/**
 * What each capability lets a process do, in two sentences for a reader of `cap_add` and `cap_drop`.
 * Source: capabilities(7) of Linux 6.x; the default set from moby, oci/caps/defaults.go.
 */
export const capabilityWords: ReadonlyMap<string, string> = new Map([
  [
    'ALL',
    'Stands for every capability there is. Dropping all and adding back the few that are needed is the strongest setting; adding all makes root in the container nearly root on the host.',
  ],
  [
    'AUDIT_CONTROL',
    "Switches the kernel's audit log on and off and changes what it records. The log is that of the host, so a container with this can hide what it does.",
  ],
  [
    'AUDIT_READ',
    "Reads the kernel's audit log as it is written. It tells of everything on the host, not only of the container.",
  ],
  [
    'AUDIT_WRITE',
    'Writes records to the audit log of the kernel, as login programs do. Docker grants it by default, and hardly any service needs it.',
  ],
  ['BLOCK_SUSPEND', 'Keeps the machine from going to sleep. Of use on laptops and phones, not in services.'],
  [
    'BPF',
    'Loads programs and maps into the BPF machine of the kernel. Together with PERFMON it can watch the whole host, and faults of the verifier have led to control of the kernel.',
  ],
  [
    'CHECKPOINT_RESTORE',
    'Freezes processes and brings them back, with process ids of its choice. Tools that move running containers use it; it can also forge processes.',
  ],
  [
    'CHOWN',
    'Gives files to any user or group. Docker grants it by default; services that start as a user of their own and leave their files alone work without it.',
  ],
  [
    'DAC_OVERRIDE',
    'Reads, writes and executes files past their permissions. Docker grants it by default, and without it root in the container is bound by file modes like everybody else.',
  ],
  [
    'DAC_READ_SEARCH',
    'Reads every file and folder past its permissions, and opens files by handle. The handle is enough to read files of the host that were never mounted.',
  ],
  [
    'FOWNER',
    'Acts as the owner of any file: changes its mode, its attributes, its times. Docker grants it by default; it is needed where files of other users are changed.',
  ],
  [
    'FSETID',
    'Keeps the setuid and setgid bits when a file is changed. Docker grants it by default; services that write plain files do not notice when it is gone.',
  ],
  [
    'IPC_LOCK',
    'Locks memory so that it is never swapped out. Databases and key stores ask for it; it lets one container hold memory against all others.',
  ],
  [
    'IPC_OWNER',
    'Ignores the permissions of shared memory, semaphores and message queues. Only in a shared IPC namespace does that reach beyond the container.',
  ],
  [
    'KILL',
    'Sends signals to processes of other users. Docker grants it by default; an init that stops services of several users needs it.',
  ],
  [
    'LEASE',
    'Takes leases on files of other users, which are told when somebody opens them. File servers use it.',
  ],
  [
    'LINUX_IMMUTABLE',
    'Sets and lifts the flags that make a file unchangeable or only appendable. Logs and system files that are protected in that way are open to it.',
  ],
  [
    'MAC_ADMIN',
    'Changes the policy of the Smack security module; for AppArmor and SELinux it opens parts of their administration. The policy is that of the host.',
  ],
  [
    'MAC_OVERRIDE',
    'Ignores the mandatory access control of Smack. It takes a wall away that even root stands behind.',
  ],
  [
    'MKNOD',
    'Makes device files. Docker grants it by default; the list of allowed devices still decides which of them can be opened.',
  ],
  [
    'NET_ADMIN',
    'Changes interfaces, routes, firewall rules and packet capture of its network namespace. VPNs and network tools need it; in the network of the host it rules the whole machine’s traffic.',
  ],
  [
    'NET_BIND_SERVICE',
    'Listens on ports below 1024. Docker grants it by default; a service on a higher port does not need it, and since Docker 20.10 containers may use low ports without it anyway.',
  ],
  [
    'NET_BROADCAST',
    'Stands for broadcasts and multicast listening in the lists of the kernel. Nothing checks it today.',
  ],
  [
    'NET_RAW',
    'Opens raw and packet sockets, as ping once did. Docker grants it by default; with it a container can forge packets and impersonate neighbours on the same network.',
  ],
  [
    'PERFMON',
    'Measures performance across processes and the kernel. What can be measured can be spied on: keys and addresses leak through it.',
  ],
  [
    'SETFCAP',
    'Gives files capabilities, and maps root into user namespaces. Docker grants it by default; only package installation inside the container needs it.',
  ],
  [
    'SETGID',
    'Takes on any group. Docker grants it by default; services that start as root and step down to a group need it, others do not.',
  ],
  [
    'SETPCAP',
    'Moves capabilities between the sets of a process and drops them for good. Docker grants it by default; init systems and sandboxes use it.',
  ],
  [
    'SETUID',
    'Takes on any user. Docker grants it by default; services that start as root and step down to a user need it, those that have a user from the start do not.',
  ],
  [
    'SYS_ADMIN',
    'Mounts file systems, changes namespaces and does a hundred other things of the administrator. It is the closest there is to full control, and most known ways out of a container begin with it.',
  ],
  ['SYS_BOOT', 'Restarts the machine and loads another kernel. No container has a reason for that.'],
  [
    'SYS_CHROOT',
    'Changes the root folder of a process and enters mount namespaces. Docker grants it by default; few services use it.',
  ],
  [
    'SYS_MODULE',
    'Loads and unloads modules of the kernel. The kernel is that of the host, so this is full control of it.',
  ],
  [
    'SYS_NICE',
    'Raises priorities and binds processes to processors and memory nodes. Databases ask for it; it can starve the neighbours.',
  ],
  ['SYS_PACCT', 'Switches the accounting of processes on and off. It is that of the host.'],
  [
    'SYS_PTRACE',
    'Reads and changes the memory of other processes. With the process list of the host shared, it reaches every program of the machine.',
  ],
  [
    'SYS_RAWIO',
    'Reaches ports and raw memory of the hardware, and sends raw commands to disks. Past all file permissions it reads and writes what the host stores.',
  ],
  [
    'SYS_RESOURCE',
    'Goes beyond limits: quotas, open files, reserved disk space. It undoes what keeps one container from taking all.',
  ],
  [
    'SYS_TIME',
    'Sets the clock. There is one for the whole machine; certificates, logs and one-time codes depend on it.',
  ],
  [
    'SYS_TTY_CONFIG',
    'Configures terminals and hangs them up. The consoles of the host are among them when their devices are shared.',
  ],
  [
    'SYSLOG',
    "Reads and clears the kernel's log, and sees addresses of the kernel. They are what an exploit looks for first.",
  ],
  ['WAKE_ALARM', 'Sets timers that wake the machine from sleep. Services have no use for it.'],
]);
