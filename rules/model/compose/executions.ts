import { mappingAt } from './item.ts';
import type { Mapping, Service } from './types.ts';

/** Something that runs in the container, or beside it, at certain moments: a lifecycle hook or an exec of watch. */
export interface Execution {
  /** As a person would name it: `post_start hook`. */
  readonly name: string;
  readonly mapping: Mapping;
}

const hooks = ['pre_start', 'post_start', 'pre_stop'] as const;

/** The hooks of a service, then the commands that `develop.watch` runs. */
export function executionsOf(service: Service): readonly Execution[] {
  const ofHooks = hooks.flatMap((hook) =>
    service
      .list(hook)
      .flatMap((item) => (item.kind === 'mapping' ? { name: `${hook} hook`, mapping: item } : [])),
  );
  const ofWatch = service.list('develop', 'watch').flatMap((item) => {
    const mapping = mappingAt(item, 'exec');
    return mapping === undefined ? [] : { name: 'watch command', mapping };
  });
  return [...ofHooks, ...ofWatch];
}
