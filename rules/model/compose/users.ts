import { hole, shapeOf } from './scalar.ts';
import type { Scalar } from './types.ts';

/** A `user` in its parts. A part with an unknown variable in it is undefined. */
export interface UserParts {
  readonly user: string | undefined;
  readonly group: string | undefined;
  /** Where the group starts in the scalar's shape; undefined without a group. */
  readonly groupStart: number | undefined;
}

/** Reads `user[:group]`, as names or numbers. */
export function userParts(scalar: Scalar): UserParts {
  const shape = shapeOf(scalar);
  const colon = shape.indexOf(':');
  const user = colon === -1 ? shape : shape.slice(0, colon);
  const group = colon === -1 ? undefined : shape.slice(colon + 1);
  return {
    // A variable alone may bring a group with it, but before a colon it is the user.
    user: user.includes(hole) ? undefined : user,
    group: group?.includes(hole) ? undefined : group,
    groupStart: colon === -1 ? undefined : colon + 1,
  };
}

/** True for root by name or by any spelling of its number; the same holds for users and groups. */
export function isRoot(name: string | undefined): boolean {
  return name !== undefined && /^(?:root|\+?0+)$/.test(name);
}
