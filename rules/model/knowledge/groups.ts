/** Groups of usual Linux systems that are as good as root, or that read what only root should, with what they open. */
export const sensitiveGroups: ReadonlyMap<string, string> = new Map([
  ['docker', 'controls the container engine'],
  ['lxd', 'controls the container engine'],
  ['disk', 'reads and writes the disks'],
  ['kmem', 'reads the memory of the kernel'],
  ['root', 'owns files of the system'],
  ['sudo', 'may become root'],
  ['wheel', 'may become root'],
  ['shadow', 'reads the password hashes'],
  ['adm', 'reads the logs of the system'],
]);
