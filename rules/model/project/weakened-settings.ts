/** Settings of one service that harden it in one state of the files and no longer do in a later one. */
import { labelOptionsOf } from '../compose/label-options.ts';
import { decidingOption, mayGainPrivileges } from '../compose/no-new-privileges.ts';
import type { Limit, SecurityOption, Service, Value } from '../compose/types.ts';
import { unconfined } from '../knowledge/security-options.ts';
import type { Place } from '../place.ts';
import { describeAmount, type Resource } from './budget.ts';
import { healthSwitchOf } from './health.ts';
import { userInCompose } from './user.ts';

export interface ServiceWeakening {
  readonly kind:
    | 'privileged'
    | 'readOnly'
    | 'privileges'
    | 'capabilities'
    | 'apparmor'
    | 'seccomp'
    | 'label'
    | 'user'
    | 'removed'
    | 'raised'
    | 'health';
  /** For messages: the capabilities, the limit or the resource it is of. */
  readonly what: string;
  /** What a raised limit allows now. */
  readonly now?: string;
  readonly control: Place;
  /** The keys that may have a say about it, the most likely first. */
  readonly paths: readonly (readonly string[])[];
  /** The item of a list that does it, where one does; else that a key is there, or that its tag took something away. */
  readonly item?: Value;
}

type Judge = (earlier: Service, later: Service) => ServiceWeakening | undefined;

/** A limit that grows by less is tuned and not taken back. */
const tolerated = 2;

/** Compares a service as two states of the files have it. What is not known in either of them is not compared. */
export function serviceWeakenings(earlier: Service, later: Service): readonly ServiceWeakening[] {
  const resources = ['memory', 'cpus', 'pids'] as const;
  return [
    ...judges.map((judge) => judge(earlier, later)),
    ...resources.map((resource) => limit(resource, earlier, later)),
  ].flatMap((found) => found ?? []);
}

const judges: readonly Judge[] = [
  privileged,
  readOnly,
  privileges,
  capabilities,
  (earlier, later) => profile('apparmor', earlier, later),
  (earlier, later) => profile('seccomp', earlier, later),
  label,
  user,
  health,
];

function privileged(earlier: Service, later: Service): ServiceWeakening | undefined {
  const control = earlier.pair('privileged');
  const flag = earlier.flag('privileged');
  if (control === undefined || !flag.known || flag.value !== false || !later.privileged) return undefined;
  return { kind: 'privileged', what: '', control: control.seat, paths: [['privileged']] };
}

function readOnly(earlier: Service, later: Service): ServiceWeakening | undefined {
  const control = earlier.pair('read_only');
  const [was, is] = [earlier.flag('read_only'), later.flag('read_only')];
  if (control === undefined || !was.known || was.value !== true || !is.known || is.value === true)
    return undefined;
  return { kind: 'readOnly', what: '', control: control.seat, paths: [['read_only']] };
}

const options = [['security_opt']];

function privileges(earlier: Service, later: Service): ServiceWeakening | undefined {
  const control = decidingOption(earlier);
  if (control === undefined || !control.readable || mayGainPrivileges(earlier) || !mayGainPrivileges(later))
    return undefined;
  const item = decidingOption(later)?.value;
  return { kind: 'privileges', what: '', control: control.seat, paths: options, ...(item && { item }) };
}

function capabilities(earlier: Service, later: Service): ServiceWeakening | undefined {
  const names = later.capDrop.map(({ name }) => name);
  // A variable may drop anything.
  if (names.includes(undefined) || names.includes('ALL')) return undefined;
  const kept = earlier.capDrop.filter(({ name }) => name !== undefined && !names.includes(name));
  const [first] = kept;
  if (first === undefined) return undefined;
  const what = kept.map(({ name }) => (name === 'ALL' ? 'capabilities' : name)).join(', ');
  return { kind: 'capabilities', what, control: first.seat, paths: [['cap_drop']] };
}

function profile(
  name: 'apparmor' | 'seccomp',
  earlier: Service,
  later: Service,
): ServiceWeakening | undefined {
  // The engine goes through the options in order, so that the last one counts.
  const last = ({ securityOptions }: Service) =>
    securityOptions.findLast((option) => option.name === name || isHidden(option));
  const [was, is] = [last(earlier), last(later)];
  if (was?.argument === undefined || was.argument === unconfined) return undefined;
  if (is !== undefined && is.argument !== unconfined) return undefined;
  return { kind: name, what: '', control: was.seat, paths: options, ...(is && { item: is.value }) };
}

function isHidden({ readable, name }: SecurityOption): boolean {
  return !readable && name === '';
}

function label(earlier: Service, later: Service): ServiceWeakening | undefined {
  const [was, is] = [labelOptionsOf(earlier), labelOptionsOf(later)];
  const isOff = (found: typeof was) => found.find(({ field }) => field === 'disable');
  const [first] = was;
  if (first === undefined || isOff(was) !== undefined) return undefined;
  const off = isOff(is);
  const isUnknown = later.securityOptions.some(
    (option) => isHidden(option) || (option.name === 'label' && !option.readable),
  );
  if (off === undefined && (is.length > 0 || isUnknown)) return undefined;
  const { seat } = first.option;
  return { kind: 'label', what: '', control: seat, paths: options, ...(off && { item: off.option.value }) };
}

function user(earlier: Service, later: Service): ServiceWeakening | undefined {
  const [was, is] = [userInCompose(earlier), userInCompose(later)];
  if (was.kind !== 'other' || is.kind !== 'root') return undefined;
  return { kind: 'user', what: '', control: was.at, paths: [['user']] };
}

function health(earlier: Service, later: Service): ServiceWeakening | undefined {
  const control = earlier.pair('healthcheck', 'test');
  const item = healthSwitchOf(later);
  if (control === undefined || healthSwitchOf(earlier) !== undefined || item === undefined) return undefined;
  const test = ['healthcheck', 'test'];
  const disable = ['healthcheck', 'disable'];
  const isDisabled = later.get(...disable) === item;
  return { kind: 'health', what: '', control: control.seat, paths: isDisabled ? [disable] : [test] };
}

function limit(resource: Resource, earlier: Service, later: Service): ServiceWeakening | undefined {
  const [was, is] = [limitsOf(earlier, resource), limitsOf(later, resource)];
  if (was === undefined || is === undefined) return undefined;
  const before = was.find(({ amount }) => amount > 0);
  const after = is.find(({ amount }) => amount > 0);
  if (before === undefined) return undefined;
  const what = describeAmount(before.amount, resource);
  const found = { what, control: before.seat };
  if (after === undefined) {
    const paths = [before, ...is].map(({ path }) => path);
    return later.complete ? { ...found, kind: 'removed', paths } : undefined;
  }
  if (after.amount <= before.amount * tolerated) return undefined;
  const now = describeAmount(after.amount, resource);
  return { ...found, kind: 'raised', now, paths: [after.path, before.path] };
}

interface Amount {
  readonly amount: number;
  readonly seat: Place;
  readonly path: readonly string[];
}

/** Undefined where one of the spellings hides its amount. */
function limitsOf(service: Service, resource: Resource): readonly Amount[] | undefined {
  const read = ({ memoryLimits, cpuLimits, pidsLimits }: Service): readonly Limit[] =>
    resource === 'memory' ? memoryLimits : resource === 'cpus' ? cpuLimits : pidsLimits;
  const limits = read(service);
  if (limits.some(({ amount }) => !amount.known)) return undefined;
  return limits.flatMap(({ amount, value, spelling }) =>
    amount.known ? [{ amount: amount.value, seat: value.seat, path: spelling.split('.') }] : [],
  );
}
