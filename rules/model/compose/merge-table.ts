/**
 * How Compose merges the attributes of two definitions of one service, where it does more than the general rule:
 * mappings merge key by key, lists are appended, and of scalars the later one wins (Compose specification, merge;
 * compose-go, override/merge.go and override/uncity.go).
 *
 * Paths are relative to the service, `*` being any key.
 */
export type MergeRule =
  /** The later definition wins as a whole. */
  | 'replace'
  /** The same, and a later one without a value counts too. */
  | 'take'
  /** A mapping or a list of `K=V`: by key, whichever way either is written. */
  | 'key-values'
  /** Addresses of one host: all of them count, each once (compose-go, override/merge.go, mergeExtraHosts). */
  | 'addresses'
  /** A list whose entries may also be the keys of a mapping with settings. */
  | 'named'
  /** One string or a list of them: appended. */
  | 'strings'
  /** A string is short for a mapping with only a context. */
  | 'build'
  /** Merged only where the drivers agree or one of them is not named. */
  | 'logging';

export const mergeRules: Readonly<Record<string, MergeRule>> = {
  annotations: 'key-values',
  'annotations.*': 'take',
  build: 'build',
  'build.additional_contexts': 'key-values',
  'build.additional_contexts.*': 'take',
  'build.args': 'key-values',
  'build.args.*': 'take',
  'build.extra_hosts': 'key-values',
  'build.extra_hosts.*': 'addresses',
  'build.labels': 'key-values',
  'build.labels.*': 'take',
  command: 'replace',
  depends_on: 'named',
  'deploy.labels': 'key-values',
  'deploy.labels.*': 'take',
  dns: 'strings',
  dns_opt: 'strings',
  dns_search: 'strings',
  entrypoint: 'replace',
  env_file: 'strings',
  environment: 'key-values',
  'environment.*': 'take',
  extra_hosts: 'key-values',
  'extra_hosts.*': 'addresses',
  'healthcheck.test': 'replace',
  label_file: 'strings',
  labels: 'key-values',
  'labels.*': 'take',
  logging: 'logging',
  models: 'named',
  networks: 'named',
  sysctls: 'key-values',
  'sysctls.*': 'take',
  tmpfs: 'strings',
  'ulimits.*': 'replace',
};

/** What makes two entries of a merged list the same one, of which the later stays, in the place of the earlier. */
export type Identity =
  | 'key'
  | 'text'
  | 'mount target'
  | 'device target'
  | 'secret target'
  | 'config target'
  | 'port';

/** Lists that are in no such table only grow: `security_opt`, `group_add`, `device_cgroup_rules`, `volumes_from`. */
export const identities: Readonly<Record<string, Identity>> = {
  annotations: 'key',
  'build.additional_contexts': 'key',
  'build.args': 'key',
  'build.extra_hosts': 'text',
  'build.labels': 'key',
  'build.platforms': 'key',
  'build.tags': 'key',
  cap_add: 'key',
  cap_drop: 'key',
  configs: 'config target',
  depends_on: 'key',
  'deploy.labels': 'key',
  devices: 'device target',
  dns: 'key',
  dns_opt: 'key',
  dns_search: 'key',
  env_file: 'key',
  environment: 'key',
  expose: 'key',
  extra_hosts: 'text',
  labels: 'key',
  links: 'key',
  models: 'key',
  networks: 'key',
  ports: 'port',
  profiles: 'key',
  secrets: 'secret target',
  sysctls: 'key',
  tmpfs: 'key',
  volumes: 'mount target',
};
