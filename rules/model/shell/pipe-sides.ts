/** Which side of a pipe a command is on, however deep in groups, wrappers and nested shells it stands. */
import { outermostOf } from './outermost.ts';
import type { Pipeline, ShellCommand } from './types.ts';

/**
 * The innermost pipeline that a command feeds: one in which a later stage follows. Undefined where it is in the last
 * stage of every pipeline around it.
 */
export function pipelineFedBy(command: ShellCommand): Pipeline | undefined {
  const outermost = outermostOf(command);
  let pipeline: Pipeline | undefined = outermost.pipeline;
  let stage = pipeline.members.findIndex((members) => members.includes(outermost));
  while (pipeline !== undefined) {
    if (stage >= 0 && stage < pipeline.members.length - 1) return pipeline;
    stage = pipeline.outer?.stage ?? -1;
    pipeline = pipeline.outer?.pipeline;
  }
  return undefined;
}

/** The command that stands for the last stage, whose state and result are those of the shell that has the pipe. */
export function lastOf(pipeline: Pipeline): ShellCommand | undefined {
  const last = pipeline.stages.at(-1);
  return last !== undefined && pipeline.members.at(-1)?.includes(last) === true ? last : undefined;
}
