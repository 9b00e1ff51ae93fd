/**
 * How tools are told not to check the certificate of whom they talk to, each from the manual of its tool.
 */
import type { ProtectionSwitches, SwitchUse } from '../dockerfile/protection-switches.ts';
import type { Span } from '../place.ts';
import { type Option, readOptions } from '../shell/options.ts';
import { fileName } from '../shell/paths.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand, ShellScript, ShellWord } from '../shell/types.ts';
import { downloadOf } from './downloaders.ts';
import { isLoopbackUrl } from './loopback-urls.ts';

const off = /^(?:false|0|no|off|n)$/i;
const on = /^(?:true|1|yes|on|y)$/i;

/** Options that switch the check off by themselves, by command; with a value they do so unless it says no. */
const flags: Readonly<Record<string, readonly string[]>> = {
  curl: ['k', 'insecure', 'proxy-insecure', 'doh-insecure'],
  wget: ['no-check-certificate'],
  apk: ['no-check-certificate'],
  aws: ['no-verify-ssl'],
  helm: ['insecure-skip-tls-verify'],
  kubectl: ['insecure-skip-tls-verify'],
  npm: ['no-strict-ssl'],
  npx: ['no-strict-ssl'],
  pnpm: ['no-strict-ssl'],
  yarn: ['no-strict-ssl'],
};

/** Options that name a host whose certificate is not checked. */
const hosts: Readonly<Record<string, readonly string[]>> = {
  pip: ['trusted-host'],
  pip3: ['trusted-host'],
  uv: ['allow-insecure-host', 'trusted-host'],
};

