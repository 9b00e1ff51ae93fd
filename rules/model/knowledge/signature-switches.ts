/** How package managers and the like are told not to check who signed what they load, each from its tool's manual. */
import type { LineInFile, ProtectionSwitches, SwitchUse } from '../dockerfile/protection-switches.ts';
import { type Option, readOptions } from '../shell/options.ts';
import { fileName } from '../shell/paths.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand, ShellScript, ShellWord } from '../shell/types.ts';
import { isRemoteUrl } from './remote-urls.ts';

const off = /^(?:0|false|no|off|without|disable|n)$/i;
const on = /^(?:1|true|yes|on|with|enable|y)$/i;

type Kind = 'apt' | 'apk' | 'rpmFamily' | 'zypper' | 'rpm' | 'dpkg' | 'ruby';

const kinds: Readonly<Record<string, Kind>> = {
  apt: 'apt',
  'apt-get': 'apt',
  aptitude: 'apt',
  apk: 'apk',
  yum: 'rpmFamily',
  dnf: 'rpmFamily',
  dnf5: 'rpmFamily',
  microdnf: 'rpmFamily',
  tdnf: 'rpmFamily',
  'yum-config-manager': 'rpmFamily',
  zypper: 'zypper',
  rpm: 'rpm',
  dpkg: 'dpkg',
  gem: 'ruby',
  bundle: 'ruby',
};

/** Options that switch the check off by themselves. */
const flags: Readonly<Record<Kind, readonly string[]>> = {
  apt: ['allow-unauthenticated', 'force-yes', 'allow-insecure-repositories'],
  apk: ['allow-untrusted'],
  rpmFamily: ['nogpgcheck', 'no-gpgchecks', 'no-gpg-checks'],
  zypper: ['no-gpg-checks', 'no-gpgcheck'],
  rpm: ['nosignature', 'nodigest'],
  dpkg: ['force-bad-verify'],
  ruby: [],
};

/** Options whose value may be a setting that does it. */
const settings: Readonly<
  Record<Kind, { readonly options: readonly string[]; readonly off: RegExp } | undefined>
> = {
  apt: {
    options: ['o', 'option'],
    off: /^(?:APT::Get::AllowUnauthenticated|Acquire::AllowInsecureRepositories)=["']?(?:1|true|yes|on|with|enable)["']?$/i,
  },
  rpmFamily: { options: ['setopt'], off: /^(?:.*\.)?gpgcheck=(?:0|false|no|off)$/i },
  ruby: { options: ['P', 'trust-policy'], off: /^NoSecurity$/ },
  apk: undefined,
  zypper: undefined,
  rpm: undefined,
  dpkg: undefined,
};

function optionsIn(command: ShellCommand, script: ShellScript): readonly SwitchUse[] {
  const { name, args } = command;
  if (name === undefined) return [];
  const { options, operands } = readOptions(args, toolTable(name));
  if (name === 'npm' || name === 'pnpm') return configured(args, operands, 'audit-signatures', off);
  if (name === 'go') return configured(args, operands, 'GOSUMDB', /^off$/);
  if (name === 'add-apt-repository' || name === 'apt-add-repository') return operands.flatMap(trustedWord);
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind === undefined || (kind === 'rpm' && isQuery(options))) return [];
  const setting = settings[kind];
  return options.flatMap((option): readonly SwitchUse[] => {
    const isFlag =
      flags[kind].includes(option.name) && !(option.value?.known === true && off.test(option.value.value));
    if (isFlag || (kind === 'zypper' && accepts(option, operands, script))) return [use(option)];
    const isSetting =
      setting?.options.includes(option.name) === true &&
      option.value?.known === true &&
      setting.off.test(option.value.value);
    return isSetting ? [{ ...use(option), ...option.valueSpan, text: option.valueText ?? option.name }] : [];
  });
}

function use(option: Option): SwitchUse {
  const { start, end, name, isLong } = option;
  return { start, end, text: `${isLong ? '--' : '-'}${name}`, option };
}

/** What rpm only shows or removes, it does not have to check. */
function isQuery(options: readonly Option[]): boolean {
  return (
    !options.some(({ name }) => /^(?:[iUF]|install|upgrade|freshen|reinstall)$/.test(name)) ||
    options.some(({ name }) => /^(?:q|query|V|verify)$/.test(name))
  );
}

/** `addrepo -G`, and the import of every key while a remote repository is added. */
function accepts({ name }: Option, operands: readonly ShellWord[], { commands }: ShellScript): boolean {
  if (name === 'G') return /^(?:ar|addrepo|mr|modifyrepo)$/.test(operands[0]?.text ?? '');
  if (name !== 'gpg-auto-import-keys') return false;
  return commands.some(
    (command) =>
      command.name === 'zypper' &&
      command.args.some(({ text }) => /^(?:ar|addrepo|-p|--plus-repo)$/.test(text)) &&
      command.args.some(({ text }) => isRemoteUrl(text)),
  );
}

