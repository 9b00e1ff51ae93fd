/** Addresses without encryption from which build steps take code, packages and keys, each by its tool's manual. */
import { readOptions } from '../shell/options.ts';
import { fileName } from '../shell/paths.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';
import { isMetadataAddress } from './addresses.ts';
import { type Download, downloadOf } from './downloaders.ts';
import { hostOfUrl, isLoopbackUrl } from './loopback-urls.ts';

export interface PlaintextSource {
  readonly url: string;
  /** The word that holds it. */
  readonly word: ShellWord;
  /** Set where a file or a stream is loaded, whose content may be checked afterwards. */
  readonly download: Download | undefined;
}

const plain = /^(?:git\+)?(?:https?|ftp|git):\/\//i;

/** The plaintext address that a text begins with; undefined for encrypted, loopback and unknown ones. */
export function plaintextUrl(text: string): string | undefined {
  if (!plain.test(text) || /^(?:git\+)?https:/i.test(text)) return undefined;
  const url = text.replace(/^git\+/i, '');
  const host = hostOfUrl(url);
  return host === undefined || isLoopbackUrl(url) || isMetadataAddress(host) ? undefined : url;
}

/**
 * Whether apt or apk take their index from there and check its signature with a key of the distribution, which the base
 * image brings: the distributions' own servers, and mirrors of them.
 */
export function isSignedMirror(url: string): boolean {
  const host = hostOfUrl(url) ?? '';
  if (/(?:^|\.)(?:debian\.org|ubuntu\.com|alpinelinux\.org)$/.test(host)) return true;
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, '');
  return (
    /^(?:[a-z\d-]+\.)*(?:mirrors?|ftp)(?:[.\d-]|$)/.test(host) &&
    /(?:^|\/)(?:debian|debian-security|ubuntu|ubuntu-ports|alpine)(?:\/|$)/.test(path)
  );
}

/** Options that name a source of packages, and whether operands are sources too. */
const tools: Readonly<Record<string, { readonly options: readonly string[]; readonly operands: boolean }>> = {
  pip: { options: ['i', 'index-url', 'extra-index-url', 'f', 'find-links'], operands: true },
  uv: {
    options: ['i', 'index', 'default-index', 'index-url', 'extra-index-url', 'f', 'find-links'],
    operands: true,
  },
  npm: { options: ['registry'], operands: false },
  gem: { options: ['s', 'source'], operands: true },
  apk: { options: ['X', 'repository'], operands: false },
  rpm: { options: [], operands: true },
  yum: { options: ['add-repo', 'repofrompath'], operands: true },
  'add-apt-repository': { options: [], operands: true },
  'apt-key': { options: [], operands: true },
};
const alike: Readonly<Record<string, string>> = {
  pip3: 'pip',
  npx: 'npm',
  pnpm: 'npm',
  yarn: 'npm',
  dnf: 'yum',
  dnf5: 'yum',
  microdnf: 'yum',
  tdnf: 'yum',
  'yum-config-manager': 'yum',
  zypper: 'yum',
  'apt-add-repository': 'add-apt-repository',
  gpg: 'apt-key',
  gpg2: 'apt-key',
};

/** The plaintext sources that a command takes code, packages or keys from. */
export function plaintextSources(command: ShellCommand): readonly PlaintextSource[] {
  const { name, args } = command;
  const loaded = downloadOf(command);
  if (loaded !== undefined) return isRequest(command) ? [] : inWords(loaded.urls, loaded);
  if (name === undefined) return [];
  const { options, operands } = readOptions(args, toolTable(name));
  if (name === 'git') {
    const isSource = /^(?:clone|pull|fetch|submodule|remote|ls-remote)$/.test(operands[0]?.text ?? '');
    return isSource ? inWords(operands) : [];
  }
  const tool =
    tools[Object.hasOwn(alike, name) ? (alike[name] ?? '') : Object.hasOwn(tools, name) ? name : ''];
  if (tool === undefined) return [];
  const values = options.flatMap((option) =>
    tool.options.includes(option.name) ? (option.valueWord ?? option.word) : [],
  );
  const found = inWords([...values, ...(tool.operands ? operands : configured(operands))]);
  const isApt = name === 'apk' || /^(?:add-apt|apt-add)-repository$/.test(name);
  return isApt ? found.filter(({ url }) => !isSignedMirror(url)) : found;
}

