/**
 * What a fix of a Dockerfile has to keep beyond the laws of every fix: what it does not touch stays instruction by
 * instruction and command by command, no step of the build runs as another user, and no edit is larger than it needs to be.
 */
import assert from 'node:assert/strict';
import type { Analysis, Edit, Fix } from '../../rules/index.ts';
import type { Dockerfile, Instruction } from '../../rules/model/dockerfile/types.ts';
import type { Span } from '../../rules/model/place.ts';

function dockerfileOf({ subject }: Analysis): Dockerfile {
  assert.ok(subject?.language === 'dockerfile');
  return subject.file;
}

/** An insertion at the end of something may lengthen it; one in front of it is of what stands there. */
function touches({ start, end }: Edit, span: Span): boolean {
  return start <= span.end && (start === end ? span.start < start : span.start < end);
}

/** All that an instruction says, whatever its spelling. */
function meaningOf({ keyword, onbuild, flags, args, heredocs }: Instruction): string {
  return JSON.stringify([
    onbuild ? `ONBUILD ${keyword}` : keyword,
    flags.map(({ name, value }) => [name, value]),
    args.map(({ text }) => text),
    heredocs.map(({ name, body }) => [name, body.text]),
  ]);
}

/** The items of `part` that do not follow each other in `whole`; empty where `part` is `whole` with gaps. */
function missingInOrder(part: readonly string[], whole: readonly string[]): readonly string[] {
  let at = 0;
  return part.filter((item) => {
    const found = whole.indexOf(item, at);
    if (found < 0) return true;
    at = found + 1;
    return false;
  });
}

/** The commands of a RUN that the edits do not touch, each with its arguments. */
function commandsOf({ shell }: Instruction, edits: readonly Edit[]): readonly string[] {
  return (shell?.commands ?? [])
    .filter((command) => !edits.some((edit) => touches(edit, command)))
    .map(({ name, args }) => JSON.stringify([name, args.map(({ text }) => text)]));
}

function steps({ instructions }: Dockerfile): readonly Instruction[] {
  return instructions.filter(({ keyword, onbuild }) => keyword === 'RUN' && !onbuild);
}

function userOf({ user }: Instruction): string {
  if (user === undefined) return 'that of the image';
  return user.value.known ? user.value.value : user.argument.text;
}

function checkInstructions(before: Dockerfile, after: Dockerfile, edits: readonly Edit[]): void {
  const isTouched = (instruction: Instruction) => edits.some((edit) => touches(edit, instruction));
  const kept = before.instructions.filter((instruction) => !isTouched(instruction)).map(meaningOf);
  assert.deepEqual(
    missingInOrder(kept, after.instructions.map(meaningOf)),
    [],
    'instructions that are not touched are lost or changed',
  );
  const lines = edits.map(({ text }) => text.split('\n').length - 1).reduce((sum, count) => sum + count, 0);
  const touched = before.instructions.length - kept.length;
  assert.ok(
    after.instructions.length <= kept.length + touched + lines,
    `${after.instructions.length} instructions of ${before.instructions.length}`,
  );
  if (after.instructions.length !== before.instructions.length) return;
  for (const [at, instruction] of before.instructions.entries()) {
    const other = after.instructions[at];
    if (other?.keyword !== instruction.keyword || !isTouched(instruction)) continue;
    assert.deepEqual(
      missingInOrder(commandsOf(instruction, edits), commandsOf(other, [])),
      [],
      'commands that are not touched are lost or changed',
    );
  }
}

/** Steps that no edit touches run as the same user as before. */
function checkUsers(before: Dockerfile, after: Dockerfile, edits: readonly Edit[]): void {
  const shown = (step: Instruction) => `${meaningOf(step)} as ${userOf(step)}`;
  const kept = steps(before).filter((step) => !edits.some((edit) => touches(edit, step)));
  assert.deepEqual(
    missingInOrder(kept.map(shown), steps(after).map(shown)),
    [],
    'a step runs as another user',
  );
}

/** No edit says again what stands there already, neither wholly nor by lines at its ends. */
function checkSize(text: string, edits: readonly Edit[]): void {
  for (const { start, end, text: after } of edits) {
    const old = text.slice(start, end).split('\n');
    const fresh = after.split('\n');
    assert.ok(text.slice(start, end) !== after, 'an edit changes nothing');
    if (old.length === 1 || fresh.length === 1) continue;
    assert.notEqual(old[0], fresh[0], 'an edit writes its first line anew');
    assert.notEqual(old.at(-1) || undefined, fresh.at(-1) || null, 'an edit writes its last line anew');
  }
}

/** These laws on one fix; throws where it breaks one. */
export function checkDockerfileLaws(analysis: Analysis, changed: Analysis, { edits }: Fix): void {
  const before = dockerfileOf(analysis);
  const after = dockerfileOf(changed);
  const own = edits.filter((edit) => edit.path === analysis.path);
  checkInstructions(before, after, own);
  checkUsers(before, after, own);
  checkSize(before.text, own);
  const isWindows = before.text.includes('\r\n');
  if (isWindows) assert.ok(!after.text.replaceAll('\r\n', '').includes('\n'), 'line ends of another kind');
  else assert.ok(!after.text.includes('\r'), 'line ends of another kind');
}
