import { isScratch } from '../image-reference.ts';
import { type Known, known } from '../known.ts';
import type { Comment, Problem, Span } from '../place.ts';
import { escapeOf, readDirectives } from './directives.ts';
import { readFrom } from './from.ts';
import { createInstruction, type InstructionParts } from './instruction.ts';
import { readInstructionShell } from './instruction-shell.ts';
import { interpret } from './interpret.ts';
import { type RawInstruction, splitInstructions } from './lines.ts';
import { createScope, declaredArgument, type Origin, type Scope, variableOf } from './scope.ts';
import { createStage, workdirAfter } from './stage.ts';
import { findStage } from './stages.ts';
import type { Dockerfile, Instruction, Stage } from './types.ts';

/** What changes from instruction to instruction while a stage is read from top to bottom. */
interface State {
  readonly scope: Scope;
  /** The stage at the end of the chain, once it is known. */
  root: Stage | undefined;
  user: Stage['user'];
  workdir: Known<string | undefined>;
  shellInstruction: Instruction | undefined;
}

/** How a build is started. */
export interface BuildRequest {
  /**
   * The name or index of the stage that runs, such as Compose's `build.target`; the last stage if it is not given or
   * there is no such stage.
   */
  readonly target?: string | undefined;
  /** Build arguments by name; they take the place of what ARG has as its default. */
  readonly args?: ReadonlyMap<string, Known<string>> | undefined;
}

/**
 * Reads a Dockerfile. Never throws; what cannot be understood is named in `problems`, and the rest is still there.
 *
 * @param path the file's path, for the places of problems
 */
export function parseDockerfile(path: string, text: string, request: BuildRequest = {}): Dockerfile {
  const { target, args } = request;
  const from = text.startsWith('\uFEFF') ? 1 : 0;
  const directives = readDirectives(text, from);
  const escapeCharacter = escapeOf(directives);
  const split = splitInstructions(text, from, escapeCharacter);
  const reader = createReader(path, text, escapeCharacter, split.comments, args);
  for (const raw of split.instructions) reader.read(raw);
  const { instructions, stages } = reader;
  const problems = [...reader.problems, ...startProblems(path, instructions, stages)];
  return {
    path,
    text,
    lineEnding: text.charAt(text.indexOf('\n') - 1) === '\r' ? '\r\n' : '\n',
    escape: escapeCharacter,
    directives,
    comments: split.comments,
    instructions,
    stages,
    runtimeStage: (target === undefined ? undefined : findStage(stages, target)) ?? stages.at(-1),
    problems,
  };
}

/** Docker builds nothing without a FROM, and lets only ARG stand before the first. */
function startProblems(
  path: string,
  instructions: readonly Instruction[],
  stages: readonly Stage[],
): readonly Problem[] {
  const early = instructions.find(({ stage, keyword }) => stage === undefined && keyword !== 'ARG');
  const { start, end } = early?.keywordSpan ?? { start: 0, end: 0 };
  if (stages.length === 0)
    return [{ path, start, end, message: 'A Dockerfile needs a FROM instruction, and this file has none.' }];
  return early === undefined
    ? []
    : [{ path, start, end, message: 'Only ARG may come before the first FROM.' }];
}

