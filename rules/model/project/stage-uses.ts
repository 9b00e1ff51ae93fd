/** What the services that run a stage say about it, for rules that look at its Dockerfile. */
import { contributingStages } from '../dockerfile/stages.ts';
import type { Dockerfile, Stage } from '../dockerfile/types.ts';
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

/**
 * The stages that matter to whoever runs the image: those that get into it, where services tell what is run; else all,
 * since any of them may be.
 */
export function stagesInPlay(file: Dockerfile, uses: readonly StageUse[]): ReadonlySet<Stage> {
  const { stages, runtimeStage } = file;
  return uses.length === 0 || runtimeStage === undefined
    ? new Set(stages)
    : contributingStages(file, runtimeStage);
}

/** Leads from a Dockerfile to the services that run it. */
export function servicesThatRun(
  uses: readonly StageUse[],
): readonly { readonly at: Place; readonly message: string }[] {
  return uses.map(({ at, service }) => ({ at, message: `Service '${service}' runs this stage.` }));
}