/** What `npm config set registry http://…` sets. */
function configured(operands: readonly ShellWord[]): readonly ShellWord[] {
  if (!operands.some(({ text }) => text === 'set')) return [];
  return operands.filter(
    ({ text }, at) =>
      /^(?:@[^:]+:)?(?:registry|npmRegistryServer)$/.test(operands[at - 1]?.text ?? '') ||
      /^registry=/.test(text),
  );
}

/** A download that sends something is talk with a service, and one into /dev/null a question whether it is there. */
function isRequest({ name, args }: ShellCommand): boolean {
  const { options } = readOptions(args, toolTable(name));
  return options.some(
    ({ name: option, valueText }) =>
      /^(?:d|data(?:-\w+)?|json|F|form|T|upload-file|post-data|post-file|spider)$/.test(option) ||
      (/^(?:X|request|method)$/.test(option) && valueText !== 'GET') ||
      (/^(?:o|O|output|output-document)$/.test(option) && valueText === '/dev/null') ||
      (name === 'curl' && /^(?:I|head)$/.test(option)),
  );
}

function inWords(words: readonly ShellWord[], download?: Download): readonly PlaintextSource[] {
  return words.flatMap((word) =>
    addressesIn(word.text).flatMap((text): readonly PlaintextSource[] => {
      const url = plaintextUrl(text);
      return url === undefined ? [] : [{ url, word, download }];
    }),
  );
}

/** A word may be more than the address: `--registry=http://…`, `deb [arch=amd64] http://… stable main`. */
function addressesIn(text: string): readonly string[] {
  return text.split(/[\s,]+/).map((part) => part.replace(/^(?:-[A-Za-z]|[\w-]+=)(?=[a-z+]+:\/\/)/, ''));
}

/** Variables that name the source of a package manager. */
export const sourceVariables: ReadonlySet<string> = new Set([
  'PIP_INDEX_URL',
  'PIP_EXTRA_INDEX_URL',
  'UV_INDEX_URL',
  'UV_DEFAULT_INDEX',
  'NPM_CONFIG_REGISTRY',
  'npm_config_registry',
  'YARN_NPM_REGISTRY_SERVER',
  'GOPROXY',
]);

const lines: readonly { readonly file: RegExp; readonly line: RegExp; readonly signed?: true }[] = [
  { file: /\.repo$/, line: /^\s*(?:baseurl|mirrorlist|metalink|gpgkey)\s*=\s*(\S+)/ },
  {
    file: /(?:^|\/)sources\.list$|\.list$(?<=\/sources\.list\.d\/.*)/,
    line: /^\s*deb(?:-src)?\s+(?:\[[^\]]*\]\s*)?(\S+)/,
    signed: true,
  },
  { file: /\.sources$(?<=\/sources\.list\.d\/.*)/, line: /^URIs\s*:\s*(\S+)/i, signed: true },
  { file: /(?:^|\/)apk\/repositories$/, line: /^\s*(?:@\S+\s+)?(\S+)/, signed: true },
  { file: /(?:^|\/)\.?npmrc$/, line: /^\s*(?:@[^:]+:)?registry\s*=\s*(\S+)/ },
  { file: /(?:^|\/)pip\.(?:conf|ini)$/, line: /^\s*(?:extra-)?index-url\s*[=:]\s*(\S+)/ },
];

/** The plaintext address in a line of a package manager's own file. */
export function plaintextLine(path: string, text: string): string | undefined {
  for (const { file, line, signed } of lines) {
    const address = file.test(path) ? line.exec(text)?.[1] : undefined;
    const url = address === undefined ? undefined : plaintextUrl(address);
    if (url !== undefined) return signed && isSignedMirror(url) ? undefined : url;
  }
  return undefined;
}

/** Names under which a loaded file may be verified. */
export function loadedNames({ url, download }: PlaintextSource, command: ShellCommand): readonly string[] {
  const redirected = command.redirections.flatMap(({ target }) => target?.text ?? []);
  return [...(download?.files ?? []), ...redirected, fileName(url.replace(/[?#].*$/s, ''))];
}
