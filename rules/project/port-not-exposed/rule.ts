import { atSeat } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { portsBeyondLoopback } from '../../model/compose/publishing.ts';
import { knownText } from '../../model/compose/scalar.ts';
import type { Service } from '../../model/compose/types.ts';
import { portsOfImage } from '../../model/knowledge/image-ports.ts';
import {
  exposedPorts,
  exposeInstructions,
  firstUndeclared,
  portsOfHealthcheck,
  writtenPort,
} from '../../model/project/exposed-ports.ts';

export default defineProjectRule({
  id: 'project/port-not-exposed',
  title: 'Published port that the image does not name',
  summary: 'Compose opens a port of the container that is none of those the image says it serves.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'info', hostile: 'warning' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-5.9', 'CWE-1327'],
  aliases: {},
  fix: 'none',
  messages: {
    port: "Service '{service}' publishes port {port}/{protocol} of its image, which exposes only {exposed}.",
  },
  help: 'Either the number is a slip, and nothing answers there, or Compose opens a port for debugging or administration that the image does not offer. Delete the item, or declare the port with EXPOSE so that readers of the image know of it.',
  checkService({ service, build }, report) {
    const inherited = build?.stage.base && portsOfImage(build.stage.base);
    if (build === undefined || inherited === undefined) return;
    const instructions = exposeInstructions(build.stage);
    const declared = exposedPorts(instructions);
    if (instructions.length === 0 || declared === undefined) return;
    const served = [...declared, ...inherited, ...portsOfHealthcheck(service, build.stage)];
    for (const { target, protocol, value, seat } of portsBeyondLoopback(service)) {
      if (!target.known || protocol === '') continue;
      const port = firstUndeclared({ ...target.value, protocol }, served);
      if (port === undefined || lendsItsNetwork(service)) continue;
      const { at, related = [] } = atSeat(value, seat);
      const exposes = instructions.map((instruction) => ({
        at: build.placeOf(instruction),
        message: 'The image exposes this.',
      }));
      report('port', {
        at,
        related: [...related, ...exposes],
        data: { port, protocol, exposed: declared.map(writtenPort).join(', ') },
      });
    }
  },
});

/** Where others share the network namespace of a service, or may do so, its ports are theirs as well. */
function lendsItsNetwork(service: Service): boolean {
  const modes = [`service:${service.name}`, `container:${knownText(service.scalar('container_name'))}`];
  return service
    .project()
    .services.some(({ networkMode: mode }) => mode?.state === 'unknown' || modes.includes(mode?.text ?? ''));
}
