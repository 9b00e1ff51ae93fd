/** Builds that copy all of a folder above their project. */
import { copiesWhole } from '../context/copies.ts';
import type { LocalContext } from '../context/types.ts';
import { copySources } from '../dockerfile/stages.ts';
import type { Instruction } from '../dockerfile/types.ts';
import { projectFolderOf } from './build.ts';
import type { Build, JoinedService } from './types.ts';

export interface ContextAbove {
  /** The name of an additional context; undefined for the build's own one. */
  readonly name: string | undefined;
  readonly context: LocalContext;
  /** The first COPY or ADD of a reachable stage that takes all of it. */
  readonly copy: Instruction;
}

/** Contexts above the project that no ignore file narrows, and that a stage the service builds copies as a whole. */
export function contextsAbove(joined: JoinedService): readonly ContextAbove[] {
  const { build } = joined;
  if (build === undefined) return [];
  const copies = reachableCopies(build);
  const own = isOpenAbove(joined, build.context) ? [{ name: undefined, context: build.context }] : [];
  const named = build.additionalContexts.flatMap(({ name, context }) =>
    isOpenAbove(joined, context) ? [{ name, context }] : [],
  );
  return [...own, ...named].flatMap(({ name, context }) => {
    const copy = copies.find((instruction) =>
      name === undefined ? copiesWhole(context, instruction) : takesAllFrom(instruction, name),
    );
    return copy === undefined ? [] : [{ name, context, copy }];
  });
}

function reachableCopies({ dockerfile, reachable }: Build): readonly Instruction[] {
  return dockerfile.instructions.filter(
    ({ keyword, stage, onbuild }) =>
      (keyword === 'COPY' || keyword === 'ADD') && !onbuild && stage !== undefined && reachable.has(stage),
  );
}

/** Homes and the root belong to `compose/build-context-too-wide`. */
const wideFolder = /^(?:\/|\/root|\/(?:home|Users)(?:\/[^/]+)?)$/;

/** Whether a context is known, lies above the project, and no ignore file keeps anything of it out. */
function isOpenAbove({ service }: JoinedService, context: LocalContext | undefined): context is LocalContext {
  if (context === undefined || wideFolder.test(context.folder)) return false;
  if (!projectFolderOf(service).startsWith(`${context.folder}/`)) return false;
  const { ignoreFile } = context;
  return ignoreFile === undefined || !hasPatterns(ignoreFile.text);
}

/** A file of comments and blank lines keeps nothing out. */
function hasPatterns(text: string): boolean {
  return text.split('\n').some((line) => line.trim() !== '' && !line.startsWith('#'));
}

function takesAllFrom(instruction: Instruction, name: string): boolean {
  const isFrom = instruction.flags.some(
    (flag) => flag.name === 'from' && flag.value?.toLowerCase() === name.toLowerCase(),
  );
  return (
    isFrom &&
    copySources(instruction).some(
      ({ resolved }) => resolved.known && /^(?:\.?\/)*(?:\.|\*)?$/.test(resolved.value),
    )
  );
}
