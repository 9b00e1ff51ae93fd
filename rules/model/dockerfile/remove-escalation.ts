/** Repairs of what `escalationsIn` finds. */
import { builtFiles } from './built-files.ts';
import { deleteCommand } from './delete-command.ts';
import { deleteOption, type Edits, replaceSpan } from './edit.ts';
import { type Escalation, soleGroupOption } from './escalations.ts';
import type { Dockerfile, Instruction } from './types.ts';

export interface Removal {
  /** `line`: the rule is gone. `tag`: sudo asks for a password. `group`: the user is no member. */
  readonly what: 'line' | 'tag' | 'group';
  readonly edits: Edits;
}

/** The way to take an escalation back; undefined where that needs more thought. */
export function removeEscalation(
  file: Dockerfile,
  instruction: Instruction,
  found: Escalation,
): Removal | undefined {
  if (found.kind === 'group') return { what: 'group', edits: withoutGroup(file, instruction, found) };
  if (found.kind !== 'sudoers' && found.kind !== 'doas') return undefined;
  const edits = withoutLine(file, instruction, found);
  if (edits !== undefined) return { what: 'line', edits };
  const written = file.text.slice(found.start, found.end);
  const tag = /\bNOPASSWD\s*:[ \t]*/.exec(written);
  if (found.kind === 'doas' || tag === null) return undefined;
  const start = found.start + tag.index;
  return { what: 'tag', edits: replaceSpan(file, { start, end: start + tag[0].length }, '') };
}

/** A line of a heredoc, or the command that writes it and nothing else, where no other one needs the file. */
function withoutLine(
  file: Dockerfile,
  instruction: Instruction,
  { start, end, path, command }: Escalation,
): Edits {
  const heredoc = instruction.heredocs.find(({ bodySpan }) => bodySpan.start <= start && end <= bodySpan.end);
  if (heredoc !== undefined) {
    const from = file.text.lastIndexOf('\n', start - 1) + 1;
    const lineEnd = file.text.indexOf('\n', end);
    const isWhole = file.text.slice(from, start).trim() === '' && file.text.slice(end, lineEnd).trim() === '';
    return isWhole && lineEnd >= 0 && command?.name !== 'sed'
      ? [{ path: file.path, start: from, end: lineEnd + 1, text: '' }]
      : undefined;
  }
  if (command === undefined || command.name === 'sed') return undefined;
  const written = builtFiles(file, instruction).filter(({ writer }) => writer === command);
  if (written.some(({ lines, path: other }) => lines.length !== 1 || other !== path)) return undefined;
  const own = new Set(command.pipeline.members.flat());
  const isNeeded = file.instructions.some(({ shell }) =>
    (shell?.commands ?? []).some(
      (other) =>
        !own.has(other) &&
        !(other.wrapper !== undefined && own.has(other.wrapper)) &&
        other.args.some(
          ({ text }) => text === path || (path ?? '').startsWith(`${text.replace(/\/$/, '')}/`),
        ),
    ),
  );
  return isNeeded ? undefined : deleteCommand(file, instruction, command);
}

/** Takes the group out of its list, the list away where it is the only one, or the command where it does only that. */
function withoutGroup(file: Dockerfile, instruction: Instruction, found: Escalation): Edits {
  const { name, start, end, command } = found;
  if (command === undefined) return undefined;
  if (
    soleGroupOption(found) !== undefined ||
    command.args.some((word) => word.start === start && word.end === end)
  ) {
    const isOnlyThat = command.name !== 'useradd' && (command.name !== 'adduser' || !hasOptions(found));
    const option = soleGroupOption(found);
    if (isOnlyThat) return onlyAddsGroup(found) ? deleteCommand(file, instruction, command) : undefined;
    return option && deleteOption(file, option);
  }
  if (file.text.slice(start, end) !== name) return undefined;
  if (file.text[start - 1] === ',') return replaceSpan(file, { start: start - 1, end }, '');
  return file.text[end] === ',' ? replaceSpan(file, { start, end: end + 1 }, '') : undefined;
}

function hasOptions({ command }: Escalation): boolean {
  return command?.args.some(({ text }) => text.startsWith('-')) === true;
}

/** `usermod -aG group user`, `gpasswd -a user group`, `adduser user group`: nothing is lost but the membership. */
function onlyAddsGroup({ command }: Escalation): boolean {
  const options = (command?.args ?? []).map(({ text }) => text).filter((text) => text.startsWith('-'));
  const isPlain = options.every((text) => /^(?:-a|-G|-aG|-a|--append|--groups|--add)$/.test(text));
  return isPlain && command?.args.length === options.length + 2;
}
