import { type Known, known, unknown } from './known.ts';
import type { Span } from './place.ts';

/**
 * An image reference as the distribution reference grammar reads it: `[registry/]repository[:tag][@digest]`.
 * Parts that an unknown variable hides are unknown, so that `${REG}/app:${TAG}` has neither tag nor no tag.
 */
export interface ImageReference {
  /** The whole reference after substitution. */
  readonly text: Known<string>;
  /** Host with port, lower case; undefined for Docker Hub short names. */
  readonly registry: Known<string | undefined>;
  /** Without registry, as written (`nginx`, `bitnami/redis`). */
  readonly repository: Known<string>;
  readonly tag: Known<string | undefined>;
  readonly digest: Known<string | undefined>;
  /** Spans relative to the start of the reference's text, only where the source text is literal. */
  readonly tagSpan: Span | undefined;
}

/** Stands for the unknown in a reference that is being read; never part of a real one. */
export const referenceHole = '\uE000';

/**
 * Reads a reference.
 *
 * @param text the reference after substitution, with `referenceHole` for each part that is not known
 * @param isLiteral whether `text` is what stands in the file, so that `tagSpan` means something there
 */
export function parseImageReference(text: string, isLiteral = true): ImageReference {
  const at = text.indexOf('@');
  const name = at < 0 ? text : text.slice(0, at);
  const lastSlash = name.lastIndexOf('/');
  const last = name.slice(lastSlash + 1);
  const colon = last.indexOf(':');
  const path = colon < 0 ? name : name.slice(0, lastSlash + 1 + colon);
  const tagStart = path.length + 1;
  const tag = colon < 0 ? undefined : name.slice(tagStart);
  // What is unknown at the end may bring a tag and a digest with it; what stands before a `/` or a written tag cannot.
  const mayHideMore = at < 0 && (tag ?? last).includes(referenceHole);
  return {
    text: text.includes(referenceHole) ? unknown : known(text),
    ...splitRegistry(path),
    tag: part(tag, mayHideMore || (at >= 0 && colon < 0 && last.includes(referenceHole))),
    digest: part(at < 0 ? undefined : text.slice(at + 1), mayHideMore),
    tagSpan: isLiteral && colon >= 0 ? { start: tagStart, end: name.length } : undefined,
  };
}

function part(value: string | undefined, isHidden: boolean): Known<string | undefined> {
  return isHidden || value?.includes(referenceHole) === true ? unknown : known(value);
}

/** The first component is a host if it has a dot or a port, is localhost, or has capitals (distribution/reference). */
function splitRegistry(path: string): Pick<ImageReference, 'registry' | 'repository'> {
  const slash = path.indexOf('/');
  const host = path.slice(0, Math.max(slash, 0));
  if (host.includes(referenceHole)) return { registry: unknown, repository: unknown };
  const isHost = slash > 0 && (/[.:]/.test(host) || host === 'localhost' || host !== host.toLowerCase());
  const repository = isHost ? path.slice(slash + 1) : path;
  const isHidden = repository.includes(referenceHole);
  // A lone unknown may itself be `host/name`.
  const registry =
    !isHost && isHidden && slash < 0 ? unknown : known(isHost ? host.toLowerCase() : undefined);
  return { registry, repository: isHidden ? unknown : known(repository) };
}

/**
 * The name under which the image is known everywhere, without tag: `docker.io/library/nginx`, `ghcr.io/a/b`. Undefined
 * where it is not known.
 */
export function canonicalName({ registry, repository }: ImageReference): string | undefined {
  if (!registry.known || !repository.known || repository.value === '') return undefined;
  const isHub =
    registry.value === undefined || registry.value === 'docker.io' || registry.value === 'index.docker.io';
  const host = isHub ? 'docker.io' : registry.value;
  const path = isHub && !repository.value.includes('/') ? `library/${repository.value}` : repository.value;
  return `${host}/${path}`;
}

/** `nginx` for an official image of Docker Hub, however it is written; undefined for all others. */
export function officialName(image: ImageReference): string | undefined {
  const name = canonicalName(image);
  return name?.startsWith('docker.io/library/') === true
    ? name.slice('docker.io/library/'.length)
    : undefined;
}

/** `FROM scratch`: the empty image. */
export function isScratch({ text }: ImageReference): boolean {
  return text.known && text.value === 'scratch';
}