/** Options whose value may be a setting that does it. */
const settings: Readonly<Record<string, { readonly options: readonly string[]; readonly off: RegExp }>> = {
  git: { options: ['c', 'config'], off: /^http\.(?:.*\.)?sslverify=(?:false|0|no|off)$/i },
  apt: {
    options: ['o', 'option'],
    off: /^Acquire::https(?:::.*)?::Verify-(?:Peer|Host)=["']?(?:false|0|no|off)\b/i,
  },
  yum: { options: ['setopt'], off: /^(?:.*\.)?sslverify=(?:0|false|no|off)$/i },
};

const settingsOf: Readonly<Record<string, keyof typeof settings>> = {
  git: 'git',
  apt: 'apt',
  'apt-get': 'apt',
  aptitude: 'apt',
  yum: 'yum',
  dnf: 'yum',
  dnf5: 'yum',
  microdnf: 'yum',
  tdnf: 'yum',
  'yum-config-manager': 'yum',
};

/** Names and values that `config` subcommands are given as words of their own, or joined by `=`. */
const configured: Readonly<Record<string, readonly { readonly name: RegExp; readonly value: RegExp }[]>> = {
  npm: [{ name: /^strict-ssl$/, value: off }],
  pnpm: [{ name: /^strict-ssl$/, value: off }],
  yarn: [{ name: /^(?:strict-ssl|enableStrictSsl)$/, value: off }],
  git: [{ name: /^http\.(?:.*\.)?sslverify$/i, value: off }],
  conda: [{ name: /^ssl_verify$/, value: off }],
  mamba: [{ name: /^ssl_verify$/, value: off }],
  micromamba: [{ name: /^ssl_verify$/, value: off }],
  composer: [
    { name: /^disable-tls$/, value: on },
    { name: /^secure-http$/, value: off },
  ],
  pip: [{ name: /^(?:global|install)\.trusted-host$/, value: /./ }],
  pip3: [{ name: /^(?:global|install)\.trusted-host$/, value: /./ }],
  go: [{ name: /^GOINSECURE$/, value: /./ }],
};

function entry<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function optionsIn(command: ShellCommand): readonly SwitchUse[] {
  const { name, args } = command;
  if (name === undefined) return [];
  if (/^(?:invoke-webrequest|invoke-restmethod|iwr|irm)$/.test(name)) return ofPowershell(command);
  const { options, operands } = readOptions(args, toolTable(name));
  const setting = settings[entry(settingsOf, name) ?? ''];
  const uses: SwitchUse[] = [];
  for (const option of options) {
    const isFlag = entry(flags, name)?.includes(option.name) === true && !off.test(option.valueText ?? '');
    const isHost = entry(hosts, name)?.includes(option.name) === true && isRemote(option);
    const isStrict = option.name === 'strict-ssl' && /^(?:p?npm|npx|yarn)$/.test(name) && isFalse(option);
    const isSetting =
      setting?.options.includes(option.name) === true &&
      option.value?.known === true &&
      setting.off.test(option.value.value);
    const isGoInsecure = name === 'go' && option.name === 'insecure' && !off.test(option.valueText ?? '');
    if (isFlag || isHost || isStrict || isGoInsecure) uses.push(use(option));
    else if (isSetting)
      uses.push({ ...use(option), ...option.valueSpan, text: option.valueText ?? option.name });
  }
  if (uses.length > 0 && isLocal(command)) return [];
  return [...uses, ...configuredIn(name, operands, args)];
}

function use(option: Option): SwitchUse {
  const { start, end, name, isLong } = option;
  return { start, end, text: `${isLong ? '--' : '-'}${name}`, option };
}

function isFalse({ value }: Option): boolean {
  return value?.known === true && off.test(value.value);
}

function isRemote({ valueText }: Option): boolean {
  return valueText !== undefined && !isLoopbackUrl(valueText);
}

/** Whether a command only talks to its own machine. */
function isLocal(command: ShellCommand): boolean {
  const urls = downloadOf(command)?.urls ?? [];
  return urls.length > 0 && urls.every(({ text }) => isLoopbackUrl(text));
}

function configuredIn(
  name: string,
  operands: readonly ShellWord[],
  args: readonly ShellWord[],
): readonly SwitchUse[] {
  const known = entry(configured, name);
  const isSetting = operands.some(({ text }) => text === 'config' || text === 'set' || text === 'env');
  if (known === undefined || !isSetting) return [];
  return args.flatMap((word, at): readonly SwitchUse[] => {
    const [key = '', joined] = word.text.split('=', 2);
    const next = args[at + 1];
    const value = joined ?? (next?.value.known ? next.value.value : undefined);
    const isOff =
      value !== undefined &&
      !isLoopbackUrl(value) &&
      known.some((it) => it.name.test(key) && it.value.test(value));
    return isOff ? [{ start: word.start, end: word.end, text: key }] : [];
  });
}

function ofPowershell({ args }: ShellCommand): readonly SwitchUse[] {
  return args.flatMap(({ start, end, text }) =>
    /^-SkipCertificateCheck(?::\$true)?$/i.test(text) ? [{ start, end, text: '-SkipCertificateCheck' }] : [],
  );
}

/** The .NET setting that accepts every certificate, where PowerShell text sets it; comments are no settings. */
export function certificateCallback({ dialect, source }: ShellScript): Span | undefined {
  if (dialect !== 'powershell' || source === undefined) return undefined;
  const settings = /\b(ServerCertificateValidationCallback)\s*=\s*\{\s*\$true\s*(?:;\s*)?\}/gi;
  const found = [...source.text.matchAll(settings)].find(
    ({ index }) => source.text.lastIndexOf('#', index) <= source.text.lastIndexOf('\n', index),
  );
  if (found?.[1] === undefined) return undefined;
  const start = found.index;
  return source.span(start, start + found[1].length);
}

/** Variables and the values with which they switch the check off. */
const variables: ReadonlyMap<string, (value: string) => boolean> = new Map([
  ['NODE_TLS_REJECT_UNAUTHORIZED', (value) => value === '0'],
  ['PYTHONHTTPSVERIFY', (value) => value === '0'],
  // git asks whether the variable is there, and for nothing else (http.c).
  ['GIT_SSL_NO_VERIFY', () => true],
  ['PIP_TRUSTED_HOST', isRemoteHost],
  ['UV_INSECURE_HOST', isRemoteHost],
  ['NPM_CONFIG_STRICT_SSL', (value) => off.test(value)],
  ['YARN_ENABLE_STRICT_SSL', (value) => off.test(value)],
  ['YARN_STRICT_SSL', (value) => off.test(value)],
  ['BUNDLE_SSL_VERIFY_MODE', (value) => value === '0'],
  ['CONDA_SSL_VERIFY', (value) => off.test(value)],
  ['CURL_INSECURE', (value) => on.test(value)],
  ['GOINSECURE', (value) => value !== ''],
  ['GOFLAGS', (value) => /(?:^|\s)-insecure(?:=true)?(?:\s|$)/.test(value)],
]);

function isRemoteHost(value: string): boolean {
  return value.split(/[\s,]+/).some((host) => host !== '' && !isLoopbackUrl(host));
}

/** Lines of the tools' own files; the name of the setting is the first group. */
const lines: readonly { readonly file: RegExp; readonly line: RegExp }[] = [
  { file: /^\.?curlrc$/, line: /^\s*((?:--)?(?:proxy-)?insecure|-k)\s*$/ },
  { file: /^\.?wgetrc$/, line: /^\s*(check_?certificate)\s*=\s*(?:off|no|0|quiet)\s*$/i },
  { file: /^\.?npmrc$/, line: /^\s*(strict-ssl)\s*=\s*"?false"?\s*$/ },
  { file: /^\.yarnrc$/, line: /^\s*"?(strict-ssl)"?\s+"?false"?\s*$/ },
  { file: /^\.yarnrc\.yml$/, line: /^\s*(enableStrictSsl)\s*:\s*"?false"?\s*$/ },
  { file: /^pip\.(?:conf|ini)$/, line: /^\s*(trusted-host)\s*[=:]\s*(?!(?:localhost|127\.\S*)\s*$)\S/ },
  { file: /^\.?condarc$/, line: /^\s*(ssl_verify)\s*:\s*(?:false|no|off)\s*$/i },
  { file: /^\.?gitconfig$/, line: /^\s*(sslVerify)\s*=\s*"?(?:false|0|no|off)"?\s*$/i },
  { file: /^(?:.*\.repo|yum\.conf|dnf\.conf)$/, line: /^\s*(sslverify)\s*=\s*(?:0|false|no|off)\s*$/i },
];
const aptLine = /^\s*(Acquire::https(?:::[^\s:]+)*::Verify-(?:Peer|Host))\s+"?(?:false|0|no|off)"?\s*;/i;

export const tlsSwitches: ProtectionSwitches = {
  options: optionsIn,
  // npm reads its variables in any letter case, others only as they are.
  variable: (name, value) =>
    variables.get(/^npm_config_/i.test(name) ? name.toUpperCase() : name)?.(value) === true,
  line(path, text) {
    if (/(?:^|\/)apt\.conf(?:\.d\/[^/]+)?$/.test(path)) return aptLine.exec(text)?.[1];
    const name = fileName(path);
    for (const known of lines) {
      const part = known.file.test(name) ? known.line.exec(text)?.[1] : undefined;
      if (part !== undefined) return part;
    }
    return undefined;
  },
};
