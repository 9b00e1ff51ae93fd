/**
 * Which user well-known images start as. As of November 2026. An image that is not listed here may start as anybody;
 * the configuration's `trustedNonRootImages` names those of the reader.
 */
import { canonicalName, type ImageReference, isScratch, officialName } from '../image-reference.ts';

/** Images whose Dockerfile ends as another user, by canonical name. */
const unprivileged: readonly { readonly name: RegExp; readonly source: string }[] = [
  { name: /^cgr\.dev\//, source: 'edu.chainguard.dev: images run as nonroot by default' },
  {
    name: /\/[^/]+-unprivileged$/,
    source: 'github.com/nginx/docker-nginx-unprivileged, whose name others follow',
  },
  {
    name: /^(?:docker\.io|quay\.io|public\.ecr\.aws)\/bitnami(?:legacy|secure)?\//,
    source: 'github.com/bitnami/containers: non-root images',
  },
  { name: /^docker\.io\/jenkins\/jenkins$/, source: 'github.com/jenkinsci/docker: USER jenkins' },
  {
    name: /^docker\.io\/grafana\/grafana(?:-oss|-enterprise)?$/,
    source: 'grafana.com/docs: docker image runs as 472',
  },
  {
    name: /^(?:quay\.io|docker\.io)\/keycloak\/keycloak$/,
    source: 'github.com/keycloak/keycloak: USER 1000',
  },
  {
    name: /^(?:docker\.io\/prom|quay\.io\/prometheus)\/(?:prometheus|alertmanager)$/,
    source: 'github.com/prometheus: USER nobody',
  },
  {
    name: /^registry\.(?:access\.redhat\.com|redhat\.io)\/(?:ubi|rhel)\d+\/(?:nodejs|python|php|perl|ruby|nginx|httpd|openjdk|dotnet|go-toolset)\b/,
    source: 'github.com/sclorg: source-to-image builders run as 1001 (openjdk as 185)',
  },
  { name: /^docker\.io\/library\/memcached$/, source: 'github.com/docker-library/memcached: USER 11211' },
  { name: /^docker\.io\/library\/haproxy$/, source: 'github.com/docker-library/haproxy: USER haproxy' },
];

/** Images of which some tags end as another user. */
const unprivilegedTags: readonly { readonly name: RegExp; readonly tag: RegExp; readonly source: string }[] =
  [
    {
      name: /^gcr\.io\/distroless\//,
      tag: /nonroot/,
      source: 'github.com/GoogleContainerTools/distroless: tags',
    },
    {
      name: /^mcr\.microsoft\.com\/dotnet\//,
      tag: /chiseled|distroless/,
      source: 'github.com/dotnet/dotnet-docker: distroless images run as app',
    },
  ];

/** Official images that start as root and leave it to the USER of those who build on them. */
const startAsRoot: ReadonlySet<string> = new Set(
  `almalinux alpine amazonlinux archlinux bash buildpack-deps busybox caddy centos composer debian docker
  eclipse-temurin fedora gcc golang httpd maven nginx node openjdk oraclelinux perl php python rockylinux ruby rust
  tomcat traefik ubuntu`.split(/\s+/),
);

/** Official images whose entrypoint starts as root and hands over to a user of its own (gosu, su-exec or setpriv). */
const stepDown: ReadonlySet<string> = new Set(['postgres', 'mysql', 'mariadb', 'redis', 'mongo', 'rabbitmq']);

/**
 * Who an image starts as: `root`, `other`, or `unlisted` where its name tells nothing. Undefined where the name, or the
 * tag that decides, is not known.
 */
export function startUserOf(image: ImageReference): 'root' | 'other' | 'unlisted' | undefined {
  if (isScratch(image)) return 'root';
  const name = canonicalName(image);
  if (name === undefined) return undefined;
  const tagged = unprivilegedTags.find((known) => known.name.test(name));
  if (tagged !== undefined) {
    if (!image.tag.known) return undefined;
    return tagged.tag.test(image.tag.value ?? '') ? 'other' : 'root';
  }
  if (unprivileged.some((known) => known.name.test(name))) return 'other';
  return startAsRoot.has(officialName(image) ?? '') ? 'root' : 'unlisted';
}

/** Whether the image's own entrypoint gives up root before the program starts. */
export function stepsDownAtStart(image: ImageReference): boolean {
  return stepDown.has(officialName(image) ?? '');
}

/** The user that an image ships for programs built on it, although it starts as root. */
export function shippedUserOf(image: ImageReference): string | undefined {
  if (officialName(image) === 'node') return 'node';
  return canonicalName(image)?.startsWith('gcr.io/distroless/') ? 'nonroot' : undefined;
}
