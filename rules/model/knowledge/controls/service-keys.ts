// Longer than 300 lines because it is one table: two sentences for each key and value of a service that is a control.
/**
 * What the security-relevant keys of a Compose service do, by their path below the service; entries of lists are `[]`.
 * `key=value` is for a value that means something of its own.
 * Sources: the Compose specification (05-services.md, deploy.md), docs of docker run, man pages of Podman.
 */
export const serviceKeyWords: ReadonlyMap<string, string> = new Map([
  [
    'privileged',
    'Gives the container every capability and every device, and takes seccomp, AppArmor and SELinux separation away. Whoever controls such a container controls the host.',
  ],
  [
    'read_only',
    'Makes the file system of the container read-only. Who breaks in cannot change programs or leave some behind; what must be writable gets a volume or a tmpfs.',
  ],
  [
    'user',
    'Says as which user and group the processes run, and wins over the USER of the image. A number works without an entry in /etc/passwd; without user namespaces, 0 is the root of the host behind the other walls.',
  ],
  [
    'userns_mode',
    'Chooses the mapping of user ids. With a mapping, root in the container is an unprivileged user of the host.',
  ],
  [
    'userns_mode=host',
    'Takes the container out of the mapping of user ids that the engine may have. Its root is then the root of the host, behind the other walls only.',
  ],
  [
    'group_add',
    'Adds groups to the processes of the container. Groups such as docker, disk or video open what belongs to them on a mounted socket, disk or device.',
  ],
  [
    'cap_add',
    'Grants Linux capabilities, the parts that the power of root is divided into. Each one added is one more thing that a break-in can do.',
  ],
  [
    'cap_drop',
    'Takes Linux capabilities away that the engine grants by default. Dropping ALL and adding back the needed ones is the usual way to the least privilege.',
  ],
  [
    'security_opt',
    'Sets how the security modules of the kernel treat the container: seccomp, AppArmor, SELinux labels and no-new-privileges. Later items about the same setting win over earlier ones.',
  ],
  [
    'mem_limit',
    'The most memory the container may use; beyond it, the kernel ends one of its processes. Without a limit one service can take the memory of all.',
  ],
  [
    'mem_reservation',
    'The memory the container is squeezed down to when the host runs short. It is a wish and no limit.',
  ],
  [
    'memswap_limit',
    'The most memory and swap together. Equal to mem_limit there is no swap; -1 means any amount of it.',
  ],
  [
    'mem_swappiness',
    'How eagerly the kernel swaps the memory of this container, from 0 to 100. It is tuning and protects nothing.',
  ],
  [
    'cpus',
    'The most processor time, counted in processors: 0.5 is half of one. Without a limit a busy or hijacked service slows all others down.',
  ],
  [
    'cpu_shares',
    'The weight of the container when processors are short; 1024 is usual. It gives way only under load and is no limit.',
  ],
  [
    'cpu_quota',
    'The processor time in microseconds that is allowed within each cpu_period. It is the older way to write cpus.',
  ],
  ['cpu_period', 'The span in microseconds that cpu_quota counts in. Alone it limits nothing.'],
  [
    'cpu_count',
    'The number of processors the container may use, on Windows. On Linux it is cpus that counts.',
  ],
  [
    'cpu_percent',
    'The share of the processors the container may use, on Windows. On Linux it is cpus that counts.',
  ],
  [
    'cpuset',
    'Binds the container to certain processors, such as 0-3. It keeps them apart from those of others, but does not share them out.',
  ],
  [
    'pids_limit',
    'The most processes and threads the container may have. It stops fork bombs, which otherwise use up the process table of the host.',
  ],
  [
    'ulimits',
    'Limits of each process, such as open files or locked memory. Unlike the limits of the container they are counted per process or per user.',
  ],
  [
    'oom_kill_disable',
    'Keeps the kernel from ending processes of the container when memory runs out. Without a memory limit it makes the host hang or end other services instead.',
  ],
  [
    'oom_score_adj',
    'Makes the processes of the container likelier or less likely to be ended when memory runs out, from -1000 to 1000. A negative number puts the others at risk.',
  ],
  [
    'shm_size',
    'The size of /dev/shm, the shared memory of the container. It counts against the memory limit.',
  ],
  [
    'deploy.resources',
    'Limits and reservations in the form that Swarm and Compose share. Compose applies them without Swarm, too.',
  ],
  [
    'deploy.resources.limits',
    'The most the container may use. Where the older keys of the service say something else, Compose refuses the file.',
  ],
  [
    'deploy.resources.limits.memory',
    'The most memory the container may use; beyond it, the kernel ends one of its processes. Without a limit one service can take the memory of all.',
  ],
  [
    'deploy.resources.limits.cpus',
    'The most processor time, counted in processors: 0.5 is half of one. Without a limit a busy or hijacked service slows all others down.',
  ],
  [
    'deploy.resources.limits.pids',
    'The most processes and threads the container may have. It stops fork bombs, which otherwise use up the process table of the host.',
  ],
  [
    'deploy.resources.reservations',
    'What the platform sets aside for the container. Reservations promise something to this service and limit nothing.',
  ],
  [
    'deploy.resources.reservations.devices',
    'Devices the container gets, such as graphics processors. Which ones is said by count, device_ids and capabilities; `all` means each there is.',
  ],
  [
    'network_mode',
    'Chooses whose network the container lives in. Without it, it gets one of its own on the networks of the project.',
  ],
  [
    'network_mode=host',
    'Shares the network of the host: its interfaces, ports and services on loopback. Published ports and network separation mean nothing then.',
  ],
  [
    'network_mode=none',
    'Gives the container a network with nothing but loopback. Nothing reaches it and it reaches nothing, which is the strongest separation there is.',
  ],
  [
    'network_mode=bridge',
    "Puts the container on the engine's default bridge instead of a network of the project. Containers of other projects are its neighbours there.",
  ],
  [
    'network_mode=service',
    'Shares the network of another service: the same addresses, ports and loopback. The two can no longer be separated on the network.',
  ],
  [
    'network_mode=container',
    'Shares the network of another container: the same addresses, ports and loopback. The two can no longer be separated on the network.',
  ],
  [
    'networks',
    'The networks the service joins; services without a common one cannot reach each other. Small networks for those that need each other keep a break-in from spreading.',
  ],
  ['pid', 'Chooses whose process list the container sees. Without it, it sees its own processes only.'],
  [
    'pid=host',
    'Shows all processes of the host, with their arguments and environment. With enough rights the container can also signal, trace and enter them.',
  ],
  [
    'pid=service',
    'Shares the process list of another service. Each can see and, as the same user, signal the processes of the other.',
  ],
  ['ipc', 'Chooses whose shared memory and message queues the container uses. Without it, it has its own.'],
  [
    'ipc=host',
    'Shares shared memory and message queues of the host. The container can read and change what programs of the host exchange.',
  ],
  [
    'ipc=private',
    'Gives the container shared memory and message queues that nobody else can join. That is the safe choice, and usually the default.',
  ],
  [
    'ipc=shareable',
    'Gives the container shared memory and message queues that other containers may join. They do so by naming it in their own ipc.',
  ],
  ['ipc=none', 'Gives the container no /dev/shm at all. Programs that use shared memory fail.'],
  [
    'ipc=service',
    'Shares shared memory and message queues of another service. Each can read what the other puts there.',
  ],
  [
    'uts',
    'Chooses whose host name the container has. With host it sees that of the machine, and may change it with enough rights.',
  ],
  [
    'cgroup',
    'Chooses whose control groups the container sees. With private it sees only its own, with host all of the machine.',
  ],
  [
    'cgroup_parent',
    'Puts the container below another control group. Its limits are then counted there, possibly past those that were meant.',
  ],
  [
    'runtime',
    'Chooses the program that runs the container. Runtimes such as gVisor (runsc) or Kata put another wall between container and kernel.',
  ],
  [
    'isolation',
    'Chooses the technique that separates the container. Only Windows knows more than one of them; hyperv is the stronger.',
  ],
  [
    'devices',
    'Hands devices of the host to the container, with r, w and m for reading, writing and making them. Disks, memory and the like give the whole host away.',
  ],
  [
    'device_cgroup_rules',
    'Allows devices by type and number, whether they exist yet or not. A wide rule lets the container open every device it can make a file for.',
  ],
  [
    'gpus',
    'Hands graphics processors to the container. Their drivers run in the kernel, and memory on the card may hold what others left there.',
  ],
  [
    'ports',
    'Publishes ports of the container on the host. Without an address before the port they are open on every interface, and Docker opens the firewall for them.',
  ],
  [
    'expose',
    'Tells which ports the container listens on. It publishes nothing; services on a common network reach all ports with or without it.',
  ],
  [
    'tmpfs',
    'Mounts a file system in memory, which is gone when the container stops. It makes a read-only container writable where it must be; noexec, nosuid and a size keep it small and harmless.',
  ],
  [
    'volumes',
    'Mounts volumes, and files and folders of the host, into the container. What is mounted from the host can be read and, unless it says ro, changed.',
  ],
  [
    'volumes[].read_only',
    'Makes the mount read-only for the container. Sockets are an exception: one can be connected to and used through a read-only mount.',
  ],
  [
    'volumes[].bind.selinux',
    'Relabels the files on the host for SELinux: z for all containers, Z for this one alone. Without it a host with SELinux refuses the container the files.',
  ],
  [
    'volumes[].bind.propagation',
    'Says whether mounts made later below this one pass between host and container. With shared or rshared, a mount made in the container appears on the host.',
  ],
  [
    'volumes[].bind.create_host_path',
    'Makes the folder on the host where it is missing. It then belongs to root, which a typing mistake can leave behind anywhere.',
  ],
  [
    'volumes[].tmpfs.size',
    'The most memory the file system may use. Without it, it may grow to half of the memory of the host or the limit of the container.',
  ],
  [
    'healthcheck',
    'A command that tells whether the service works. Who waits for service_healthy, and what restarts unhealthy containers, relies on it.',
  ],
  [
    'healthcheck.disable',
    'Takes back the health check of the image. A service that hangs then looks as healthy as one that works.',
  ],
  [
    'init',
    'Runs a small init as the first process, which passes signals on and collects ended processes. Without one they can pile up until pids_limit is reached.',
  ],
  [
    'restart',
    'Says when the engine starts the container again. A service that is made to crash comes back with always, and a crash that was an attack can be tried again.',
  ],
  [
    'logging',
    'Says where the output of the container goes and how large it may grow. Without rotation the log fills the disk; without a log nobody learns what happened.',
  ],
  [
    'sysctls',
    'Sets parameters of the kernel within the namespaces of the container. Only those that have a namespace are possible; some of them weaken the network of the container.',
  ],
  [
    'secrets',
    'Puts secrets into the container as files below /run/secrets. Unlike environment variables they are not shown by inspect, nor handed on to child processes.',
  ],
  [
    'configs',
    'Puts files into the container without an image of its own for them. They are no place for secrets.',
  ],
  [
    'environment',
    'Sets environment variables. They are shown by inspect, handed to every child process and often logged, so that secrets belong elsewhere.',
  ],
  [
    'env_file',
    'Reads environment variables from a file. The file stays out of the Compose file, but the values are as visible in the container as if they stood here.',
  ],
  [
    'extra_hosts',
    'Adds names to /etc/hosts of the container. host-gateway leads to the host itself, and so to services that listen there.',
  ],
  [
    'storage_opt',
    'Options of the storage driver, such as a size for the writable layer. Where the driver knows size, it keeps one service from filling the disk.',
  ],
  [
    'build.secrets',
    'Hands secrets to the build, where a RUN mounts them for as long as it runs. They end up in no layer, unlike build arguments.',
  ],
  [
    'build.ssh',
    'Lends the SSH agent, or keys, to the build. A RUN that mounts it can use the keys but not read them.',
  ],
  [
    'build.args',
    'Sets build arguments. They stay readable in the history of the image and are no place for secrets.',
  ],
  [
    'build.privileged',
    'Runs the build with elevated rights. Everything the build downloads and executes then has control of the machine that builds.',
  ],
  [
    'build.network',
    'Chooses the network of RUN instructions. With host they reach services on loopback of the machine that builds; with none they reach nothing.',
  ],
  [
    'build.entitlements',
    'Allows the build what is otherwise refused, such as security.insecure or network.host. Each one lowers the wall around the build.',
  ],
]);

