/**
 * Which major versions of the Docker engine still get fixes. As of November 2026. Sources: github.com/moby/moby,
 * project/BRANCHES-AND-TAGS.md, and endoflife.date/docker-engine.
 */
import { type ImageReference, officialName } from '../image-reference.ts';

const oldestMaintained = 25;
const newest = 29;

export interface OldEngine {
  /** As the tag writes it: `20.10.24`. */
  readonly version: string;
  readonly oldestMaintained: number;
  /** The tag of the newest version of the same variant; undefined where that may not exist. */
  readonly newTag: string | undefined;
}

/** The version of an official `docker` image that gets no more fixes; undefined for all other images and tags. */
export function oldEngineOf(image: ImageReference): OldEngine | undefined {
  if (officialName(image) !== 'docker' || !image.tag.known) return undefined;
  const { version, major, variant } =
    /^(?<version>(?<major>\d+)(?:\.\d+)*)(?<variant>-.+)?$/.exec(image.tag.value ?? '')?.groups ?? {};
  if (version === undefined || Number(major) >= oldestMaintained) return undefined;
  // Old tags name the edition and the Alpine they are built on; `docker:29` is built on Alpine as well.
  const kept = (variant ?? '').replace(/^-ce/, '').replace(/-alpine[\d.]*$/, '');
  const isPinned = !image.digest.known || image.digest.value !== undefined;
  const isOffered = /^(?:-cli|-dind|-dind-rootless)?$/.test(kept);
  return { version, oldestMaintained, newTag: isOffered && !isPinned ? `${newest}${kept}` : undefined };
}
