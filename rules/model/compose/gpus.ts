import { itemsOf, scalarAt, valueAt } from './item.ts';
import { knownText } from './scalar.ts';
import type { KeyValue, Mapping, Scalar, Service, Value } from './types.ts';

/** A part of a service that reserves every GPU of the host. */
export type AllGpus =
  /** `gpus: all`. */
  | { readonly kind: 'word'; readonly value: Scalar }
  /** A device request with `count: all`. */
  | { readonly kind: 'count'; readonly value: Scalar }
  /** A device request that names neither a count nor devices, which Compose takes for all. */
  | { readonly kind: 'open'; readonly value: Mapping }
  | { readonly kind: 'variable'; readonly value: Scalar };

/** Everything in a service that reserves all GPUs, in the order of the engine's ways to ask for them. */
export function allGpusOf(service: Service): readonly AllGpus[] {
  const gpus = service.get('gpus');
  const word: readonly AllGpus[] =
    gpus?.kind === 'scalar' && knownText(gpus) === 'all' ? [{ kind: 'word', value: gpus }] : [];
  const reserved = service.list('deploy', 'resources', 'reservations', 'devices').filter(isGpu);
  const requests = [...(gpus?.kind === 'sequence' ? gpus.items : []), ...reserved];
  return [
    ...word,
    ...requests.flatMap((request) => openRequest(request) ?? []),
    ...service.environment.flatMap((entry) => everyDevice(entry) ?? []),
  ];
}

/** Reservations may be of other devices as well; their capabilities or driver say of which. */
function isGpu(request: Value): boolean {
  const capabilities = itemsOf(valueAt(request, 'capabilities')).map(knownText);
  return capabilities.includes('gpu') || knownText(scalarAt(request, 'driver')) === 'nvidia';
}

function openRequest(request: Value): AllGpus | undefined {
  if (request.kind !== 'mapping') return undefined;
  const ids = valueAt(request, 'device_ids');
  if (ids !== undefined && (ids.kind === 'scalar' ? ids.state !== 'empty' : itemsOf(ids).length > 0))
    return undefined;
  const count = scalarAt(request, 'count');
  if (count === undefined || count.state === 'empty') return { kind: 'open', value: request };
  const text = knownText(count);
  return text === 'all' || text === '-1' ? { kind: 'count', value: count } : undefined;
}

function everyDevice({ name, value }: KeyValue): AllGpus | undefined {
  const isAll = name === 'NVIDIA_VISIBLE_DEVICES' && knownText(value) === 'all';
  return isAll && value !== undefined ? { kind: 'variable', value } : undefined;
}
