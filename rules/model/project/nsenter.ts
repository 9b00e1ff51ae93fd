/** Where a service enters the namespaces of the host's first process. */
import { type CommandWord, commandWords, scriptOf } from '../compose/command-words.ts';
import { executionsOf } from '../compose/executions.ts';
import { serviceCommandsOf } from '../compose/service-commands.ts';
import type { Pair, Service } from '../compose/types.ts';
import type { Place } from '../place.ts';
import { targetOfNsenter } from '../shell/nsenter.ts';
import type { ShellScript } from '../shell/types.ts';
import type { JoinedService } from './types.ts';

/** Where nsenter is run against process 1: keys of Compose first, then instructions of the image that still count. */
export function entersHostAt(joined: JoinedService): readonly Place[] {
  const { service, build } = joined;
  const found = new Set<Place>();
  const start = startOf(service);
  if (start !== undefined && enters(scriptOf(start.words))) found.add(start.at);
  const check = serviceCommandsOf(service).find(({ name }) => name === 'healthcheck');
  const test = service.pair('healthcheck', 'test');
  if (check !== undefined && test !== undefined && enters(check.script)) found.add(keyOf(test));
  for (const { mapping } of executionsOf(service)) {
    const command = mapping.pairs.get('command');
    if (command !== undefined && enters(scriptOf(commandWords(command.value)))) found.add(keyOf(command));
  }
  // An entrypoint of Compose takes the place of both, a command that of CMD (compose-spec, "entrypoint").
  if (build === undefined || isSet(service.pair('entrypoint'))) return [...found];
  const { entrypoint, command } = build.stage;
  for (const instruction of isSet(service.pair('command')) ? [entrypoint] : [entrypoint, command]) {
    if (instruction?.shell !== undefined && enters(instruction.shell)) found.add(build.placeOf(instruction));
  }
  return [...found];
}

/** What Compose starts: a command is handed to the entrypoint, so that the two are one line. */
function startOf(
  service: Service,
): { readonly words: readonly CommandWord[]; readonly at: Place } | undefined {
  const [entrypoint, command] = [service.pair('entrypoint'), service.pair('command')];
  const words = [...commandWords(entrypoint?.value), ...commandWords(command?.value)];
  const pair = isSet(entrypoint) ? entrypoint : command;
  if (pair === undefined || words.length === 0) return undefined;
  // The command may be what is started even where an entrypoint stands before it.
  const isOwn = command !== undefined && enters(scriptOf(commandWords(command.value)));
  return isOwn ? { words: commandWords(command.value), at: keyOf(command) } : { words, at: keyOf(pair) };
}

function isSet(pair: Pair | undefined): pair is Pair {
  return pair !== undefined && !(pair.value.kind === 'scalar' && pair.value.state === 'empty');
}

function keyOf(pair: Pair): Place {
  return pair.seat === pair.place ? pair.key : pair.seat;
}

function enters({ commands }: ShellScript): boolean {
  return commands.some((command) => targetOfNsenter(command) === '1');
}
