/**
 * Builds and runs containers without a daemon and without a registry: buildah and podman with a store of their own in a
 * temporary folder, and a base image made of the Node that runs the tests with the libraries it loads.
 */
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, realpath, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Ran, ran } from '../packages/packed.ts';

/** The name of the base image. */
export const nodeImage = 'localhost/node:tests';

/** What a service of a Compose file says; only keys that a container can have without a network of other services. */
export interface Service {
  readonly user: string;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly network_mode: string;
  readonly mem_limit: string;
  readonly cpus: number;
  readonly pids_limit: number;
  readonly volumes: readonly {
    readonly type: string;
    readonly target: string;
    readonly read_only: boolean;
  }[];
}

export interface Engine {
  buildah(...args: readonly string[]): Promise<Ran>;
  podman(...args: readonly string[]): Promise<Ran>;
}

/** Why no container can be built and run here, in words; undefined where it can. */
export function whyNoEngine(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'needs root on Linux';
  const missing = ['buildah', 'podman', 'runc'].filter(
    (program) => spawnSync(program, ['--version']).error !== undefined,
  );
  return missing.length === 0
    ? undefined
    : `${missing.join(', ')} not installed (apt-get install ${missing.join(' ')})`;
}

/** @param folder - An empty one, which holds all images and containers; the caller takes it away. */
export async function engineIn(folder: string): Promise<Engine> {
  const settings = join(folder, 'containers.conf');
  // The limits that podman would set are above those of some machines, and nobody may raise their own.
  await writeFile(
    settings,
    '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\n[engine]\nevents_logger = "none"\n',
  );
  const store = [
    '--root',
    join(folder, 'store'),
    '--runroot',
    join(folder, 'run'),
    '--storage-driver',
    'vfs',
  ];
  const options = { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, CONTAINERS_CONF: settings } };
  const podman = [...store, '--runtime', 'runc', '--cgroup-manager', 'cgroupfs'];
  return {
    buildah: (...args) => ran('buildah', [...store, ...args], options),
    podman: (...args) => ran('podman', [...podman, ...args], options),
  };
}

/** An image with nothing but Node and the libraries it loads, as {@link nodeImage}. */
export async function makeNodeImage(folder: string, { buildah }: Engine): Promise<void> {
  const files = join(folder, 'files');
  const node = await realpath(process.execPath);
  const loaded = await ran('ldd', [node], { cwd: folder });
  const libraries = [...loaded.stdout.matchAll(/(?:^\s*|=> )(\/\S+)/gm)].map(([, path = '']) => path);
  const copies = [[node, '/usr/local/bin/node'], ...libraries.map((path) => [path, path])];
  for (const [from = '', to = ''] of copies) {
    await mkdir(join(files, dirname(to)), { recursive: true });
    await copyFile(from, join(files, to));
  }
  const container = (await must(buildah('from', 'scratch'))).trim();
  await must(buildah('copy', '--quiet', container, files, '/'));
  await must(buildah('config', '--env', 'PATH=/usr/local/bin', container));
  await must(buildah('commit', '--quiet', container, nodeImage));
  await must(buildah('rm', container));
}

/** The output of a command that has to work. */
export async function must(running: Promise<Ran>): Promise<string> {
  const { code, stdout, stderr } = await running;
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/**
 * The flags with which `podman run` makes the container that a service describes.
 *
 * @throws Error for a key that this does not know, so that no wall of the service is left out unseen.
 */
export function flagsOf(service: Service, folder: string): readonly string[] {
  const flags: readonly (readonly [key: keyof Service, ...flags: readonly string[]])[] = [
    ['user', '--user', service.user],
    // Without its own temporary folders, which Compose does not make either.
    ['read_only', `--read-only=${service.read_only}`, '--read-only-tmpfs=false'],
    ['cap_drop', ...service.cap_drop.flatMap((name) => ['--cap-drop', name])],
    ['security_opt', ...service.security_opt.flatMap((option) => ['--security-opt', option])],
    ['network_mode', '--network', service.network_mode],
    ['mem_limit', '--memory', service.mem_limit],
    ['cpus', '--cpus', `${service.cpus}`],
    ['pids_limit', '--pids-limit', `${service.pids_limit}`],
    [
      'volumes',
      ...service.volumes.flatMap(({ type, target, read_only }) => [
        '--mount',
        `type=${type},source=${folder},target=${target},readonly=${read_only}`,
      ]),
    ],
  ];
  const known = new Set(['build', 'logging', ...flags.map(([key]) => key)]);
  const unknown = Object.keys(service).filter((key) => !known.has(key));
  if (unknown.length > 0) throw new Error(`There is no flag for ${unknown.join(', ')}.`);
  return flags.flatMap(([, ...rest]) => rest);
}
