/** Steps that switch SELinux, AppArmor or protections of the kernel off: commands, and lines of their settings. */
import { isSharedCorePattern, weakensKernel } from '../knowledge/kernel-protection.ts';
import type { Span } from '../place.ts';
import { optionsOf, readOptions } from '../shell/options.ts';
import type { ShellCommand, WrittenLine } from '../shell/types.ts';
import { builtFiles } from './built-files.ts';
import type { Dockerfile, Instruction } from './types.ts';

export interface KernelSwitch extends Span {
  readonly kind: 'selinux' | 'apparmor' | 'sysctl' | 'core';
  /** What a message calls it. */
  readonly text: string;
}

/** The switches of an instruction. */
export function kernelSwitches(file: Dockerfile, instruction: Instruction): readonly KernelSwitch[] {
  const found: KernelSwitch[] = [];
  const settings: Setting[] = [];
  for (const { path, lines } of builtFiles(file, instruction)) {
    for (const line of lines) {
      if (/\/selinux\/config$|\/sysconfig\/selinux$/.test(path) && turnsSelinuxOff(line))
        found.push({ kind: 'selinux', text: line.text.trim(), start: line.start, end: line.end });
      const setting = settingOfLine(path, line);
      if (setting !== undefined) settings.push(setting);
    }
  }
  for (const command of instruction.shell?.commands ?? []) {
    const { name = '', args, word } = command;
    const [first] = args;
    if (name === 'setenforce' && first?.value.known && /^(?:0|permissive)$/i.test(first.value.value))
      found.push({
        kind: 'selinux',
        text: `setenforce ${first.value.value}`,
        start: word.start,
        end: first.end,
      });
    if (/^aa-(?:teardown|disable)$/.test(name))
      found.push({ kind: 'apparmor', text: name, start: word.start, end: word.end });
    settings.push(...settingsOf(command));
  }
  for (const { key, value, at } of settings)
    if (weakensKernel(key, value)) found.push({ kind: 'sysctl', text: `${key}=${value}`, ...at });
  if (settings.some(({ key, value }) => key === 'kernel.core_pattern' && isSharedCorePattern(value)))
    found.push(...(instruction.shell?.commands ?? []).flatMap(unlimitedCores));
  return found;
}

/** `SELINUX=permissive`; sed may replace the value alone. */
function turnsSelinuxOff({ text, rest }: WrittenLine): boolean {
  return (
    /^\s*SELINUX\s*=\s*(?:disabled|permissive)\b/.test(text) ||
    (rest?.before === true && /^(?:disabled|permissive)$/.test(text))
  );
}

interface Setting {
  readonly key: string;
  readonly value: string;
  readonly at: Span;
}

/** Lines of sysctl.conf and sysctl.d, and what is written to /proc/sys itself. */
function settingOfLine(path: string, { text, start, end }: WrittenLine): Setting | undefined {
  const key = /^\/proc\/sys\/(.+)$/.exec(path)?.[1];
  if (key !== undefined) return { key: key.replace(/\//g, '.'), value: text.trim(), at: { start, end } };
  if (!/\/sysctl\.conf$|\/sysctl\.d\/[^/]*$/.test(path)) return undefined;
  const match = /^\s*-?([\w./-]+)\s*=\s*(\S+)\s*$/.exec(text);
  return match === null ? undefined : { key: match[1] ?? '', value: match[2] ?? '', at: { start, end } };
}

/** `sysctl -w key=value`; without a value the setting is only read. */
function settingsOf({ name, args }: ShellCommand): readonly Setting[] {
  if (name !== 'sysctl') return [];
  const { operands } = readOptions(args, { shortWithValue: 'r', longWithValue: ['pattern'] });
  return operands.flatMap(({ value, start, end }): readonly Setting[] => {
    const match = value.known ? /^([\w./-]+)=(.*)$/s.exec(value.value) : null;
    return match === null ? [] : [{ key: match[1] ?? '', value: match[2] ?? '', at: { start, end } }];
  });
}

function unlimitedCores({ name, args, word }: ShellCommand): readonly KernelSwitch[] {
  if (name !== 'ulimit') return [];
  const option = optionsOf(args, { shortWithValue: 'c' }).find((one) => one.name === 'c');
  const end = option?.valueSpan?.end;
  return option?.valueText === 'unlimited' && end !== undefined
    ? [{ kind: 'core', text: 'ulimit -c unlimited', start: word.start, end }]
    : [];
}