/** Reads instructions in order and keeps what those before mean for those behind. */
function createReader(
  path: string,
  text: string,
  escapeCharacter: '\\' | '`',
  comments: readonly Comment[],
  given: BuildRequest['args'],
) {
  const instructions: Instruction[] = [];
  const stages: Stage[] = [];
  // Looking through all stages for each FROM would take the square of their number.
  const stagesByName = new Map<string, Stage>();
  const problems: Problem[] = [];
  const declaredShell = shellDeclarations(comments);

  const global = createScope({ kind: 'global' });
  const outside: State = {
    scope: global,
    root: undefined,
    user: undefined,
    workdir: known(undefined),
    shellInstruction: undefined,
  };
  /** For each stage the state at its end, or so far. */
  const states: State[] = [];
  let stage: Stage | undefined;
  let own: Instruction[] = [];
  let state = outside;

  function report(span: Span, message: string): void {
    problems.push({ path, start: span.start, end: span.end, message });
  }

  function create(parts: InstructionParts, within: Stage | undefined, before: State): Instruction {
    const index = instructions.length;
    const { scope, user, workdir, shellInstruction } = before;
    return createInstruction(parts, {
      file: text,
      escape: escapeCharacter,
      index,
      stage: within,
      variable: scope.before(index),
      variableAfter: scope.before(index + 1),
      user,
      workdir,
      shellInstruction,
      readShell: (instruction, all) => readInstructionShell(text, instruction, all),
    });
  }

  function enter(instruction: Instruction): void {
    instructions.push(instruction);
    own.push(instruction);
  }

  function startStage(parts: InstructionParts): void {
    const { raw, interpreted } = parts;
    const from = readFrom(create(parts, undefined, outside), global.atEnd, escapeCharacter, (name) =>
      stagesByName.get(name),
    );
    if (from.problem !== undefined) report(raw.text.span(...interpreted.keywordRange), from.problem);
    const parent = from.parent && states[from.parent.index];
    const isEmpty = from.image !== undefined && isScratch(from.image);
    const origin: Origin =
      parent === undefined ? { kind: isEmpty ? 'scratch' : 'image' } : { kind: 'stage', scope: parent.scope };
    const start: State = {
      scope: createScope(origin),
      root: parent?.root,
      user: parent?.user,
      workdir: parent?.workdir ?? known(isEmpty ? '/' : undefined),
      shellInstruction: parent?.shellInstruction,
    };
    states.push(start);
    state = start;
    own = [];
    stage = createStage({
      ...from,
      root: parent?.root,
      index: stages.length,
      from: () => instruction,
      instructions: own,
      escapesLikeWindows: escapeCharacter === '`',
      end: () => start,
    });
    stages.push(stage);
    if (from.name !== undefined) stagesByName.set(from.name, stage);
    start.root ??= stage;
    const instruction = create(parts, stage, outside);
    enter(instruction);
  }

  function read(raw: RawInstruction): void {
    const interpreted = interpret(raw.text, escapeCharacter);
    const { problem, keyword, keywordRange } = interpreted;
    const onbuild = interpreted.onbuildRange !== undefined;
    const parts = {
      raw,
      interpreted,
      declaredShell: declaredShell(raw.text.offsetAt(0), keyword === 'FROM'),
    };
    if (problem !== undefined) report(raw.text.span(...problem.range), problem.message);
    for (const { terminated, mark } of raw.heredocs) {
      if (!terminated) report(raw.text.span(mark.start, mark.end), 'This heredoc has no end mark.');
    }
    // An instruction that is wrong as a whole is left out; one with a wrong pair still has the others.
    if (problem !== undefined && interpreted.pairs.length === 0) return;
    if (onbuild && (keyword === 'FROM' || keyword === 'MAINTAINER')) {
      report(raw.text.span(...keywordRange), `ONBUILD ${keyword} is not allowed.`);
    } else if (keyword === 'FROM') {
      startStage(parts);
    } else {
      const instruction = create(parts, stage, state);
      enter(instruction);
      // What ONBUILD does is done in another build.
      if (!onbuild) apply(instruction, state, global, given);
    }
  }

  return { instructions, stages, problems, read };
}

/** Carries the effect of an instruction over to those behind it. */
function apply(instruction: Instruction, state: State, global: Scope, given: BuildRequest['args']): void {
  const { keyword, index, args, pairs } = instruction;
  const { scope } = state;
  const [argument] = args;
  if (keyword === 'ENV') {
    for (const { name, resolved } of pairs) scope.define(index, name, variableOf(resolved));
  } else if (keyword === 'ARG') {
    const outer = scope === global ? undefined : global.atEnd;
    for (const { name, value, resolved } of pairs) {
      const current = scope.before(index)(name);
      const argument = given?.get(name);
      const declared = value === undefined ? declaredArgument(name, current, outer) : variableOf(resolved);
      scope.define(index, name, argument === undefined ? declared : variableOf(argument));
    }
  } else if (keyword === 'USER' && argument !== undefined) {
    state.user = { instruction, argument, value: argument.resolved };
  } else if (keyword === 'WORKDIR' && argument !== undefined) {
    state.workdir = workdirAfter(state.workdir, argument.resolved);
  } else if (keyword === 'SHELL') {
    state.shellInstruction = instruction;
  }
}

/**
 * The shell that a `# hadolint shell=…` or `# tally shell=…` comment names for what follows it, up to the next FROM; a
 * comment right above a FROM is for that stage. The result has to be asked with ascending offsets.
 */
function shellDeclarations(
  comments: readonly Comment[],
): (offset: number, startsStage: boolean) => string | undefined {
  let declared: string | undefined;
  let at = 0;
  return (offset, startsStage) => {
    const seen = at;
    let latest: string | undefined;
    for (; (comments[at]?.start ?? Number.POSITIVE_INFINITY) < offset; at++) {
      latest =
        /^(?:hadolint|tally)\s(?:.*\s)?shell\s*=\s*(\S+)/i.exec(comments[at]?.text ?? '')?.[1] ?? latest;
    }
    if (startsStage && at > seen) declared = latest;
    else if (startsStage) declared = undefined;
    else declared = latest ?? declared;
    return declared;
  };
}
