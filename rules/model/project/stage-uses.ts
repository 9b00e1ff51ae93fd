/** What the services that run a stage say about it, for rules that look at its Dockerfile. */
import type { Place } from '../place.ts';
import type { StageUse } from './types.ts';

/** Whether the services that run a stage all have a user of their own, so that it does not matter who the image starts as. */
export function allSelectUser(uses: readonly StageUse[]): boolean {
  return uses.length > 0 && uses.every(({ user }) => user === 'other');
}

/** Whether the services that run a stage all say for themselves how to ask for its health, or that nobody shall. */
export function allDecideHealth(uses: readonly StageUse[]): boolean {
  return (
    uses.length > 0 && uses.every(({ healthcheck }) => healthcheck === 'set' || healthcheck === 'disabled')
  );
}

/** Leads from a Dockerfile to the services that run it. */
export function servicesThatRun(
  uses: readonly StageUse[],
): readonly { readonly at: Place; readonly message: string }[] {
  return uses.map(({ at, service }) => ({ at, message: `Service '${service}' runs this stage.` }));
}