/** Options at the end of a short volume entry, `source:target:options`. */
export const mountOptionWords: ReadonlyMap<string, string> = new Map([
  [
    'z',
    'Relabels the files on the host for SELinux so that every container may use them. The old label is lost; on system folders that can make the host unusable.',
  ],
  [
    'Z',
    'Relabels the files on the host for SELinux with the level of this container, so that no other one may use them. A second container that mounts the same folder takes it away from the first.',
  ],
  [
    'ro',
    'Makes the mount read-only for the container. Sockets are an exception: one can be connected to and used through a read-only mount.',
  ],
  [
    'rw',
    'Makes the mount writable, which is the default. What the container changes there is changed on the host.',
  ],
  [
    'nocopy',
    'Leaves a new volume empty instead of filling it with what the image has at that place. It protects nothing.',
  ],
  [
    'rshared',
    'Passes mounts made below this one in both directions. A mount made in the container then appears on the host.',
  ],
  [
    'shared',
    'Passes mounts made directly below this one in both directions. A mount made in the container then appears on the host.',
  ],
  [
    'rslave',
    'Passes mounts made on the host below this one into the container, but not back. It shows more of the host than was there at the start.',
  ],
  [
    'slave',
    'Passes mounts made on the host into the container, but not back. It shows more of the host than was there at the start.',
  ],
  [
    'rprivate',
    'Keeps later mounts below this one on their own side. That is the default and the safe choice.',
  ],
  ['private', 'Keeps later mounts on their own side. That is the safe choice.'],
  [
    'noexec',
    'Programs on this mount cannot be executed. It makes a writable place a poor one for a dropped program.',
  ],
  [
    'nosuid',
    'The setuid and setgid bits of files on this mount mean nothing. A program placed there cannot lift anybody to root.',
  ],
  [
    'nodev',
    'Device files on this mount mean nothing. Devices can then be reached only where the engine put them.',
  ],
  [
    'U',
    'Gives the files on the host to the user of the container. Podman knows this option; the owner they had is lost.',
  ],
]);
