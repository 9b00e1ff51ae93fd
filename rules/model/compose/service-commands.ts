import { known } from '../known.ts';
import type { ShellScript } from '../shell/types.ts';
import { type CommandWord, commandWords, scriptOf } from './command-words.ts';
import { executionsOf } from './executions.ts';
import { knownText } from './scalar.ts';
import type { Scalar, Service, Value } from './types.ts';

/** A command line of a service, whenever it runs. */
export interface ServiceCommand {
  /** As a person would name it: `command`, `healthcheck`, `post_start hook`. */
  readonly name: string;
  readonly words: readonly CommandWord[];
  /** What it runs; its spans count words, see `scriptOf`. */
  readonly script: ShellScript;
}

/** The command lines of a service: what it starts, what checks its health, its hooks and watch commands. */
export function serviceCommandsOf(service: Service): readonly ServiceCommand[] {
  return service.kept('commands', () => readCommands(service));
}

function readCommands(service: Service): readonly ServiceCommand[] {
  const lines = [
    { name: 'entrypoint', words: commandWords(service.get('entrypoint')) },
    { name: 'command', words: commandWords(service.get('command')) },
    { name: 'healthcheck', words: testWords(service.get('healthcheck', 'test')) },
    ...executionsOf(service).map(({ name, mapping }) => ({
      name,
      words: commandWords(mapping.pairs.get('command')?.value),
    })),
  ];
  return lines
    .filter(({ words }) => words.length > 0)
    .map((line) => ({ ...line, script: scriptOf(line.words) }));
}

/** The string that a place of a script stands in. */
export function writtenAt({ words }: ServiceCommand, position: number): Scalar | undefined {
  return words[Math.floor(position)]?.written;
}

/** A health test is a list that begins with CMD or CMD-SHELL, or a string for the shell (compose-spec, "healthcheck"). */
function testWords(test: Value | undefined): readonly CommandWord[] {
  if (test?.kind === 'scalar')
    return test.state === 'known' ? inShell({ text: known(test.text), written: test }) : [];
  const [first, ...rest] = commandWords(test);
  const kind = knownText(first?.written);
  if (kind === 'CMD') return rest;
  return kind === 'CMD-SHELL' && rest[0] !== undefined ? inShell(rest[0]) : [];
}

function inShell(text: CommandWord): readonly CommandWord[] {
  return [{ ...text, text: known('sh') }, { ...text, text: known('-c') }, text];
}
