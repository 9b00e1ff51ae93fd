/** How a service and the image it builds tell whether the program still answers. */
import { knownText } from '../compose/scalar.ts';
import type { Service, Value } from '../compose/types.ts';
import type { Instruction, Stage } from '../dockerfile/types.ts';

/** The HEALTHCHECK in force at the end of a stage; undefined where there is none, or where it is switched off. */
export function healthcheckOfStage({ healthcheck }: Stage): Instruction | undefined {
  return healthcheck?.args[0]?.text.toUpperCase() === 'NONE' ? undefined : healthcheck;
}

/** What switches the health check of the image off in Compose: the value of `disable`, or the NONE of `test`. */
export function healthSwitchOf(service: Service): Value | undefined {
  const flag = service.flag('healthcheck', 'disable');
  if (flag.known && flag.value === true) return service.get('healthcheck', 'disable');
  const [first, ...others] = service.list('healthcheck', 'test');
  return others.length === 0 && knownText(first) === 'NONE' ? first : undefined;
}

/** Whether Compose says nothing at all about the health of a service that it knows in full. */
export function saysNothingOfHealth(service: Service): boolean {
  const check = service.get('healthcheck');
  return service.complete && (check === undefined || (check.kind === 'scalar' && check.state === 'empty'));
}

/** The cause that a service and its Dockerfile both speak of, when nothing asks the stage for its health. */
export function causeOfMissingHealthcheck(dockerfile: string, stage: number): string {
  return `healthcheck ${dockerfile} ${stage}`;
}
