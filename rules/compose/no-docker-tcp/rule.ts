import { atSeat } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { scriptOf } from '../../model/compose/command-words.ts';
import { engineWords } from '../../model/compose/engine-command.ts';
import { hostNamesAround } from '../../model/compose/host-names.ts';
import type { Service } from '../../model/compose/types.ts';
import { isLoopbackHost } from '../../model/knowledge/addresses.ts';
import { openDaemon, plainEngineHost } from '../../model/knowledge/docker-daemon.ts';

export default defineComposeRule({
  id: 'compose/no-docker-tcp',
  title: 'Engine API without TLS',
  summary: 'The API of a container engine is used or offered over the network without TLS.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-2.7', 'CIS-5.32', 'OWASP-1', 'CWE-306'],
  aliases: {},
  fix: 'none',
  messages: {
    client: "Service '{service}' controls the engine of {host} over a connection without TLS.",
    daemon: "Service '{service}' offers an engine to everybody who can reach it ({option}).",
    certificates:
      "Service '{service}' switches the certificates of its engine off (DOCKER_TLS_CERTDIR is empty).",
  },
  help: {
    client:
      'Whoever can reach port 2375 of that host can start a privileged container there, and who can read the traffic sees everything sent over it. Use port 2376 with client certificates (DOCKER_TLS_VERIFY, DOCKER_CERT_PATH), or ssh://.',
    daemon:
      'Without --tlsverify the engine asks nobody who he is, and who may use it owns its machine. Add --tlsverify with certificates and port 2376, or listen on a socket only.',
    certificates:
      'The image then starts its engine on port 2375, open to every container on the network. Leave the variable out, and share /certs/client with the services that use the engine.',
  },
  check: forEachContainer((service, report) => {
    const ownHosts = hostNamesAround(service);
    for (const { name, text, value, item } of service.environment) {
      if (value === undefined || !text.known) continue;
      const host = name === 'DOCKER_HOST' ? plainEngineHost(text.value) : undefined;
      if (host !== undefined && !ownHosts.has(host) && !(isLoopbackHost(host) && joinsAnother(service)))
        report('client', { ...atSeat(value), data: { host } });
      // Behind the equals sign of an item there is nothing to mark.
      if (name === 'DOCKER_TLS_CERTDIR' && text.value === '') report('certificates', atSeat(item ?? value));
    }
    const words = engineWords(service);
    for (const command of scriptOf(words).commands) {
      const open = openDaemon(command);
      const written = open === undefined ? undefined : words[open.start]?.written;
      if (open === undefined || written === undefined) continue;
      report('daemon', { ...atSeat(written), data: { option: open.option } });
    }
  }),
});

/** In the network of another container its localhost is that of the other one. */
function joinsAnother({ networkMode }: Service): boolean {
  return (
    networkMode !== undefined &&
    (networkMode.state === 'unknown' || /^(?:service|container):/.test(networkMode.text))
  );
}
