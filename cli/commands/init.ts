import { join } from 'node:path';
import { configNames, configShape, rules } from '../../rules/index.ts';
import { wrap } from '../formats/wrap.ts';
import { exitCodes, type Io } from '../io.ts';
import { readArguments, refusePositionals, UsageError } from '../usage.ts';
import { writeNew } from '../write.ts';

/** What each key may look like; the words about it come from the shape of the configuration itself. */
const samples: Readonly<Record<string, string>> = {
  tenancy: 'tenancy: mixed',
  hostLsm: 'hostLsm: auto',
  rules: 'rules:\n  compose/cpu-limit: off\n  compose/no-unbound-port: error',
  ignore:
    'ignore:\n  - rule: compose/no-privileged\n    path: compose.yaml\n    service: backup\n    reason: reads the raw disk, reviewed\n    until: 2099-12-31',
  exclude: 'exclude:\n  - legacy/**',
  trustedRegistries: 'trustedRegistries:\n  - registry.example.com/*',
  trustedNonRootImages: 'trustedNonRootImages:\n  - registry.example.com/base/*',
  tenantLabel: 'tenantLabel: com.example.tenant',
  host: 'host:\n  memory: 16g\n  cpus: 8\n  pids: 32768',
  requireReason: 'requireReason: true',
};

/** `bulkhead init`: writes a configuration that explains itself and changes nothing yet. */
export async function init(argv: readonly string[], io: Io): Promise<number> {
  const { positionals } = readArguments('init', argv);
  refusePositionals('init', positionals);
  await requireNoConfiguration(io);
  const [name] = configNames;
  await writeNew(join(io.cwd, name), configurationText(), name);
  io.stdout.write(`Wrote ${name}. It changes nothing yet: what is not commented out is the default.\n`);
  return exitCodes.fine;
}

/**
 * Each name of the configuration is looked for: a second file beside it would be the one that counts.
 *
 * @throws {@link UsageError} where there is a configuration in the working directory.
 */
export async function requireNoConfiguration(io: Io): Promise<void> {
  for (const name of configNames) {
    const found = await io.disk.lstat(join(io.cwd, name)).catch(() => undefined);
    if (found !== undefined) throw new UsageError(`${name} exists already and was left as it is.`);
  }
}

/** The configuration with every key, all but the first commented out. */
export function configurationText(): string {
  const shape = configShape(rules);
  const keys = shape.type === 'object' ? Object.entries(shape.keys) : [];
  const blocks = keys.flatMap(([key, { about }], index) => {
    const sample = samples[key] ?? `${key}:`;
    const comment = wrap(about, 78).map((line) => `# ${line}`);
    return ['', ...comment, ...sample.split('\n').map((line) => (index === 0 ? line : `#${line}`))];
  });
  const head = [
    '# Configuration of Bulkhead, for this folder and the folders below it, in the editor and on the',
    '# command line. Remove the # in front of a key to use it.',
  ];
  return [...head, ...blocks, ''].join('\n');
}
