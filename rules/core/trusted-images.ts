import { canonicalName, type ImageReference } from '../model/image-reference.ts';
import { matchesGlob } from './config/glob.ts';

/**
 * Whether an image comes from one of the listed places: a registry (`ghcr.io`), a path in one (`ghcr.io/acme`) or a
 * whole name, each with `*` for any part between slashes. Short names are those of Docker Hub. Undefined where the
 * image's name is not known.
 */
export function isListedImage(image: ImageReference, entries: readonly string[]): boolean | undefined {
  const parts = canonicalName(image)?.split('/');
  if (parts === undefined) return undefined;
  const prefixes = parts.map((_, at) => parts.slice(0, at + 1).join('/'));
  return entries.some((entry) => {
    const glob = entry.replace(/^https?:\/\//, '').replace(/(?<!\/)\/+$/, '');
    return prefixes.some((prefix) => matchesGlob(glob, prefix));
  });
}

/**
 * Whether the configuration's `trustedNonRootImages` names an image: as written or in full, with or without its tag.
 */
export function trustedImages(globs: readonly string[]): (image: ImageReference) => boolean {
  return (image) => {
    const full = canonicalName(image) ?? '';
    const written = image.text.known ? image.text.value : full;
    const tag = image.tag.known && image.tag.value !== undefined ? `:${image.tag.value}` : '';
    const names = [written, (written.split('@', 1)[0] ?? '').replace(/:[^:/]*$/, ''), full, `${full}${tag}`];
    return names.some((name) => globs.some((glob) => matchesGlob(glob, name)));
  };
}
