/** What a RUN writes of secret variables into files that stay in the layer. */
import { carriedVariables } from '../knowledge/carried-variables.ts';
import type { Span } from '../place.ts';
import { readOptions } from '../shell/options.ts';
import { fileName, joinPath } from '../shell/paths.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand } from '../shell/types.ts';
import type { Dockerfile, Instruction } from './types.ts';

/** Files in which the tools keep what `config set` tells them. */
export const configFiles: Readonly<Record<string, readonly string[]>> = {
  npm: ['.npmrc', 'npmrc'],
  pnpm: ['.npmrc', 'rc'],
  yarn: ['.yarnrc', '.yarnrc.yml', '.npmrc'],
  pip: ['pip.conf'],
  pip3: ['pip.conf'],
  git: ['.gitconfig', 'gitconfig'],
  composer: ['auth.json', 'config.json'],
};

/** The places where one of the variables is written into a file that the same step does not delete. */
export function secretsWrittenBy(
  file: Dockerfile,
  instruction: Instruction,
  names: ReadonlySet<string>,
): readonly (Span & { readonly name: string })[] {
  const { shell, flags, workdir } = instruction;
  if (shell === undefined || names.size === 0) return [];
  const folder = workdir.known ? (workdir.value ?? '') : '';
  const mounts = flags
    .flatMap(({ options }) => options)
    .flatMap(({ name, value }) => (/^(?:target|dst|destination)$/.test(name) && value ? [value] : []));
  const removals = shell.commands.flatMap((command, at) =>
    command.name === 'rm' || command.name === 'shred'
      ? readOptions(command.args, toolTable('rm')).operands.map(({ text }) => ({
          path: joinPath(folder, text),
          at,
        }))
      : [],
  );
  const assigned = new Set(shell.assignments.map(({ name }) => name));
  const found = new Map<number, Span & { readonly name: string }>();
  const enter = (span: Span): void => {
    for (const { name, start, end } of carriedVariables(file.text.slice(span.start, span.end))) {
      if (names.has(name) && !assigned.has(name))
        found.set(span.start + start, {
          name,
          start: span.start + start,
          end: closed(file.text, span.start + end),
        });
    }
  };
  for (const { path, pathSpan, writer, lines } of shell.writtenFiles) {
    const target = joinPath(folder, path.known ? path.value : file.text.slice(pathSpan.start, pathSpan.end));
    const at = shell.commands.indexOf(writer);
    const isRemoved = removals.some(
      (removal) => removal.at > at && (removal.path === target || target.startsWith(`${removal.path}/`)),
    );
    if (isRemoved || isOutside(target, mounts)) continue;
    if (writer.name === 'sed') {
      // A variable in its pattern is only looked for.
      lines.forEach(enter);
      continue;
    }
    writer.args.filter(({ variables }) => variables.length > 0).forEach(enter);
    for (const { heredoc, target: text, operator } of writer.redirections) {
      if (heredoc !== undefined && !heredoc.quoted) enter(heredoc.body.span(0, heredoc.body.text.length));
      if (operator === '<<<' && text !== undefined) enter(text);
    }
  }
  for (const [at, command] of shell.commands.entries()) {
    const files = isConfiguring(command) ? (configFiles[command.name ?? ''] ?? []) : [];
    if (
      files.length === 0 ||
      removals.some((removal) => removal.at > at && files.includes(fileName(removal.path)))
    )
      continue;
    if (
      shell.commands
        .slice(at + 1)
        .some(
          (later) =>
            later.name === command.name &&
            later.args.some(({ text }) => /^(?:delete|unset|--unset(?:-all)?)$/.test(text)),
        )
    )
      continue;
    command.args.filter(({ variables }) => variables.length > 0).forEach(enter);
  }
  return [...found.values()];
}

/** `${X}` ends with its brace. */
function closed(text: string, end: number): number {
  return text[end] === '}' ? end + 1 : end;
}

/** Paths that are not part of the layer. */
function isOutside(path: string, mounts: readonly string[]): boolean {
  return [...mounts, '/dev', '/proc', '/sys', '/run/secrets'].some(
    (folder) => path === folder || path.startsWith(`${folder}/`),
  );
}

/** Whether a command is `config set` of such a tool, or `git config`. */
export function isConfiguring({ name, args }: ShellCommand): boolean {
  const words = args.map(({ text }) => text).filter((word) => !word.startsWith('-'));
  if (words[0] !== 'config') return false;
  return name === 'git' || name === 'composer' || words[1] === 'set';
}
