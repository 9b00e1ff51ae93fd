/** Reads shell text: the text of an instruction, and the programs that commands in it give to other shells. */
import { type ParsedScript, parse } from 'unbash';
import { readCmd } from './cmd.ts';
import { fateOfFailure } from './fate.ts';
import { readPowershell } from './powershell.ts';
import { newPipeline, outerOf, type Position, type Shell } from './reading.ts';
import type { MappedText } from './source-text.ts';
import type { ShellDialect } from './types.ts';
import { readStatements, readUncalledFunctions } from './walk.ts';

/** Programs in programs (`sh -c "sh -c '…'"`) beyond this are left unread. */
const deepestProgram = 6;

export interface ProgramShell {
  readonly dialect: ShellDialect;
  /** False where the program runs in the shell at hand, as with eval. */
  readonly ownShell: boolean;
  readonly errexit: boolean;
  readonly pipefail: boolean;
}

/** Reads a program given to a shell at `position`, which says how its commands are reached. */
export function readProgram(text: MappedText, program: ProgramShell, position: Position): void {
  const { reading } = position;
  if (reading.depth.programs >= deepestProgram) {
    reading.recovered = true;
    return;
  }
  reading.depth.programs++;
  const outer = outerOf(position.stage);
  const inside: Position = {
    ...position,
    source: text,
    stage: { pipeline: newPipeline(1, outer && { ...outer, isProgram: true }), stage: 0 },
    collect: undefined,
  };
  if (program.dialect === 'powershell' || program.dialect === 'cmd') {
    const read = program.dialect === 'powershell' ? readPowershell : readCmd;
    const modes = program.ownShell ? { errexit: program.errexit, pipefail: false } : position.shell.modes;
    const shell: Shell = { ...position.shell, dialect: program.dialect, modes };
    position.shell.variables.within('subshell', () => read({ ...inside, shell }));
  } else if (program.dialect !== 'other') {
    const script = parseShellText(text.text);
    if (script.errors !== undefined && script.errors.length > 0) reading.recovered = true;
    if (program.ownShell) {
      const shell: Shell = {
        ...position.shell,
        dialect: program.dialect,
        modes: { errexit: program.errexit, pipefail: program.pipefail },
        functions: new Map(),
      };
      const status = fateOfFailure(position.fate, position.shell.modes.errexit);
      position.shell.variables.within('subshell', () => {
        const own: Position = { ...inside, shell, fate: { status, exits: true, onExit: status } };
        readStatements(script.commands, own);
        readUncalledFunctions(own);
      });
    } else {
      readStatements(script.commands, inside);
    }
  }
  reading.depth.programs--;
}

/** unbash recovers from wrong syntax by itself; what it throws on is nesting that exhausts the stack. */
export function parseShellText(text: string): ParsedScript {
  try {
    return parse(text);
  } catch {
    return {
      type: 'Script',
      pos: 0,
      end: text.length,
      shebang: undefined,
      commands: [],
      errors: [{ message: 'nested too deeply', pos: 0 }],
    };
  }
}
