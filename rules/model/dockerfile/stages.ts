/** How stages refer to each other. */
import type { Argument, Dockerfile, Instruction, Stage } from './types.ts';

/** The last of the stages with this name, in any letter case. */
export function stageNamed(stages: readonly Stage[], name: string): Stage | undefined {
  const wanted = name.toLowerCase();
  return stages.findLast((stage) => stage.name === wanted);
}

/** A stage by name, or by index as `COPY --from` and a build target take it. */
export function findStage(stages: readonly Stage[], reference: string): Stage | undefined {
  return stageNamed(stages, reference) ?? (/^\d+$/.test(reference) ? stages[Number(reference)] : undefined);
}

/** A reference to a stage or an image in `COPY --from` or `RUN --mount=…,from=`. */
export interface StageReference {
  readonly instruction: Instruction;
  readonly text: string;
  /** The text in the file. */
  readonly start: number;
  readonly end: number;
  /** The earlier stage that is meant; undefined for an image, a context, or a name that does not exist yet. */
  readonly stage: Stage | undefined;
}

/** What an instruction copies or mounts from elsewhere. Docker fills in no variables in these names. */
export function stageReferences(file: Dockerfile, instruction: Instruction): readonly StageReference[] {
  const references: StageReference[] = [];
  const add = (text: string, start: number, end: number): void => {
    // Few instructions refer to a stage, and only for them the stages are looked through.
    const earlier = file.stages.slice(0, instruction.stage?.index ?? 0);
    references.push({ instruction, text, start, end, stage: findStage(earlier, text) });
  };
  for (const flag of instruction.flags) {
    if (flag.name === 'from' && flag.value !== undefined && flag.valueSpan !== undefined) {
      add(flag.value, flag.valueSpan.start, flag.valueSpan.end);
    }
    if (flag.name !== 'mount') continue;
    for (const { name, value, span } of flag.options) {
      if (name === 'from' && value !== undefined) add(value, span.end - value.length, span.end);
    }
  }
  return references;
}

/** The stages whose content can get into this one: its chain, what they copy from, and so on. */
export function contributingStages(file: Dockerfile, stage: Stage): ReadonlySet<Stage> {
  const found = new Set<Stage>();
  const open = [stage];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    if (next.parent !== undefined) open.push(next.parent);
    for (const instruction of next.instructions) {
      for (const { stage: source } of stageReferences(file, instruction)) {
        if (source !== undefined) open.push(source);
      }
    }
  }
  return found;
}

/** What COPY or ADD takes: its arguments without the last one and without heredoc marks. */
export function copySources(instruction: Instruction): readonly Argument[] {
  return instruction.args
    .slice(0, -1)
    .filter(({ start }) => !instruction.heredocs.some(({ mark }) => mark.start === start));
}

/** Where COPY or ADD puts it. */
export function copyDestination(instruction: Instruction): Argument | undefined {
  return instruction.args.length > 1 ? instruction.args.at(-1) : undefined;
}
