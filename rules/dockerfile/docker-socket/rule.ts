import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { deleteArgument, deleteInstruction, deletePair, type Edits } from '../../model/dockerfile/edit.ts';
import type { Dockerfile, Instruction } from '../../model/dockerfile/types.ts';
import type { Span } from '../../model/place.ts';
import { readOptions } from '../../model/shell/options.ts';
import { fileName } from '../../model/shell/paths.ts';
import type { ShellCommand } from '../../model/shell/types.ts';

const sockets: ReadonlySet<string> = new Set(['docker.sock', 'containerd.sock', 'podman.sock']);

export default defineDockerfileRule({
  id: 'dockerfile/docker-socket',
  title: "The engine's control in an image",
  summary: "An image expects, opens or offers the container engine's control socket.",
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-5.32', 'OWASP-1', 'CWE-250'],
  aliases: { semgrep: ['dockerfile-dockerd-socket-mount'] },
  fix: 'review',
  messages: {
    volume: 'The volume {path} is meant for the control socket of the container engine.',
    host: 'DOCKER_HOST points to an engine whose control is open without TLS.',
    plain: 'An empty DOCKER_TLS_CERTDIR opens the control of the engine without TLS.',
    listen: 'The engine takes commands over the network without checking who sends them.',
    mode: 'The access rights of the control socket {path} are changed.',
  },
  help: 'Whoever may send commands to the engine starts a container with the whole host mounted, and owns the host. Leave the socket out of the image; where it is needed, the operator mounts a socket proxy that allows only what is necessary.',
  check(file, report) {
    for (const instruction of file.instructions) {
      for (const { message, at, path, fixes } of controlsIn(file, instruction)) {
        report(message, {
          ...inStage(file, at, instruction.stage),
          data: { path: path ?? '' },
          fixes: fixes ?? [],
        });
      }
    }
  },
});

interface Control {
  readonly message: 'volume' | 'host' | 'plain' | 'listen' | 'mode';
  readonly at: Span;
  readonly path?: string;
  readonly fixes?: readonly Fix[];
}

function controlsIn(file: Dockerfile, instruction: Instruction): readonly Control[] {
  const { keyword, args, pairs, shell } = instruction;
  const deletion = (edits: Edits) =>
    oneFix('review', 'Delete it (programs that used the engine need a socket proxy)', edits);
  if (keyword === 'VOLUME') {
    return args.flatMap((argument): readonly Control[] => {
      const { resolved, inner } = argument;
      if (!resolved.known || !sockets.has(fileName(resolved.value))) return [];
      const edits =
        args.length === 1
          ? deleteInstruction(file, instruction)
          : deleteArgument(file, instruction, argument);
      return [{ message: 'volume', at: inner, path: resolved.value, fixes: deletion(edits) }];
    });
  }
  if (keyword === 'ENV') {
    return pairs.flatMap((pair): readonly Control[] => {
      const value = pair.resolved.known ? pair.resolved.value : undefined;
      const isOpen = pair.name === 'DOCKER_HOST' && /^tcp:\/\/[^/]*:2375\/?$/.test(value ?? '');
      if (!isOpen && !(pair.name === 'DOCKER_TLS_CERTDIR' && value === '')) return [];
      return [
        {
          message: isOpen ? 'host' : 'plain',
          at: pair.nameSpan,
          fixes: deletion(deletePair(file, instruction, pair)),
        },
      ];
    });
  }
  return (shell?.commands ?? []).flatMap((command) => [
    ...listening(instruction, command),
    ...changed(command),
  ]);
}

/** dockerd, or its options as the CMD of an image whose entrypoint starts it. */
function listening({ keyword }: Instruction, command: ShellCommand): readonly Control[] {
  const isOptions = keyword === 'CMD' && command.word.text.startsWith('-');
  if (command.name !== 'dockerd' && !isOptions) return [];
  const words = isOptions ? [command.word, ...command.args] : command.args;
  const { options } = readOptions(words, { shortWithValue: 'HlDG', longWithValue: ['host'] });
  if (options.some(({ name, valueText }) => name === 'tlsverify' && valueText !== 'false')) return [];
  return options.flatMap(({ name, value, valueSpan }): readonly Control[] => {
    const address =
      value?.known && (name === 'H' || name === 'host')
        ? /^tcp:\/\/(\[[^\]]*\]|[^:/]*)/.exec(value.value)?.[1]
        : undefined;
    if (address === undefined || valueSpan === undefined || /^(?:localhost|127\..*|\[::1\]|)$/.test(address))
      return [];
    return [{ message: 'listen', at: valueSpan }];
  });
}

function changed({ name, args }: ShellCommand): readonly Control[] {
  if (name !== 'chmod' && name !== 'chown') return [];
  const paths = args.filter(({ text }) => sockets.has(fileName(text)));
  return paths.map(({ start, end, text }) => ({ message: 'mode', at: { start, end }, path: text }));
}
