import type { ImageReference } from '../image-reference.ts';
import { imageReferenceOf } from './image.ts';
import { itemsOf, scalarAt } from './item.ts';
import { isListed, listed } from './listed.ts';
import { knownText } from './scalar.ts';
import type { ComposeProject, Scalar, Service } from './types.ts';

/** An image that starting a service fetches from a registry. */
export interface PulledImage {
  readonly value: Scalar;
  readonly reference: ImageReference;
}

/**
 * The images that starting a service may fetch: its own, those it mounts, and those of steps before its start. Left out are images that the project builds itself, and services whose `pull_policy` forbids fetching, or may
 * do so.
 */
export function pulledImagesOf(service: Service): readonly PulledImage[] {
  return namedImages(service).flatMap((value) => {
    const reference = imageReferenceOf(value);
    if (reference === undefined || (reference.text.known && isBuiltAround(service, reference.text.value)))
      return [];
    return { value, reference };
  });
}

function isBuiltAround(service: Service, image: string): boolean {
  return service
    .project()
    .fact(`built ${image}`, (project) => isListed(image, project.fact('built images', builtImages)));
}

function builtImages({ services }: ComposeProject): string {
  const builders = services.filter(({ hasBuild }) => hasBuild);
  return listed(builders.map(({ image }) => knownText(image?.value) ?? ''));
}

function namedImages(service: Service): readonly Scalar[] {
  if (service.isProvider) return [];
  const mounted = service.mounts
    .filter(({ type }) => type === 'image')
    .map(({ mapping }) => scalarAt(mapping, 'source'));
  const steps = itemsOf(service.get('pre_start')).map((step) => scalarAt(step, 'image'));
  const own = service.hasBuild || !mayPull(service) ? undefined : service.image?.value;
  return [own, ...mounted, ...steps].filter((value) => value !== undefined);
}

function mayPull(service: Service): boolean {
  const policy = service.scalar('pull_policy');
  if (policy === undefined || policy.state === 'empty') return true;
  return policy.state === 'known' && policy.text !== 'never' && policy.text !== 'build';
}
