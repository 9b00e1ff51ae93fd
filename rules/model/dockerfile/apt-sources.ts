/** Sources of apt that a stage writes, and the key that belongs to one. */
import type { ShellCommand, WrittenLine } from '../shell/types.ts';
import { builtFiles } from './built-files.ts';
import { type Edits, replaceSpan } from './edit.ts';
import type { Dockerfile, Instruction, Stage } from './types.ts';

const keyring = '/usr/share/keyrings/source.gpg';

/** The lines of one-line sources (`deb …`) that a stage writes. */
export function writtenSources(file: Dockerfile, { instructions }: Stage): readonly WrittenLine[] {
  return instructions.flatMap((instruction) =>
    builtFiles(file, instruction)
      .filter(({ name }) => name.endsWith('.list'))
      .flatMap(({ lines }) => lines)
      .filter(({ text }) => /^\s*deb(?:-src)?\s/.test(text)),
  );
}

/**
 * Rewrites `… | apt-key add -` so that the key is good for its own source only. Refused unless the stage writes exactly
 * one source, which says nothing of keys yet, and unless both stand in the text as they are.
 *
 * @param lines the sources that the stage writes
 */
export function keyForOneSource(
  file: Dockerfile,
  { json }: Instruction,
  command: ShellCommand,
  lines: readonly WrittenLine[],
): Edits {
  const { args, pipeline, word } = command;
  const isPiped = pipeline.members.length > 1 && pipeline.members[0]?.includes(command) === false;
  const isPlain = args.map(({ text }) => text).join(' ') === 'add -' && !json;
  const [line, second] = lines;
  if (!isPiped || !isPlain || line === undefined || second !== undefined) return undefined;
  const written = file.text.slice(line.start, line.end);
  // Variables and substitutions may stand behind the place that is changed.
  const head = /^deb(?:-src)?\s+(\[(?:[^\]$]|\$\([^)]*\)|\$(?!\())*?)?(?=(?<!\s)\s*\]|https?:\/\/)/.exec(
    written,
  )?.[0];
  if (head === undefined || /signed-by/.test(written)) return undefined;
  const at = line.start + head.length;
  const text = head.includes('[') ? ` signed-by=${keyring}` : `[signed-by=${keyring}] `;
  const end = args.at(-1)?.end ?? word.end;
  const key = replaceSpan(file, { start: word.start, end }, `gpg --dearmor -o ${keyring}`);
  const source = replaceSpan(file, { start: at, end: at }, text);
  return key === undefined || source === undefined ? undefined : [...key, ...source];
}
