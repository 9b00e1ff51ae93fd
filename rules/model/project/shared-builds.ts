/** How the builds of a project's services meet in their Dockerfiles and contexts. */
import { knownText } from '../compose/scalar.ts';
import type { Service } from '../compose/types.ts';
import { contributingStages, findStage } from '../dockerfile/stages.ts';
import type { Stage } from '../dockerfile/types.ts';
import type { Place } from '../place.ts';
import { type BuildRequestOfService, buildRequestOf, projectFolderOf } from './build.ts';
import type { Build, JoinedService } from './types.ts';

/** What the other services of a project build, in order; only those that build. */
export function otherBuilds(
  service: Service,
): readonly { readonly service: Service; readonly request: BuildRequestOfService }[] {
  return service.project().services.flatMap((other) => {
    if (other === service || other.isProvider) return [];
    const request = buildRequestOf(other, projectFolderOf(other));
    return request === undefined ? [] : [{ service: other, request }];
  });
}

/**
 * Whether an earlier service builds a stage of the same Dockerfile from the same context: then what there is to say of
 * its instructions is said with that service.
 */
export function isBuiltEarlier({ service, build }: JoinedService, stage: Stage): boolean {
  if (build === undefined || build.isInline) return false;
  const { dockerfile, contextFolder } = build;
  const { services } = service.project();
  const own = services.indexOf(service);
  return otherBuilds(service).some(({ service: other, request }) => {
    if (services.indexOf(other) > own || request.target?.state === 'unknown') return false;
    if (request.contextFolder !== contextFolder || pathOf(request) !== dockerfile.path) return false;
    const target = knownText(request.target);
    const runs = target === undefined ? dockerfile.stages.at(-1) : findStage(dockerfile.stages, target);
    return runs !== undefined && contributingStages(dockerfile, runs).has(stage);
  });
}

/** Whether two services run the same program: one image, or one Dockerfile built from one context. */
export function runSameProgram(left: Service, right: Service): boolean {
  const [image, otherImage] = [left.image?.reference?.text, right.image?.reference?.text];
  // What one service builds under a name, another one may run by that name.
  if (image?.known === true && otherImage?.known === true && image.value === otherImage.value) return true;
  const one = buildRequestOf(left, projectFolderOf(left));
  const other = buildRequestOf(right, projectFolderOf(right));
  const path = one === undefined ? undefined : pathOf(one);
  if (one === undefined || other === undefined || path === undefined) return false;
  return path === pathOf(other) && one.contextFolder === other.contextFolder;
}

/** The Dockerfile of a request; undefined for one that is inline or not known. */
export function pathOf({ source }: BuildRequestOfService): string | undefined {
  return source?.kind === 'file' ? source.path : undefined;
}

/** The line that says which context a service has: the `context` key, or the `build` key where there is none. */
export function contextKeyOf(service: Service, build: Build): Place {
  const pair = service.pair('build', 'context');
  if (pair === undefined) return build.at;
  return pair.seat === pair.place ? pair.key : pair.seat;
}
