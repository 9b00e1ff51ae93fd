/** What gives a service power over the host. */

import { knownText } from '../compose/scalar.ts';
import type { Service } from '../compose/types.ts';
import { dangerousCapabilities } from '../knowledge/capabilities.ts';
import { controlAccess } from '../knowledge/control-sockets.ts';
import type { Place } from '../place.ts';
import type { Power } from './types.ts';

export function powersOf(service: Service): readonly Power[] {
  return service.kept('powers', () => readPowers(service));
}

function readPowers(service: Service): readonly Power[] {
  return [
    ...privileged(service),
    ...engineSockets(service).map((at): Power => ({ kind: 'socket', what: "the engine's socket", at })),
    ...hostProcesses(service),
    ...service.capAdd.flatMap(({ name, seat }): readonly Power[] =>
      name !== undefined && dangerousCapabilities.has(name)
        ? [{ kind: 'capability', what: name, at: seat }]
        : [],
    ),
  ];
}

/** The mounts, grants and the `use_api_socket` key that hand the control of a container engine to a service. */
export function engineSockets(service: Service): readonly Place[] {
  const places: Place[] = [];
  for (const { hostPath, seat } of service.mounts) {
    const path = hostPath.known ? hostPath.value : undefined;
    if (path !== undefined && controlAccess(path) !== undefined) places.push(seat);
  }
  for (const { object, seat } of service.grants) {
    const path = object?.filePath.known ? object.filePath.value : undefined;
    if (path !== undefined && controlAccess(path) !== undefined) places.push(seat);
  }
  const api = service.pair('use_api_socket');
  const usesApi = service.flag('use_api_socket');
  if (api !== undefined && usesApi.known && usesApi.value === true) places.push(api.seat);
  return places;
}

function privileged(service: Service): readonly Power[] {
  const pair = service.pair('privileged');
  return service.privileged && pair !== undefined
    ? [{ kind: 'privileged', what: 'privileged mode', at: pair.seat }]
    : [];
}

function hostProcesses(service: Service): readonly Power[] {
  const pair = service.pair('pid');
  return pair !== undefined && knownText(pair.value) === 'host'
    ? [{ kind: 'host-pid', what: "the host's processes", at: pair.seat }]
    : [];
}
