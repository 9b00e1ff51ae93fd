/** What the services of a project may take of their host together. */
import { parseBytes, parseNumber } from '../compose/quantity.ts';
import { knownText, textOf } from '../compose/scalar.ts';
import type { Limit, Service } from '../compose/types.ts';
import { type Known, known } from '../known.ts';
import type { Place } from '../place.ts';
import type { ServiceGraph } from './types.ts';

export type Resource = 'memory' | 'cpus' | 'pids';

/** The limits of one resource, added up. */
export interface Budget {
  readonly resource: Resource;
  /** Bytes, CPUs or processes that all limits allow together, each times its replicas. */
  readonly total: number;
  /** The services that have a limit, the largest share first. */
  readonly shares: readonly Share[];
  /** Names of services without a limit. */
  readonly unbounded: readonly string[];
  /** Names of services whose limit or number of replicas is not known. */
  readonly unknown: readonly string[];
}

export interface Share {
  readonly service: string;
  readonly amount: number;
  readonly replicas: number;
  readonly at: Place;
}

/**
 * Adds up one resource over the services that always run: those without profiles, with a container of their own. A limit
 * of zero or below is none (compose-spec, deploy.md).
 */
export function budgetOf({ nodes }: ServiceGraph, resource: Resource): Budget {
  const shares: Share[] = [];
  const unbounded: string[] = [];
  const unknown: string[] = [];
  for (const { service } of nodes.values()) {
    if (service.profiles.length > 0) continue;
    const limits = limitsOf(service, resource);
    const replicas = replicasOf(service);
    const amounts = limits.flatMap(({ amount, value }) =>
      amount.known && amount.value > 0 ? { amount: amount.value, at: value.seat } : [],
    );
    const [first] = amounts;
    if (replicas.known && replicas.value === 0) continue;
    if (
      limits.some(({ amount }) => !amount.known) ||
      !replicas.known ||
      (!service.complete && first === undefined)
    )
      unknown.push(service.name);
    else if (first === undefined) unbounded.push(service.name);
    else
      shares.push({
        service: service.name,
        amount: first.amount * replicas.value,
        replicas: replicas.value,
        at: first.at,
      });
  }
  shares.sort((left, right) => right.amount - left.amount);
  const total = shares.reduce((sum, { amount }) => sum + amount, 0);
  return { resource, total, shares, unbounded, unknown };
}

function limitsOf(service: Service, resource: Resource): readonly Limit[] {
  if (resource === 'memory') return service.memoryLimits;
  return resource === 'cpus' ? service.cpuLimits : service.pidsLimits;
}

/** `deploy.replicas` or `scale`; one where neither is given, and one per node, of which there is one, for global mode. */
function replicasOf(service: Service): Known<number> {
  return service.kept('replicas', () => readReplicas(service));
}

function readReplicas(service: Service): Known<number> {
  if (knownText(service.get('deploy', 'mode')) === 'global') return known(1);
  const text = textOf(service.get('deploy', 'replicas')) ?? textOf(service.get('scale'));
  if (text === undefined) return known(1);
  return text.known ? parseNumber(text.value) : text;
}

/** What the configuration's `host` says of a resource; undefined where it says nothing that can be read. */
export function hostAmount(
  host: { readonly memory?: string; readonly cpus?: number; readonly pids?: number } | undefined,
  resource: Resource,
): number | undefined {
  if (resource !== 'memory') return host?.[resource];
  const bytes = host?.memory === undefined ? undefined : parseBytes(host.memory);
  return bytes?.known === true && bytes.value > 0 ? bytes.value : undefined;
}

/** An amount as a person reads it: `6.5 GiB`, `1.5 CPUs`, `400 processes`. */
export function describeAmount(amount: number, resource: Resource): string {
  if (resource === 'cpus') return `${rounded(amount)} CPU${amount === 1 ? '' : 's'}`;
  if (resource === 'pids') return `${rounded(amount)} processes`;
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(amount, 1)) / 10)));
  return `${rounded(amount / 1024 ** power)} ${units[power]}`;
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/**
 * The budget in one line, such as `6.5 GiB of 16 GiB memory, 2.5 of 4 CPUs, 2 services unbounded`; undefined where the
 * configuration declares no host.
 */
export function budgetLine(
  graph: ServiceGraph,
  host: { readonly memory?: string; readonly cpus?: number; readonly pids?: number } | undefined,
): string | undefined {
  const parts: string[] = [];
  const unbounded = new Set<string>();
  const unknown = new Set<string>();
  for (const resource of ['memory', 'cpus', 'pids'] as const) {
    const limit = hostAmount(host, resource);
    if (limit === undefined) continue;
    const budget = budgetOf(graph, resource);
    for (const name of budget.unbounded) unbounded.add(name);
    for (const name of budget.unknown) unknown.add(name);
    const amount = describeAmount(budget.total, resource);
    parts.push(`${amount} of ${describeAmount(limit, resource)}`);
  }
  if (parts.length === 0) return undefined;
  if (unbounded.size > 0) parts.push(`${counted(unbounded.size)} unbounded`);
  if (unknown.size > 0) parts.push(`${counted(unknown.size)} unknown`);
  return parts.join(', ');
}

function counted(count: number): string {
  return count === 1 ? '1 service' : `${count} services`;
}
