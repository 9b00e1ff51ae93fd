import type { SecurityOption, Service } from './types.ts';

export const noNewPrivileges = 'no-new-privileges';

/** The item that has the last word on no-new-privileges: Docker goes through the options in order. */
export function decidingOption(service: Service): SecurityOption | undefined {
  return service.securityOptions.findLast(
    ({ name, readable }) => name === noNewPrivileges || (name === '' && !readable),
  );
}

/** Whether processes may gain privileges. Docker reads the argument with Go's ParseBool; a variable is not off. */
export function mayGainPrivileges(service: Service): boolean {
  const item = decidingOption(service);
  if (item === undefined) return true;
  return item.readable && item.argument !== undefined && !/^(?:1|t|true)$/i.test(item.argument);
}
