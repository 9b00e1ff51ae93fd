import { defineProjectRule } from '../../core/rule.ts';
import { trustedImages } from '../../core/trusted-images.ts';
import { isSocketProxy } from '../../model/knowledge/socket-proxies.ts';
import { engineSockets } from '../../model/project/powers.ts';
import { causeOfStartUser, startUserOfBuild, userInCompose } from '../../model/project/user.ts';

export default defineProjectRule({
  id: 'project/socket-root-image',
  title: 'Root image with the engine socket',
  summary: 'A service that can control the engine builds an image that runs as root.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-4.1', 'CIS-5.32', 'OWASP-1', 'OWASP-2', 'CWE-250'],
  aliases: {},
  fix: 'none',
  supersedes: { scope: 'service', rules: ['project/runs-as-root', 'project/target-skips-user'] },
  messages: {
    socket:
      "Service '{service}' runs as root and holds the engine's socket: a flaw in it hands over the host.",
  },
  help: 'The socket starts containers with any right, and root in the container may always write to it, so that nothing is left between a flaw in the program and the host. Put a filtering socket proxy between, let the program speak to that, and give the image a USER.',
  checkService({ service, build }, report, { trustedNonRootImages }) {
    if (build === undefined || userInCompose(service).kind !== 'none') return;
    // A proxy is there to hold the socket, also where it is built from its own sources under its own name.
    if (isSocketProxy(build.stage.base) || isSocketProxy(service.image?.reference)) return;
    const sockets = engineSockets(service);
    if (sockets.length === 0) return;
    const user = startUserOfBuild(build, trustedImages(trustedNonRootImages));
    if (user.kind !== 'root') return;
    const reason =
      user.instruction?.keyword === 'USER'
        ? 'This USER is the last one.'
        : 'Nothing selects a user in this stage.';
    report('socket', {
      at: build.at,
      related: [
        ...sockets.map((at) => ({ at, message: 'The socket comes in here.' })),
        { at: user.at, message: reason },
      ],
      cause: causeOfStartUser(build.dockerfile.path, build.stage.index),
    });
  },
});
