/**
 * Which ports well-known images declare with EXPOSE, from their own Dockerfiles (github.com/docker-library and the
 * repositories it names). As of November 2026. What is not listed may expose anything.
 */
import { canonicalName, type ImageReference, isScratch, officialName } from '../image-reference.ts';

export interface ExposedPort {
  readonly from: number;
  readonly to: number;
  readonly protocol: string;
}

/** Official images of systems and languages, which expose nothing whatever their tag. */
const exposesNothing: ReadonlySet<string> = new Set(
  `almalinux alpine amazonlinux archlinux bash buildpack-deps busybox composer debian eclipse-temurin fedora gcc golang
  haproxy maven node openjdk oraclelinux perl python rockylinux ruby rust ubuntu`.split(/\s+/),
);

/** Official images of servers, whatever their tag. */
const ports: ReadonlyMap<string, string> = new Map([
  ['caddy', '80 443 443/udp 2019'],
  ['httpd', '80'],
  ['mariadb', '3306'],
  ['memcached', '11211'],
  ['mongo', '27017'],
  ['mysql', '3306 33060'],
  ['nginx', '80'],
  ['postgres', '5432'],
  ['redis', '6379'],
  ['tomcat', '8080'],
  ['traefik', '80'],
]);

/** Beside its own ports an official web server may be published on the other usual one without that being a slip. */
const webServers: ReadonlySet<string> = new Set(['caddy', 'httpd', 'nginx']);

/** What an image exposes by itself; undefined where its name, or the tag that decides, is not known. */
export function portsOfImage(image: ImageReference): readonly ExposedPort[] | undefined {
  if (isScratch(image) || canonicalName(image)?.startsWith('gcr.io/distroless/') === true) return [];
  const name = officialName(image);
  if (name === undefined) return undefined;
  if (exposesNothing.has(name)) return [];
  if (name === 'php') return phpPorts(image);
  const known = ports.get(name);
  if (known === undefined) return undefined;
  return `${known}${webServers.has(name) ? ' 443' : ''}`
    .split(' ')
    .flatMap((text) => readExposed(text) ?? []);
}

/** The variants of PHP have a server or not. */
function phpPorts({ tag }: ImageReference): readonly ExposedPort[] | undefined {
  if (!tag.known) return undefined;
  const text = tag.value ?? '';
  const port = /apache/.test(text) ? 80 : /fpm/.test(text) ? 9000 : undefined;
  return port === undefined ? [] : [{ from: port, to: port, protocol: 'tcp' }];
}

/** An argument of EXPOSE (`8080`, `53/udp`, `8000-8010`); undefined for what is none. */
export function readExposed(text: string): ExposedPort | undefined {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp|sctp))?$/i.exec(text);
  if (match === null) return undefined;
  const from = Number(match[1]);
  return { from, to: Number(match[2] ?? match[1]), protocol: match[3]?.toLowerCase() ?? 'tcp' };
}
