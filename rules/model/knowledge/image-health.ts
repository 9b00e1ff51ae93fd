/** Which well-known images say nothing about their health. As of November 2026. */
import { type ImageReference, isScratch, officialName } from '../image-reference.ts';
import { startUserOf, stepsDownAtStart } from './image-users.ts';

/**
 * Whether an image is known to have no HEALTHCHECK: scratch, and the official images of languages, systems, web servers
 * and datastores, whose maintainers leave it to whoever runs them (github.com/docker-library/faq, "healthcheck"). A short
 * name that is not listed may be an image somebody built on this machine.
 */
export function hasNoHealthcheck(image: ImageReference): boolean {
  if (isScratch(image)) return true;
  if (officialName(image) === undefined) return false;
  return startUserOf(image) === 'root' || stepsDownAtStart(image);
}
