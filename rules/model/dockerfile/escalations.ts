/** Ways from an account to root that a build step leaves behind: rules of sudo, doas and PAM, groups, and user ids. */
import { sensitiveGroups } from '../knowledge/groups.ts';
import type { Span } from '../place.ts';
import { type Option, readOptions } from '../shell/options.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';
import { type BuiltFile, builtFiles } from './built-files.ts';
import type { Dockerfile, Instruction } from './types.ts';

export interface Escalation extends Span {
  readonly kind: 'sudoers' | 'doas' | 'pam' | 'group' | 'account';
  /** The group, or the account. */
  readonly name: string;
  /** The file whose line it is; undefined for commands. */
  readonly path: string | undefined;
  /** The command that does it; undefined for COPY and ADD. */
  readonly command: ShellCommand | undefined;
}

/** The escalations of an instruction, in the order of their kinds. */
export function escalationsIn(file: Dockerfile, instruction: Instruction): readonly Escalation[] {
  const found: Escalation[] = [];
  for (const built of builtFiles(file, instruction)) {
    for (const { start, end, text, known, rest } of built.lines) {
      const escalation = escalationOfLine(built, text, rest !== undefined || !known);
      if (escalation !== undefined)
        found.push({ ...escalation, start, end, path: built.path, command: built.writer });
    }
  }
  for (const command of instruction.shell?.commands ?? []) found.push(...escalationsOf(command));
  return found;
}

type Named = Pick<Escalation, 'kind' | 'name'>;

/** @param isPartial whether the line is only known in part, so that what marks it may stand without its punctuation */
function escalationOfLine(
  { path, name, append }: BuiltFile,
  text: string,
  isPartial: boolean,
): Named | undefined {
  if (name === 'sudoers' || /\/sudoers\.d\/[^/]+$/.test(path))
    return letsThrough(text, isPartial) ? { kind: 'sudoers', name: '' } : undefined;
  if (name === 'doas.conf' || /\/doas\.d\/[^/]+\.conf$/.test(path))
    return /^\s*permit\s(?:.*\s)?nopass\b/.test(text) ? { kind: 'doas', name: '' } : undefined;
  if (/\/pam\.d\/(?:su|su-l|sudo|sudo-i)$/.test(path)) {
    const control = /^\s*auth\s+(\S+)\s+(?:\S*\/)?pam_permit\.so\b/.exec(text)?.[1];
    // With `required` the other rules of the file still ask for a password, if there are any.
    const passes = control === 'sufficient' || (control !== undefined && !append);
    return passes ? { kind: 'pam', name: '' } : undefined;
  }
  if (path !== '/etc/passwd') return undefined;
  const account = /^([\w.-]+):[^:]*:0+:/.exec(text)?.[1];
  return account === undefined || account === 'root' ? undefined : { kind: 'account', name: account };
}

