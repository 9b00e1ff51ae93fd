import { scalarAt } from './item.ts';
import { parseBytes, parseNumber } from './quantity.ts';
import type { Pair, Scalar, Service } from './types.ts';

/** Two spellings of one limit that say different things; Compose refuses them (compose-go, loader/validate.go). */
export interface Contradiction {
  readonly old: Pair;
  readonly oldName: string;
  readonly newName: string;
}

/** A reservation above the limit of the same resource. */
export interface Excess {
  readonly reservation: Scalar;
  readonly resource: string;
}

type Path = readonly string[];

const limits = ['deploy', 'resources', 'limits'];
const reservations = ['deploy', 'resources', 'reservations'];

const spellings: readonly (readonly [string, Path, typeof parseNumber])[] = [
  ['cpus', [...limits, 'cpus'], parseNumber],
  ['mem_limit', [...limits, 'memory'], parseBytes],
  ['mem_reservation', [...reservations, 'memory'], parseBytes],
  ['pids_limit', [...limits, 'pids'], parseNumber],
  ['scale', ['deploy', 'replicas'], parseNumber],
];

export function contradictionsOf(service: Service): readonly Contradiction[] {
  return spellings.flatMap(([oldName, path, parse]) => {
    const old = service.pair(oldName);
    const before = amountOf(service, [oldName], parse);
    const after = amountOf(service, path, parse);
    // Zero stands for "not set" in both spellings, except for the number of copies.
    const isSet = oldName === 'scale' || (before !== 0 && after !== 0);
    if (old === undefined || before === undefined || after === undefined || !isSet || before === after)
      return [];
    return { old, oldName, newName: path.join('.') };
  });
}

/** Each spelling of a reservation is held against the smallest limit that is set. */
export function excessesOf(service: Service): readonly Excess[] {
  const memory = excesses(
    service,
    'memory',
    [['mem_reservation'], [...reservations, 'memory']],
    [['mem_limit'], [...limits, 'memory']],
  );
  return [
    ...memory,
    ...excesses(service, 'cpus', [[...reservations, 'cpus']], [['cpus'], [...limits, 'cpus']]),
  ];
}

function excesses(
  service: Service,
  resource: 'memory' | 'cpus',
  reserved: readonly Path[],
  limited: readonly Path[],
): readonly Excess[] {
  const parse = resource === 'memory' ? parseBytes : parseNumber;
  const amounts = limited
    .map((path) => amountOf(service, path, parse))
    .filter((amount) => amount !== undefined);
  const limit = Math.min(...amounts.filter((amount) => amount > 0));
  return reserved.flatMap((path) => {
    const reservation = scalarAt(service.mapping, ...path);
    const amount = amountOf(service, path, parse);
    return reservation !== undefined && amount !== undefined && amount > limit
      ? { reservation, resource }
      : [];
  });
}

function amountOf(service: Service, path: Path, parse: typeof parseNumber): number | undefined {
  const scalar = scalarAt(service.mapping, ...path);
  const amount = scalar?.state === 'known' ? parse(scalar.text) : undefined;
  return amount?.known ? amount.value : undefined;
}
