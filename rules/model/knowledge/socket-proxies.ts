import type { ImageReference } from '../image-reference.ts';

/**
 * Images whose one purpose is to stand in front of an engine socket and let only chosen requests through, by
 * repository. As of November 2026; each project's own page says so:
 * github.com/Tecnativa/docker-socket-proxy, github.com/linuxserver/docker-socket-proxy,
 * github.com/wollomatic/socket-proxy, github.com/11notes/docker-socket-proxy.
 */
const repositories: ReadonlySet<string> = new Set([
  'tecnativa/docker-socket-proxy',
  'linuxserver/socket-proxy',
  'wollomatic/socket-proxy',
  '11notes/socket-proxy',
]);

export function isSocketProxy(image: ImageReference | undefined): boolean {
  return image?.repository.known === true && repositories.has(image.repository.value.toLowerCase());
}