/** `npm config set name value`, `go env -w NAME=value` */
function configured(
  args: readonly ShellWord[],
  operands: readonly ShellWord[],
  setting: string,
  value: RegExp,
): readonly SwitchUse[] {
  if (!operands.some(({ text }) => text === 'set' || text === 'env')) return [];
  return args.flatMap((word, at): readonly SwitchUse[] => {
    const [key, joined] = word.text.split('=', 2);
    const next = args[at + 1]?.value;
    const given = joined ?? (next?.known === true ? next.value : undefined);
    const isOff = key === setting && given !== undefined && value.test(given);
    return isOff ? [{ start: word.start, end: word.end, text: setting }] : [];
  });
}

function trustedWord({ start, end, text }: ShellWord): readonly SwitchUse[] {
  const trusted = trustedIn(text);
  return trusted === undefined ? [] : [{ start, end, text: trusted }];
}

/** `deb [arch=amd64 trusted=yes] https://…`; what lies in this machine's files needs no signature. */
function trustedIn(line: string): string | undefined {
  const [, options, address] = /^\s*deb(?:-src)?\s+\[([^\]]*)\]\s+(\S+)/.exec(line) ?? [];
  if (options === undefined || isLocalAddress(address)) return undefined;
  return /(?:^|\s)(trusted=(?:yes|true|1|on))(?=\s|$)/i.exec(options)?.[1];
}

function isLocalAddress(address: string | undefined): boolean {
  return address !== undefined && /^(?:file:|copy:|cdrom:|\/)/i.test(address);
}

const variables: ReadonlyMap<string, (value: string) => boolean> = new Map([
  ['GOSUMDB', (value) => value === 'off'],
  ['GONOSUMCHECK', (value) => on.test(value)],
  ['GONOSUMDB', (value) => value.split(',').some((pattern) => pattern.trim() === '*')],
  ['DOCKER_CONTENT_TRUST', (value) => value === '0'],
  ['NPM_CONFIG_AUDIT_SIGNATURES', (value) => off.test(value)],
]);

/** Lines of configuration files: the setting as the first group, and where the same section names its source. */
const lines: readonly { readonly file: RegExp; readonly line: RegExp; readonly source?: RegExp }[] = [
  {
    file: /(?:\.repo|(?:^|\/)(?:yum|dnf|tdnf)\.conf)$/,
    line: /^\s*(gpgcheck\s*=\s*(?:0|false|no|off))\s*$/i,
    source: /^\s*(?:baseurl|mirrorlist|metalink)\s*=\s*(\S+)/i,
  },
  {
    file: /(?:^|\/)apt\.conf(?:\.d\/[^/]+)?$/,
    line: /^\s*((?:APT::Get::AllowUnauthenticated|Acquire::AllowInsecureRepositories)\s+"?(?:1|true|yes|on)"?)\s*;/i,
  },
  { file: /\.sources$/, line: /^\s*(Trusted:\s*(?:yes|true|1|on))\s*$/i, source: /^\s*URIs:\s*(\S+)/i },
  {
    file: /(?:^|\/)pacman\.conf$/,
    line: /^\s*(SigLevel\s*=(?:.*\s)?Never\b(?:.*\S)?)/,
    source: /^\s*Server\s*=\s*(\S+)/,
  },
  { file: /(?:^|\/)\.?npmrc$/, line: /^\s*(audit-signatures\s*=\s*"?false"?)\s*$/ },
];

function lineOf(path: string, text: string, around: LineInFile): string | undefined {
  if (/\.list$/.test(fileName(path))) return trustedIn(text);
  for (const { file, line, source } of lines) {
    const part = file.test(path) ? line.exec(text)?.[1] : undefined;
    if (part === undefined) continue;
    return source !== undefined && isLocalAddress(sourceAround(around, source)) ? undefined : part;
  }
  return undefined;
}

/** The source that the section of a line names; sections begin with a line in brackets. */
function sourceAround({ lines: all, index }: LineInFile, source: RegExp): string | undefined {
  const isHead = (at: number) => /^\s*\[/.test(all[at]?.text ?? '');
  let from = index;
  while (from > 0 && !isHead(from)) from--;
  for (let at = from; at < all.length && (at <= index || !isHead(at)); at++) {
    const address = source.exec(all[at]?.text ?? '')?.[1];
    if (address !== undefined) return address;
  }
  return undefined;
}

export const signatureSwitches: ProtectionSwitches = {
  options: optionsIn,
  variable: (name, value) =>
    variables.get(/^npm_config_/i.test(name) ? name.toUpperCase() : name)?.(value) === true,
  line: lineOf,
};
