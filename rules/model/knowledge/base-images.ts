/**
 * What platform and what `/bin/sh` well-known images have, by name and tag. As of November 2026, from the images' own
 * Dockerfiles (github.com/docker-library, github.com/dotnet/dotnet-docker) and the distributions' documentation.
 */
import { canonicalName, type ImageReference, officialName } from '../image-reference.ts';

export type ShellFamily = 'dash' | 'busybox' | 'bash';

function names(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** Official images with one shell whatever the tag. */
const officialShells: readonly (readonly [ShellFamily, ReadonlySet<string>])[] = [
  ['busybox', names('alpine busybox docker')],
  ['dash', names('debian ubuntu buildpack-deps gcc neurodebian')],
  [
    'bash',
    names(
      'almalinux amazonlinux archlinux centos clearlinux clefos fedora mageia oraclelinux photon rockylinux sl',
    ),
  ],
];

/** Official images built on Debian or Ubuntu unless the tag says otherwise. */
const debianByDefault =
  names(`cassandra couchdb drupal eclipse-temurin elixir erlang fluentd ghost golang gradle groovy
  haproxy haskell httpd influxdb jetty joomla julia kong mariadb maven matomo mediawiki memcached mongo mono nextcloud
  nginx node perl php postgres pypy python r-base rabbitmq rakudo-star redis redmine rethinkdb ruby rust sapmachine
  solr swift swipl telegraf tomcat tomee unit valkey varnish wordpress yourls`);

/** Images elsewhere, by canonical name. */
const otherShells: readonly (readonly [ShellFamily, RegExp])[] = [
  ['busybox', /^cgr\.dev\/.*\/(?:wolfi-base|busybox)$/],
  ['bash', /^registry\.(?:access\.redhat\.com|redhat\.io)\//],
  ['bash', /^quay\.io\/(?:centos|fedora|almalinuxorg|rockylinux)\//],
  ['bash', /^docker\.io\/(?:opensuse|rockylinux|redhat|almalinux)\//],
  ['bash', /^registry\.opensuse\.org\//],
  ['bash', /^registry\.fedoraproject\.org\//],
  ['bash', /^public\.ecr\.aws\/(?:amazonlinux|lambda)\//],
  ['bash', /^mcr\.microsoft\.com\/(?:cbl-mariner|azurelinux)\//],
  ['dash', /^mcr\.microsoft\.com\/(?:devcontainers|vscode\/devcontainers|playwright)\//],
  ['dash', /^mcr\.microsoft\.com\/dotnet\//],
];

/** What a tag says about the distribution, in the order in which it decides (`24-alpine3.22`, `ubi9`, `bookworm`). */
const tagShells: readonly (readonly [ShellFamily, RegExp])[] = [
  ['busybox', /(?:^|[-_.])(?:alpine|busybox)/],
  [
    'bash',
    /(?:^|[-_.])(?:ubi|rhel|el|centos|fedora|oracle|oraclelinux|al|amzn|amazonlinux|rocky(?:linux)?|almalinux|azurelinux|cbl-mariner)\d*(?:\.\d+)?(?:$|[-_.])/,
  ],
  [
    'dash',
    /(?:^|[-_.])(?:buster|bullseye|bookworm|trixie|forky|debian\d*|bionic|focal|jammy|noble|resolute|ubuntu\d*)(?:$|[-_.])/,
  ],
];

function shellIn(table: readonly (readonly [ShellFamily, RegExp])[], text: string): ShellFamily | undefined {
  return table.find(([, pattern]) => pattern.test(text))?.[0];
}

/** What `/bin/sh` is in an image, as far as its name and tag tell. */
export function shellFamilyOfImage(image: ImageReference): ShellFamily | 'unknown' {
  const name = canonicalName(image);
  if (name === undefined || isWindowsImage(image)) return 'unknown';
  const official = officialName(image);
  const fixed =
    official === undefined ? undefined : officialShells.find(([, known]) => known.has(official))?.[0];
  if (fixed !== undefined) return fixed;
  if (!image.tag.known) return 'unknown';
  const byTag = shellIn(tagShells, image.tag.value ?? '');
  if (byTag !== undefined) return byTag;
  if (official !== undefined && debianByDefault.has(official)) return 'dash';
  return shellIn(otherShells, name) ?? 'unknown';
}

function isWindowsImage(image: ImageReference): boolean {
  const name = canonicalName(image) ?? '';
  const tag = image.tag.known ? (image.tag.value ?? '') : '';
  return (
    /^mcr\.microsoft\.com\/(?:windows(?:\/|$)|dotnet\/framework\/|businesscentral)/.test(name) ||
    /(?:^|\/)(?:nanoserver|windowsservercore|servercore)(?:\/|$)/.test(name) ||
    /(?:nanoserver|windowsservercore|ltsc20\d\d)/.test(tag)
  );
}

/** The platform an image is for; undefined where its name is not known. */
export function platformOfImage(image: ImageReference): 'windows' | 'linux' | undefined {
  if (isWindowsImage(image)) return 'windows';
  return canonicalName(image) === undefined ? undefined : 'linux';
}
