/** What the tag of an image reference promises: a version that stays, or whatever is newest. */
import type { ImageReference } from '../image-reference.ts';

/** Tags that publishers move by design, alone or as a part between dashes (`latest-alpine`). */
const movingWords: ReadonlySet<string> = new Set([
  'latest',
  'stable',
  'edge',
  'nightly',
  'main',
  'master',
  'rolling',
  'current',
  'mainline',
  'canary',
  'unstable',
  'testing',
  'dev',
  'next',
]);

/** Words that Compose files use in the same way for images of their own making and of others. */
const movingWordsOfServices: ReadonlySet<string> = new Set([
  ...movingWords,
  'develop',
  'head',
  'beta',
  'lts',
]);

/** Digits that name a processor and no version. */
const architecture =
  /^(?:amd64|arm64|arm64v8|arm32v[5-7]|armv?[5-8]|armhf|aarch64|x86|x64|x86_64|i[36]86|ppc64le|s390x|riscv64|loong64)$/;

/**
 * The tag of an image that its publisher moves; '' where there is neither tag nor digest. Undefined where the reference
 * is fixed, unknown, or scratch, which is no image.
 */
export function movingTagOf(image: ImageReference): string | undefined {
  const { text, digest, tag, repository } = image;
  if (!text.known || !digest.known || !tag.known || !repository.known) return undefined;
  if (digest.value !== undefined || text.value === 'scratch' || repository.value === '') return undefined;
  if (tag.value === undefined) return '';
  return isMoving(tag.value) ? tag.value : undefined;
}

/** A version or date beside the word settles it (`nightly-2026-08-01`); a release's name such as bookworm is no such word. */
function isMoving(tag: string): boolean {
  const parts = tag.toLowerCase().split('-');
  if (!parts.some((part) => movingWords.has(part))) return false;
  return !parts.some((part) => /\d/.test(part) && !architecture.test(part));
}

/**
 * As `movingTagOf`, for images that are started and not built upon: a moving word at the end counts behind a number as
 * well (`9-stable`, `2.4-dev`), unless that is a version in full (`5.0.0-beta`).
 */
export function movingServiceTagOf(image: ImageReference): string | undefined {
  const moving = movingTagOf(image);
  if (moving !== undefined || !image.tag.known || !image.digest.known || image.digest.value !== undefined)
    return moving;
  const tag = image.tag.value?.toLowerCase() ?? '';
  const parts = tag.split('-');
  const hasWord = movingWordsOfServices.has(parts.at(-1) ?? '');
  if (hasWord) return /\d+\.\d+\.\d+|\d{6,}/.test(tag) ? undefined : image.tag.value;
  // `lts-alpine`: what follows names the base, not a version.
  const isPlain = !parts.some((part) => /\d/.test(part) && !architecture.test(part));
  return isPlain && movingWordsOfServices.has(parts[0] ?? '') ? image.tag.value : undefined;
}

/**
 * Tells what another stage of the file calls the same image where it names a version or digest. The stages are looked
 * through once, however many images are asked about.
 */
export function pinnedSiblings(
  stages: readonly { readonly image: ImageReference | undefined }[],
): (image: ImageReference) => string | undefined {
  const pinned = new Map<string, string>();
  for (const { image } of stages) {
    if (image === undefined || !image.text.known || !image.tag.known || !image.digest.known) continue;
    const name = nameOf(image);
    if (name === undefined || pinned.has(name) || movingTagOf(image) !== undefined) continue;
    if (image.tag.value !== undefined || image.digest.value !== undefined) pinned.set(name, image.text.value);
  }
  return (image) => {
    const name = nameOf(image);
    return name === undefined ? undefined : pinned.get(name);
  };
}

/** Registry and repository in one; undefined where either is unknown. */
function nameOf({ registry, repository }: ImageReference): string | undefined {
  return registry.known && repository.known ? JSON.stringify([registry.value, repository.value]) : undefined;
}