/** sudoers(5): the tag NOPASSWD for commands that run as root, or no authentication at all; `#` with digits is a uid. */
function letsThrough(text: string, isPartial: boolean): boolean {
  if (/^\s*#(?!\d+\s)/.test(text) || /^\s*root\s/.test(text)) return false;
  if (/^\s*Defaults\S*\s.*!authenticate\b/.test(text)) return true;
  const tag = (isPartial ? /\bNOPASSWD\b/ : /\bNOPASSWD\s*:/).exec(text);
  if (tag === null) return false;
  const runAs = /\(([^()]*)\)\s*(?:\w+:\s*)*$/.exec(text.slice(0, tag.index))?.[1];
  if (runAs === undefined) return true;
  const users = (runAs.split(':', 1)[0] ?? '').split(',').map((user) => user.trim());
  return users.some((user) => user === 'ALL' || user === 'root' || user === '#0');
}

function escalationsOf(command: ShellCommand): readonly Escalation[] {
  const { name = '', args } = command;
  if (!/^(?:useradd|usermod|adduser|addgroup|gpasswd)$/.test(name)) return [];
  const { options, operands } = readOptions(args, toolTable(name));
  const found: Escalation[] = [];
  const add = (kind: Escalation['kind'], { start, end }: Span, what: string) => {
    found.push({ kind, start, end, name: what, path: undefined, command });
  };
  const isUserLast = name === 'useradd' || name === 'usermod';
  const user = isUserLast || name === 'gpasswd' ? operands.at(-1) : operands[0];
  const isRoot = user?.value.known === true && user.value.value === 'root';
  if (name === 'gpasswd') {
    const group = operands[0];
    const member = options.find((option) => /^(?:a|add|M|members)$/.test(option.name));
    if (member?.value?.known && member.value.value === 'root') return [];
    if (member !== undefined && group !== undefined) addGroups(add, group);
    return found;
  }
  if (isRoot) return [];
  for (const option of options) {
    const isGroups = /^(?:G|groups|g|gid|ingroup)$/.test(option.name) && name !== 'addgroup';
    // GECOS is -g in BusyBox, where the primary group is -G.
    const isGecos = name === 'adduser' && option.name === 'g' && !/^\w+$/.test(option.valueText ?? '');
    if (isGroups && !isGecos) addGroups(add, option);
    const isUid = option.name === 'u' || option.name === 'uid';
    if (isUid && name !== 'addgroup' && option.value?.known && /^0+$/.test(option.value.value))
      add('account', option.valueSpan ?? option, user?.value.known ? user.value.value : '');
  }
  const group = operands[1];
  if (!isUserLast && group !== undefined) addGroups(add, group);
  return found;
}

type Add = (kind: Escalation['kind'], span: Span, name: string) => void;

/** The groups of a comma list that are as good as root. */
function addGroups(add: Add, list: ShellWord | Option): void {
  const isOption = 'valueSpan' in list;
  if (list.value?.known !== true) return;
  const whole = isOption ? (list.valueSpan ?? list) : list;
  const text = list.value.value;
  const isExact = whole.end - whole.start === text.length;
  let start = 0;
  for (const group of text.split(',')) {
    const end = start + group.length;
    if (leadsToRoot(group))
      add('group', isExact ? { start: whole.start + start, end: whole.start + end } : whole, group);
    start = end + 1;
  }
}

/** Groups that read logs open much, but not the way to root. */
function leadsToRoot(group: string): boolean {
  return /^0+$/.test(group) || (group !== 'adm' && sensitiveGroups.has(group));
}

/** Whether an escalation is by the primary group root alone, as OpenShift's images have it. */
export function isPrimaryRootGroup({ kind, name, command, start, end }: Escalation): boolean {
  if (kind !== 'group' || command === undefined || (name !== 'root' && !/^0+$/.test(name))) return false;
  const options = readOptions(command.args, toolTable(command.name)).options;
  const option = options.find(
    ({ valueSpan }) => valueSpan !== undefined && valueSpan.start <= start && end <= valueSpan.end,
  );
  if (option === undefined) return false;
  const isBusyBox = command.name === 'adduser' && option.name === 'G';
  return isBusyBox || /^(?:g|gid|ingroup)$/.test(option.name);
}

/** OpenShift runs images as any user of the group root, which therefore gets what the owner may do. */
export function opensForRootGroup({ shell, flags }: Instruction): boolean {
  const commands = shell?.commands ?? [];
  return (
    flags.some(({ name, value }) => name === 'chown' && /:(?:0|root)$/.test(value ?? '')) ||
    commands.some(({ name, args }) =>
      args.some(({ text }) =>
        name === 'chmod'
          ? /^(?:[ugoa]*[-+=][rwxX]*,)*(?:u?g=u|[ua]*g[+=][rxX]*w[rwxX]*|0?[0-7][2367][0-7])(?:,|$)/.test(
              text,
            )
          : (name === 'chgrp' && /^(?:0|root)$/.test(text)) ||
            (name === 'chown' && /^(?!(?:0|root)?:)[^:]+:(?:0|root)$/.test(text)),
      ),
    )
  );
}

/** The place of the only group of a list, with its option; see `readOptions`. */
export function soleGroupOption({ name, command, start }: Escalation): Option | undefined {
  const options = command === undefined ? [] : readOptions(command.args, toolTable(command.name)).options;
  return options.find(({ valueSpan, valueText }) => valueSpan?.start === start && valueText === name);
}
