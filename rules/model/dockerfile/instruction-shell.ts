/** Finds the shell text of an instruction and reads it with the shell that would run it. */
import { maybeSet, setTo, undecidedVariable, type VariableLookup } from '../shell/parameter.ts';
import { mergeScripts, readExecForm, readShellText } from '../shell/script.ts';
import { buildText, type MappedText, partOf } from '../shell/source-text.ts';
import type { ShellDialect, ShellScript } from '../shell/types.ts';
import { shellArguments } from '../shell/unwrap.ts';
import { powershells, shells } from '../shell/wrappers.ts';
import { heredocText, type InstructionParts } from './instruction.ts';
import type { RawHeredoc } from './lines.ts';
import type { Instruction, Stage } from './types.ts';

/** How a shell is started: its language and its options. */
interface StartedShell {
  readonly dialect: ShellDialect;
  readonly errexit: boolean;
  readonly pipefail: boolean;
}

/**
 * The shell that reads an instruction's shell form: that of the last SHELL, else the platform's own.
 *
 * @param declared the shell that a `# hadolint shell=` comment names
 */
function shellInForce(instruction: Instruction, declared?: string): StartedShell {
  if (declared !== undefined) return startedShell([declared]);
  const words = instruction.shellInstruction?.args.map(({ text }) => text);
  if (words !== undefined) return startedShell(words);
  const dialect = instruction.stage?.platform === 'windows' ? 'cmd' : 'posix';
  return { dialect, errexit: false, pipefail: false };
}

function programName(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? '').toLowerCase().replace(/\.exe$/, '');
}

/** The last shell among the words counts, so that `["conda", "run", "bash", "-c"]` is bash. */
function startedShell(words: readonly string[]): StartedShell {
  for (let at = words.length - 1; at >= 0; at--) {
    const name = programName(words[at] ?? '');
    const dialect = Object.hasOwn(shells, name) ? shells[name] : undefined;
    if (dialect !== undefined) {
      const { errexit, pipefail } = shellArguments(words, at + 1);
      return { dialect, errexit, pipefail };
    }
    if (powershells.has(name)) {
      const errexit = words.some((word) => /\$ErrorActionPreference\s*=\s*['"]?Stop/i.test(word));
      return { dialect: 'powershell', errexit, pipefail: false };
    }
    if (name === 'cmd') return { dialect: 'cmd', errexit: false, pipefail: false };
  }
  return { dialect: 'other', errexit: false, pipefail: false };
}

/** The interpreter that a first line `#!…` names; undefined without one. */
function shebangShell(text: string): StartedShell | undefined {
  const line = /^#!([^\n]*)/.exec(text)?.[1];
  if (line === undefined) return undefined;
  const words = line.trim().split(/\s+/);
  return startedShell(programName(words[0] ?? '') === 'env' ? words.slice(1) : words);
}

/** Reads the shell text of an instruction; undefined where it has none. */
export function readInstructionShell(
  file: string,
  instruction: Instruction,
  { raw, interpreted, declaredShell }: InstructionParts,
): ShellScript | undefined {
  const { keyword } = instruction;
  if (keyword === 'COPY' || keyword === 'ADD') return readScriptFiles(file, instruction, raw.heredocs);
  if (keyword !== 'RUN' && keyword !== 'CMD' && keyword !== 'ENTRYPOINT' && keyword !== 'HEALTHCHECK')
    return undefined;
  const variable = keyword === 'RUN' ? instruction.variable : runtimeVariables(instruction);
  if (interpreted.json !== undefined) {
    const dialect = instruction.stage?.platform === 'windows' ? 'cmd' : 'posix';
    return interpreted.json.length === 0
      ? undefined
      : readExecForm(
          interpreted.json.map(({ text }) => text),
          { dialect, variable },
        );
  }
  if (interpreted.shellRange === undefined) return undefined;
  const shell = shellInForce(instruction, declaredShell);
  const text = partOf(raw.text, ...interpreted.shellRange);
  const [heredoc] = raw.heredocs;
  if (heredoc === undefined) return readShellText(text, { ...shell, variable });
  const isWholeCommand = text.text.length === heredoc.mark.end - heredoc.mark.start;
  if (!isWholeCommand) return readShellText(withHeredocs(file, text, raw.heredocs), { ...shell, variable });
  const body = heredocText(file, heredoc.body, heredoc.mark.stripTabs);
  return readShellText(body, { ...(shebangShell(body.text) ?? shell), variable });
}

/**
 * The text that the shell gets when the heredoc is only a part of the command: BuildKit puts the heredocs back behind
 * the command and leaves them to the shell.
 */
function withHeredocs(file: string, text: MappedText, heredocs: readonly RawHeredoc[]): MappedText {
  const builder = buildText(text.offsetAt(0));
  builder.part(text, 0, text.text.length);
  for (const { mark, body, terminator } of heredocs) {
    builder.block('\n', body.start, body.start);
    const content = heredocText(file, body, false);
    builder.part(content, 0, content.text.length);
    if (content.text !== '' && !content.text.endsWith('\n')) builder.block('\n', body.end, body.end);
    builder.block(mark.name, terminator.start, terminator.end);
  }
  return builder.build();
}

/** Heredocs of COPY and ADD that become shell scripts: they begin with a shebang, or their file ends in `.sh`. */
function readScriptFiles(
  file: string,
  instruction: Instruction,
  heredocs: readonly RawHeredoc[],
): ShellScript | undefined {
  const target = instruction.args.at(-1)?.text ?? '';
  const scripts: ShellScript[] = [];
  for (const { mark, body } of heredocs) {
    const text = heredocText(file, body, mark.stripTabs);
    const shell = shellOfFile(text.text, scriptName.test(target) ? target : mark.name);
    if (shell === undefined) continue;
    // Docker fills in the variables of unquoted heredocs while it builds; quoted ones meet those of the container.
    const variable = mark.quoted ? runtimeVariables(instruction) : instruction.variable;
    scripts.push(readShellText(text, { ...shell, variable }));
  }
  return mergeScripts(scripts);
}

const scriptName = /\.(?:ba)?sh$/;

/** The shell that runs a file by its first line, or else by its name; undefined for other programs. */
function shellOfFile(text: string, name: string): StartedShell | undefined {
  const shell = shebangShell(text) ?? (scriptName.test(name) ? startedShell(['sh']) : undefined);
  return shell?.dialect === 'other' ? undefined : shell;
}

/** Reads a file as the shell script it is in a container of the stage; undefined where no shell would run it. */
export function readShellFile(text: MappedText, name: string, stage: Stage): ShellScript | undefined {
  const shell = shellOfFile(text.text, name);
  return shell && readShellText(text, { ...shell, variable: runtimeVariables({ stage }) });
}

/** What a container starts with: the ENVs of the stage. ARGs are gone by then. */
function runtimeVariables({ stage }: Pick<Instruction, 'stage'>): VariableLookup {
  return (name) => {
    const value = stage?.environment.get(name);
    if (value === undefined) return maybeSet;
    return value.known ? setTo(value.value) : undecidedVariable;
  };
}
