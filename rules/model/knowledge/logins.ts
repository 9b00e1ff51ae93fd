/** Commands that log in to a registry or a cloud and keep what they log in with in a file of the user's. */
import { type Option, readOptions } from '../shell/options.ts';
import { tools, toolTable } from '../shell/tools.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';

export interface Login {
  /** The command for a message: `docker login`. */
  readonly label: string;
  /**
   * What it logs in with: the secret itself, a file that holds it, what it reads from standard input, or, where it asks
   * for it, something that cannot be told.
   */
  readonly by: 'value' | 'file' | 'input' | 'question';
  /** The word with the secret or the file's path. */
  readonly word: ShellWord | undefined;
}

type Reader = (words: readonly ShellWord[], options: readonly Option[]) => Login | undefined;

const registries: Reader = (words, options) => {
  if (words[0]?.text !== 'login') return undefined;
  const password = wordOf(options, 'p', 'password');
  if (password !== undefined) return { label: 'login', by: 'value', word: password };
  const isPiped = options.some(({ name }) => name === 'password-stdin');
  return isPiped ? { label: 'login', by: 'input', word: undefined } : undefined;
};

const asking: Reader = ([verb]) =>
  /^(?:login|adduser|add-user|addUser|auth:login|container:login)$/.test(verb?.text ?? '')
    ? { label: verb?.text ?? '', by: 'question', word: undefined }
    : undefined;

const readers: Readonly<Record<string, Reader>> = {
  docker: registries,
  podman: registries,
  buildah: registries,
  nerdctl: registries,
  skopeo: registries,
  helm: ([first, ...rest], options) => (first?.text === 'registry' ? registries(rest, options) : undefined),
  aws([first, second, key, value]) {
    if (first?.text !== 'configure' || second?.text !== 'set' || value === undefined) return undefined;
    const isSecret = /(?:^|\.)aws_(?:secret_access_key|session_token)$/.test(key?.text ?? '');
    return isSecret ? { label: 'configure set', by: 'value', word: value } : undefined;
  },
  gcloud([first, verb], options) {
    const word = wordOf(options, 'key-file', 'cred-file');
    const isLogin =
      first?.text === 'auth' &&
      (verb?.text === 'activate-service-account' || (verb?.text === 'login' && word !== undefined));
    if (!isLogin) return undefined;
    const isInput = /(?:^|=)(?:-|\/dev\/stdin)$/.test(word?.text ?? '');
    return { label: `auth ${verb?.text}`, by: isInput ? 'input' : 'file', word };
  },
  az([verb], options) {
    const word = wordOf(options, 'p', 'password');
    return verb?.text === 'login' && word !== undefined ? { label: 'login', by: 'value', word } : undefined;
  },
  doctl([first, verb], options) {
    const word = wordOf(options, 't', 'access-token');
    if (first?.text !== 'auth' || verb?.text !== 'init' || word === undefined) return undefined;
    return { label: 'auth init', by: 'value', word };
  },
  gh([first, verb], options) {
    if (first?.text !== 'auth' || verb?.text !== 'login') return undefined;
    const isPiped = options.some(({ name }) => name === 'with-token');
    return isPiped ? { label: 'auth login', by: 'input', word: undefined } : undefined;
  },
  npm: asking,
  pnpm: asking,
  yarn: asking,
  heroku: asking,
};

/** Reads a command as a login; undefined where it is none, or logs in without a secret of its own. */
export function loginOf({ name, args }: ShellCommand): Login | undefined {
  const reader = name !== undefined && Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (reader === undefined) return undefined;
  const table = reader === registries || name === 'helm' ? tools.docker : toolTable(name);
  const { options, operands } = readOptions(args, table);
  if (options.some((option) => option.name === 'help')) return undefined;
  const login = reader(operands, options);
  return login && { ...login, label: `${name} ${login.label}` };
}

/** The word that holds an option's value: the next one, or the option's own behind a `=`. */
function wordOf(options: readonly Option[], ...names: readonly string[]): ShellWord | undefined {
  const option = options.find(
    ({ name, valueText }) => names.includes(name) && valueText !== undefined && valueText !== '',
  );
  return option && (option.valueWord ?? option.word);
}
