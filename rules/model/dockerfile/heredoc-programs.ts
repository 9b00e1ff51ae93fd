/** Heredocs of RUN that a shell reads as its program. */
import { parseShellText } from '../shell/program.ts';
import { readShellText } from '../shell/script.ts';
import type { ShellCommand, ShellDialect } from '../shell/types.ts';
import { shells } from '../shell/wrappers.ts';
import { heredocText } from './instruction.ts';
import type { Dockerfile, Heredoc, Instruction } from './types.ts';

export interface HeredocProgram {
  readonly heredoc: Heredoc;
  /** The shell that is started for it by name (`RUN bash <<EOF`); undefined where the step's own shell reads it. */
  readonly reader: ShellCommand | undefined;
  readonly dialect: ShellDialect;
  /** The commands of the heredoc itself, without those of shells that it starts in turn. */
  readonly commands: readonly ShellCommand[];
}

/** The heredocs of an instruction that a POSIX shell or bash reads, in order. */
export function heredocPrograms({ keyword, heredocs, shell }: Instruction): readonly HeredocProgram[] {
  if (keyword !== 'RUN' || shell === undefined || heredocs.length === 0) return [];
  const found: HeredocProgram[] = [];
  for (const heredoc of heredocs) {
    const { mark, bodySpan } = heredoc;
    const inside = shell.commands.filter(({ start }) => bodySpan.start <= start && start < bodySpan.end);
    const reader = shell.commands.find(({ redirections }) =>
      redirections.some(({ heredoc: other }) => other !== undefined && isIn(other.delimiter.start, mark)),
    );
    if (reader === undefined) {
      if (shell.commands.length > inside.length) continue;
      const commands = inside.filter((command) => !isOfNestedShell(command, undefined));
      if (isPosix(shell.dialect)) found.push({ heredoc, reader, dialect: shell.dialect, commands });
      continue;
    }
    const { name = '' } = reader;
    const dialect = Object.hasOwn(shells, name) ? shells[name] : undefined;
    const commands = inside.filter((command) => !isOfNestedShell(command, reader));
    if (dialect !== undefined && isPosix(dialect) && commands.some(({ wrapper }) => wrapper === reader))
      found.push({ heredoc, reader, dialect, commands });
  }
  return found;
}

/**
 * The commands whose failure is lost only because the shell goes on after it, and that stand on another line than the
 * program's last statement: with errexit they would end the build.
 */
export function lostWithoutErrexit(
  file: Dockerfile,
  instruction: Instruction,
  { heredoc, dialect }: HeredocProgram,
): readonly ShellCommand[] {
  const text = heredocText(file.text, heredoc.bodySpan, heredoc.stripTabs);
  const { variable } = instruction;
  const read = (errexit: boolean) => readShellText(text, { dialect, variable, errexit }).commands;
  const last = parseShellText(text.text).commands.at(-1);
  const lastLine = last === undefined ? 0 : lineStart(file.text, text.offsetAt(last.pos));
  const strict = read(true);
  return read(false).filter(
    (command, at) =>
      command.result === 'ignored' && strict[at]?.result === 'fails' && command.start < lastLine,
  );
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function isIn(offset: number, span: { readonly start: number; readonly end: number }): boolean {
  return span.start <= offset && offset < span.end;
}

function isPosix(dialect: ShellDialect): boolean {
  return dialect === 'posix' || dialect === 'bash';
}

function isOfNestedShell(command: ShellCommand, reader: ShellCommand | undefined): boolean {
  for (let at: ShellCommand | undefined = command; at !== undefined && at !== reader; at = at.wrapper) {
    if (at.via === 'script' || (at.via === 'heredoc' && at.wrapper !== reader)) return true;
  }
  return false;
}
