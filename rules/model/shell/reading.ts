/** What the parts of the shell reader share: the results so far, the shell being read, and the place in it. */
import type { Function as ShellFunction } from 'unbash';
import type { Fate } from './fate.ts';
import type { Segment } from './segments.ts';
import type { MappedText } from './source-text.ts';
import type {
  Redirection,
  ShellAssignment,
  ShellCommand,
  ShellDialect,
  ShellHeredoc,
  WrittenFile,
} from './types.ts';
import type { ShellVariables } from './variables.ts';
import type { EvaluatedWord } from './words.ts';

/** The results of one script; `commands` are sorted at the end. */
export interface Reading {
  readonly commands: ShellCommand[];
  readonly assignments: ShellAssignment[];
  readonly writtenFiles: WrittenFile[];
  readonly details: Map<ShellCommand, CommandDetails>;
  recovered: boolean;
  nextList: number;
  /** How deep these stand in each other right now. */
  readonly depth: { substitutions: number; programs: number; calls: number };
}

/** What the model knows of a command beyond what rules see. */
export interface CommandDetails {
  readonly words: readonly EvaluatedWord[];
  readonly redirections: readonly EvaluatedRedirection[];
  /** The command that this one runs as its arguments. */
  inner: ShellCommand | undefined;
}

export interface EvaluatedRedirection {
  readonly redirection: Redirection;
  readonly target: EvaluatedWord | undefined;
  readonly heredoc: EvaluatedHeredoc | undefined;
}

export interface EvaluatedHeredoc {
  readonly heredoc: ShellHeredoc;
  readonly stripTabs: boolean;
  readonly segments: readonly Segment[];
}

/** The options a shell is in, apart from its variables. */
export interface ShellModes {
  errexit: boolean;
  pipefail: boolean;
}

/** One shell process, or a subshell that shares its functions. */
export interface Shell {
  readonly dialect: ShellDialect;
  readonly variables: ShellVariables;
  /** Changed by `set`; a subshell gets a copy. */
  readonly modes: ShellModes;
  readonly functions: Map<string, DefinedFunction>;
}

export interface DefinedFunction {
  readonly node: ShellFunction;
  readonly source: MappedText;
  read: boolean;
}

export interface MutablePipeline {
  readonly stages: ShellCommand[];
  readonly members: ShellCommand[][];
  readonly outer: PipelineStage | undefined;
  /** The command that stands for each stage. */
  readonly last: (ShellCommand | undefined)[];
}

export interface PipelineStage {
  readonly pipeline: MutablePipeline;
  readonly stage: number;
  /** True for the way out of a nested program, whose commands do not stand for the stage that runs it. */
  readonly isProgram?: boolean;
}

/** Where in the text the reader stands. */
export interface Position {
  readonly reading: Reading;
  readonly shell: Shell;
  readonly source: MappedText;
  readonly fate: Fate;
  readonly list: number;
  /** The stage of a pipeline that a command here is, or is part of. */
  readonly stage: PipelineStage;
  readonly wrapper: ShellCommand | undefined;
  readonly via: ShellCommand['via'];
  /** The file that standard output goes to because a group around this place is redirected. */
  readonly output: EvaluatedRedirection | undefined;
  /** Takes the outermost commands of a substitution. */
  readonly collect: ShellCommand[] | undefined;
}

/** A pipeline with empty stages; the commands are added as they are read. */
export function newPipeline(stages: number, outer: PipelineStage | undefined): MutablePipeline {
  const members: ShellCommand[][] = [];
  for (let stage = 0; stage < stages; stage++) members.push([]);
  return { stages: [], members, outer, last: [] };
}

/** The pipeline around a nested list: the one at hand, where it is more than a lone command. */
export function outerOf(stage: PipelineStage): PipelineStage | undefined {
  return stage.pipeline.members.length > 1 ? stage : stage.pipeline.outer;
}

/** Enters an outermost command into its stage and into the stages around it. */
export function enterStage(command: ShellCommand, at: PipelineStage): void {
  let isInside = true;
  for (let stage: PipelineStage | undefined = at; stage !== undefined; stage = stage.pipeline.outer) {
    isInside &&= stage.isProgram !== true;
    stage.pipeline.members[stage.stage]?.push(command);
    if (isInside) stage.pipeline.last[stage.stage] = command;
  }
}

/** Fills in the command that stands for each stage, once all are read. */
export function finishPipeline(pipeline: MutablePipeline): void {
  for (const command of pipeline.last) if (command !== undefined) pipeline.stages.push(command);
}
