import { scalarAt } from './item.ts';
import type { KeyValue, Scalar, Service } from './types.ts';

/** Where a build takes files from: its context, or one that has a name. */
export interface BuildContext {
  readonly value: Scalar;
  /** The named context as it is listed; undefined for the build's own. */
  readonly entry: KeyValue | undefined;
}

/** The context of a service's build, then those that have names. */
export function buildContextsOf(service: Service): readonly BuildContext[] {
  const build = service.get('build');
  const own = build?.kind === 'scalar' ? build : scalarAt(build, 'context');
  const named = service.keyValues('build', 'additional_contexts');
  return [
    ...(own === undefined || own.state === 'empty' ? [] : [{ value: own, entry: undefined }]),
    ...named.flatMap((entry) => (entry.value === undefined ? [] : { value: entry.value, entry })),
  ];
}
