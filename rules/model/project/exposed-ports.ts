/** What the Dockerfile of a service says with EXPOSE. */
import { serviceCommandsOf } from '../compose/service-commands.ts';
import type { Service } from '../compose/types.ts';
import type { Instruction, Stage } from '../dockerfile/types.ts';
import { type ExposedPort, readExposed } from '../knowledge/image-ports.ts';

/** The EXPOSE instructions that a stage is made of. */
export function exposeInstructions({ chain }: Stage): readonly Instruction[] {
  return chain
    .flatMap(({ instructions }) => instructions)
    .filter(({ keyword, onbuild }) => keyword === 'EXPOSE' && !onbuild);
}

/** The ports of EXPOSE instructions; undefined as soon as one of them is not known. */
export function exposedPorts(instructions: readonly Instruction[]): readonly ExposedPort[] | undefined {
  const ports: ExposedPort[] = [];
  for (const { resolved } of instructions.flatMap(({ args }) => args)) {
    if (!resolved.known) return undefined;
    // A variable may hold several ports.
    for (const text of resolved.value.trim().split(/\s+/)) {
      const port = readExposed(text);
      if (port === undefined) return undefined;
      ports.push(port);
    }
  }
  return ports;
}

/**
 * The ports that a service's health check asks, in Compose or in the image: what is asked for its health is what the
 * service is there for, whatever EXPOSE says. Every number of the check counts as one.
 */
export function portsOfHealthcheck(service: Service, { healthcheck }: Stage): readonly ExposedPort[] {
  const check = serviceCommandsOf(service).find(({ name }) => name === 'healthcheck');
  const words =
    check?.words.map(({ text }) => text) ?? healthcheck?.args.map(({ resolved }) => resolved) ?? [];
  const numbers = words.flatMap((word) => (word.known ? (word.value.match(/\d+/g) ?? []) : []));
  return numbers.map((text) => ({ from: Number(text), to: Number(text), protocol: 'tcp' }));
}

/** The first port of a range that no declaration holds. */
export function firstUndeclared(range: ExposedPort, declared: readonly ExposedPort[]): number | undefined {
  const inOrder = declared
    .filter(({ protocol }) => protocol === range.protocol)
    .sort((left, right) => left.from - right.from);
  let port = range.from;
  for (const { from, to } of inOrder) {
    if (from > port) break;
    port = Math.max(port, to + 1);
  }
  return port <= range.to ? port : undefined;
}

/** As EXPOSE writes it, with the protocol: `8000-8010/tcp`. */
export function writtenPort({ from, to, protocol }: ExposedPort): string {
  return `${from}${to === from ? '' : `-${to}`}/${protocol}`;
}
