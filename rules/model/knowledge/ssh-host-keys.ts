/** How ssh is told to believe whatever host key comes (ssh_config(5), ssh-keyscan(1)). */
import type { ProtectionSwitches, SwitchUse } from '../dockerfile/protection-switches.ts';
import { readOptions } from '../shell/options.ts';
import { fileName } from '../shell/paths.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand } from '../shell/types.ts';

/** Programs that take `-o Name=value` and hand it to ssh. */
const clients: ReadonlySet<string> = new Set(['ssh', 'scp', 'sftp', 'sshfs', 'ssh-copy-id', 'autossh']);
/** Variables that hold a command line of ssh. */
const commandVariables: ReadonlySet<string> = new Set(['GIT_SSH_COMMAND', 'RSYNC_RSH']);

/** `Name=value` and `Name value`, in any letter case and with blanks around the sign. */
const setting = /^\s*(StrictHostKeyChecking|UserKnownHostsFile)(?:\s*=\s*|\s+)["']?([^\s"']+)["']?\s*$/i;

interface Setting {
  readonly name: string;
  readonly value: string;
}

function settingIn(text: string): Setting | undefined {
  const [, name, value] = setting.exec(text) ?? [];
  return name === undefined || value === undefined
    ? undefined
    : { name: name.toLowerCase(), value: value.toLowerCase() };
}

/** The setting among these that believes every key; none where another one asks for a known key. */
function believing<T extends { readonly setting: Setting }>(found: readonly T[]): T | undefined {
  const strict = found.filter(({ setting: { name } }) => name === 'stricthostkeychecking');
  // The first value counts (ssh_config(5)).
  const [first] = strict;
  if (first !== undefined) return /^(?:no|off|accept-new)$/.test(first.setting.value) ? first : undefined;
  return found.find(({ setting: { value } }) => value === '/dev/null');
}

/** The settings in a command line that is one text, as in GIT_SSH_COMMAND. */
export function believingOption(commandLine: string): string | undefined {
  const found = [
    ...commandLine.matchAll(/(?:^|\s)-o\s*(["']?)(\w+(?:\s*=\s*|(?!\s+-)\s+)[^\s"']+)\1/g),
  ].flatMap((match) => {
    const text = match[2] ?? '';
    const read = settingIn(text);
    return read === undefined ? [] : [{ text, setting: read }];
  });
  return believing(found)?.text;
}

function optionsIn(command: ShellCommand): readonly SwitchUse[] {
  const { name, args } = command;
  if (name === undefined) return [];
  if (clients.has(name)) {
    const { options } = readOptions(args, toolTable(name) ?? { shortWithValue: 'o' });
    const found = options.flatMap((option) => {
      const read =
        option.name === 'o' && option.value?.known === true ? settingIn(option.value.value) : undefined;
      return read === undefined ? [] : [{ option, setting: read }];
    });
    const switched = believing(found)?.option;
    if (switched === undefined) return [];
    const { start, end } = switched.valueSpan ?? switched;
    return [{ start, end, text: switched.valueText ?? '' }];
  }
  // sshpass runs ssh; rsync, git and others are given ssh's command line as one text.
  const direct = name === 'sshpass' ? args.findIndex(({ text }) => clients.has(fileName(text))) : -1;
  const [program, ...rest] = direct < 0 ? [] : args.slice(direct);
  if (program !== undefined)
    return optionsIn({ ...command, name: fileName(program.text), word: program, args: rest });
  if (!/^(?:git|rsync|rdiff-backup|unison|duplicity|lftp|svn)$/.test(name)) return [];
  return args.flatMap(({ start, end, text }) => {
    if (!/(?:^|[=\s/])ssh\s/.test(text)) return [];
    const option = believingOption(text);
    return option === undefined ? [] : [{ start, end, text: option }];
  });
}

export const hostKeySwitches: ProtectionSwitches = {
  options: optionsIn,
  variable: (name, value) => commandVariables.has(name) && believingOption(value) !== undefined,
  line(path, text, { lines }) {
    if (!/(?:^|\/)(?:ssh_config(?:\.d\/[^/]+)?|\.ssh\/config(?:\.d\/[^/]+)?)$/.test(path)) return undefined;
    const read = settingIn(text);
    if (read === undefined) return undefined;
    const all = lines.flatMap((line) => settingIn(line.text) ?? []).map((found) => ({ setting: found }));
    if (read.name === 'stricthostkeychecking')
      return /^(?:no|off|accept-new)$/.test(read.value) ? text.trim() : undefined;
    const isStrict = all.some(({ setting: { name } }) => name === 'stricthostkeychecking');
    return read.value === '/dev/null' && !isStrict ? text.trim() : undefined;
  },
};
