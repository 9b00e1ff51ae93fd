/** Which services can run at the same time. */
import type { Service } from '../compose/types.ts';

/**
 * Whether two services run side by side as a project is usually started: always, where one of them needs no profile,
 * else where one profile starts both. A profile that is not known starts nothing for certain.
 */
export function mayRunTogether(one: Service, other: Service): boolean {
  if (!hasProfiles(one) || !hasProfiles(other)) return true;
  return one.profiles.some((profile) => other.profiles.includes(profile));
}

function hasProfiles(service: Service): boolean {
  return service.list('profiles').length > 0;
}
