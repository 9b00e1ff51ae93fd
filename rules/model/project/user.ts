/** Who the process of a service starts as. */

import type { Service } from '../compose/types.ts';
import { isRoot, userParts } from '../compose/users.ts';
import { dropsRootAtStart } from '../context/start-scripts.ts';
import { isRootUser, userNameOf } from '../dockerfile/select-user.ts';
import type { ImageReference } from '../image-reference.ts';
import { startUserOf, stepsDownAtStart } from '../knowledge/image-users.ts';
import type { Place } from '../place.ts';
import type { Build, JoinedService, StageUse, StartUser } from './types.ts';

/** Whether the configuration says of an image that it starts as another user than root (`trustedNonRootImages`). */
export type IsTrusted = (image: ImageReference) => boolean;

/** The effective user: that of Compose, else of the image. */
export function startUserOfService({ service, build }: JoinedService, isTrusted: IsTrusted): StartUser {
  const own = userInCompose(service);
  if ('at' in own) return { ...own, instruction: undefined };
  if (own.kind === 'unknown') return { kind: 'unknown' };
  return build === undefined
    ? startUserOfImage(service.image?.reference, service.image?.value.seat, isTrusted)
    : startUserOfBuild(build, isTrusted);
}

/** What the `user` key of a service says; `none` where there is none. */
export function userInCompose(
  service: Service,
): { readonly kind: 'none' | 'unknown' } | { readonly kind: 'root' | 'other'; readonly at: Place } {
  const scalar = service.scalar('user');
  if (scalar === undefined || scalar.state === 'empty')
    return { kind: service.complete ? 'none' : 'unknown' };
  const { user } = userParts(scalar);
  if (user === undefined) return { kind: 'unknown' };
  return { kind: isRoot(user) ? 'root' : 'other', at: scalar.seat };
}

/** The same in one word, for the Dockerfile. */
export function userWordOf(service: Service): StageUse['user'] {
  return userInCompose(service).kind;
}

/**
 * The user that the image a service builds starts as: the last USER of the chain, else what is known of the base
 * image. An entrypoint that gives up root by itself counts as another user.
 */
export function startUserOfBuild(build: Build, isTrusted: IsTrusted): StartUser {
  const { stage, placeOf } = build;
  const { user, base } = stage;
  const drops = () => dropsRootAtStart(stage, build.context);
  if (user !== undefined) {
    const name = userNameOf(user);
    if (!name.known) return { kind: 'unknown' };
    const isStillRoot = isRootUser(name.value, stage.platform) && !drops();
    return {
      kind: isStillRoot ? 'root' : 'other',
      at: placeOf(user.argument.inner),
      instruction: user.instruction,
    };
  }
  if (base === undefined || stage.platform === 'windows') return { kind: 'unknown' };
  const start = isTrusted(base) ? 'other' : startUserOf(base);
  if (start !== 'root' && start !== 'other') return drops() ? atFrom(build, 'other') : { kind: 'unknown' };
  return atFrom(build, start === 'root' && !drops() ? 'root' : 'other');
}

function atFrom({ stage, placeOf }: Build, kind: 'root' | 'other'): StartUser {
  return { kind, at: placeOf(stage.from), instruction: stage.from };
}

function startUserOfImage(
  image: ImageReference | undefined,
  at: Place | undefined,
  isTrusted: IsTrusted,
): StartUser {
  if (image === undefined || at === undefined) return { kind: 'unknown' };
  if (stepsDownAtStart(image) || isTrusted(image)) return { kind: 'other', at, instruction: undefined };
  const start = startUserOf(image);
  return start === 'root' || start === 'other'
    ? { kind: start, at, instruction: undefined }
    : { kind: 'unknown' };
}

/** The cause that a service and its Dockerfile both speak of, when the stage starts as root. */
export function causeOfStartUser(dockerfile: string, stage: number): string {
  return `start-user ${dockerfile} ${stage}`;
}
