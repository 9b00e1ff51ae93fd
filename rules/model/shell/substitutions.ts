/** Reads the commands of `$(…)`, backquotes and `<(…)`. */
import type { SyntaxNode } from 'unbash';
import type { Fate } from './fate.ts';
import type { Position, Shell } from './reading.ts';
import { newPipeline } from './reading.ts';
import { buildText, type MappedText } from './source-text.ts';
import type { ShellCommand } from './types.ts';
import { readStatements } from './walk.ts';
import { forEachSubstitution, type SubstitutionPart } from './word-parts.ts';
import type { WordContext } from './words.ts';

/**
 * Substitutions that stand deeper are left unread. unbash parses the rest of the text anew at every level, so that
 * without a limit a few thousand `$(` would take minutes.
 */
const deepestSubstitution = 8;

const ignored: Fate = { status: 'ignored', exits: false, onExit: 'ignored' };

/** How words at `position` are evaluated; `fate` is that of the substitutions in them. */
export function wordContext(position: Position, fate: Fate = ignored): WordContext {
  return {
    source: position.source,
    variable: position.shell.variables.get,
    substitution: (part, source) => readSubstitution(part, source, { ...position, fate }),
  };
}

function readSubstitution(
  part: SubstitutionPart,
  source: MappedText,
  position: Position,
): readonly ShellCommand[] {
  const { reading, shell } = position;
  if (reading.depth.substitutions >= deepestSubstitution) {
    reading.recovered = true;
    return [];
  }
  reading.depth.substitutions++;
  const collect: ShellCommand[] = [];
  const script = part.script;
  if (script !== undefined) {
    if (script.errors !== undefined && script.errors.length > 0) reading.recovered = true;
    const copy: Shell = { ...shell, modes: { ...shell.modes } };
    shell.variables.within('subshell', () =>
      readStatements(script.commands, {
        ...position,
        shell: copy,
        source: script.source === undefined ? source : backquoted(part, source, script.source),
        stage: { pipeline: newPipeline(1, undefined), stage: 0 },
        via: 'substitution',
        output: undefined,
        collect,
      }),
    );
  }
  reading.depth.substitutions--;
  return collect;
}

/** The program between backquotes, whose inner backslashes the shell takes away before reading it. */
function backquoted(part: SubstitutionPart, source: MappedText, decoded: string): MappedText {
  const builder = buildText(source.offsetAt(part.pos));
  let from = part.pos + 1;
  const end = part.end - 1;
  for (let at = from; at < end - 1; at++) {
    if (source.text[at] !== '\\') continue;
    if ('$`\\"'.includes(source.text.charAt(at + 1))) {
      builder.part(source, from, at);
      from = at + 1;
    }
    at++;
  }
  builder.part(source, from, end);
  const text = builder.build();
  if (text.text === decoded) return text;
  const whole = buildText(source.offsetAt(part.pos));
  const span = source.span(part.pos, part.end);
  whole.block(decoded, span.start, span.end);
  return whole.build();
}

/** Reads the substitutions anywhere below a node that holds no simple commands of its own, as `[[ … ]]`. */
export function readSubstitutions(node: SyntaxNode, position: Position): void {
  const { substitution, source } = wordContext(position);
  forEachSubstitution(node, (part) => {
    substitution(part, source);
  });
}
