import type { Edit } from '../place.ts';
import { insertAt } from './edit.ts';
import type { ComposeProject, Limit, Service } from './types.ts';

export type Resource = 'memory' | 'cpus' | 'pids';

/** Keys of the service itself that limit a resource; the first is the one a fix writes. */
const plainKeys: Readonly<Record<Resource, readonly [string, ...string[]]>> = {
  memory: ['mem_limit'],
  cpus: ['cpus', 'cpu_quota'],
  pids: ['pids_limit'],
};

/** True where no spelling sets a limit: zero and negative amounts do not, an unknown one may. */
export function isUnlimited(limits: readonly Limit[]): boolean {
  return limits.every(({ amount }) => amount.known && amount.value <= 0);
}

/** Writes a limit in the spelling the service uses, else the one other services use; a void limit is replaced. */
export function setLimit(service: Service, resource: Resource, value: string): readonly Edit[] | undefined {
  const [plain] = plainKeys[resource];
  const deployed = ['deploy', 'resources', 'limits', resource];
  const written = [[plain], deployed].find((path) => service.pair(...path) !== undefined);
  if (written !== undefined) return insertAt(service, written, value);
  // A `deploy` that several services share must not change for one of them; the plain key works beside it.
  return (
    (usesDeploy(service) ? insertAt(service, deployed, value) : undefined) ??
    insertAt(service, [plain], value)
  );
}

function usesDeploy(service: Service): boolean {
  return (style(service) ?? service.project().fact('style of limits', styleOfOthers)) === 'deploy';
}

function styleOfOthers({ services, root }: ComposeProject): 'plain' | 'deploy' {
  // A file has one style or none; looking further would take long in a file of hundreds of services.
  const others = services
    .slice(0, 50)
    .map(style)
    .find((found) => found !== undefined);
  const version = root?.pairs.get('version')?.value;
  // Files that name version 3 may still be read by tools that know limits only below `deploy`.
  const isVersion3 = version?.kind === 'scalar' && /^3(?:\.|$)/.test(version.text);
  return others ?? (isVersion3 ? 'deploy' : 'plain');
}

function style(service: Service): 'plain' | 'deploy' | undefined {
  if (Object.values(plainKeys).some((keys) => keys.some((key) => service.pair(key) !== undefined)))
    return 'plain';
  return service.pair('deploy', 'resources') === undefined ? undefined : 'deploy';
}
