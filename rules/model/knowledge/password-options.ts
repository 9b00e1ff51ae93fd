/** Options by which well-known clients take a password on their command line. */
import type { Span } from '../place.ts';
import { inWord, readOptions } from '../shell/options.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';
import { isPath, looksLikePlaceholder } from './secret-values.ts';

interface PasswordOptions {
  /** Options whose value is the password. */
  readonly password: readonly string[];
  /** Options whose value is `user:password`. */
  readonly login?: readonly string[];
  /** Short options that take a value, also those that are no password. */
  readonly short: string;
  /** Long options that take the next word. */
  readonly long: readonly string[];
  /** The password is glued to the letter, and the letter alone asks for it (`mysql -p`). */
  readonly glued?: true;
}

const mysql: PasswordOptions = {
  password: ['p', 'password'],
  short: 'uhPDeS',
  long: ['user', 'host', 'port'],
  glued: true,
};

const clients: ReadonlyMap<string, PasswordOptions> = new Map([
  ...['mysql', 'mariadb', 'mysqldump', 'mariadb-dump', 'mysqladmin', 'mariadb-admin', 'mysqlimport'].map(
    (name): [string, PasswordOptions] => [name, mysql],
  ),
  [
    'curl',
    {
      password: ['pass', 'proxy-pass'],
      login: ['u', 'user', 'U', 'proxy-user'],
      short: 'uUHoXdAebcFTmxEwr',
      long: ['user', 'proxy-user', 'pass', 'header', 'output', 'data'],
    },
  ],
  [
    'wget',
    {
      password: ['password', 'http-password', 'ftp-password', 'proxy-password'],
      short: 'OoPUeitTQ',
      long: ['password', 'http-password', 'ftp-password', 'header', 'user'],
    },
  ],
  ['sshpass', { password: ['p'], short: 'pfdP', long: [] }],
  ['redis-cli', { password: ['a', 'pass'], short: 'hpsarnidu', long: ['pass', 'user'] }],
  ['docker', { password: ['p', 'password'], short: 'pu', long: ['password', 'username'] }],
  ['podman', { password: ['p', 'password'], short: 'pu', long: ['password', 'username'] }],
]);

/** Where a command names a password that is written out; slots, variables and prompts are none. */
export function passwordOptions(command: ShellCommand): readonly Span[] {
  const client = command.name === undefined ? undefined : clients.get(command.name);
  if (client === undefined) return [];
  const isEngine = command.name === 'docker' || command.name === 'podman';
  if (isEngine && command.args[0]?.text !== 'login') return [];
  const { options } = readOptions(gluedApart(command.args, client), {
    shortWithValue: client.short,
    longWithValue: client.long,
  });
  const found: Span[] = [];
  for (const { name, value, valueSpan, word, valueWord } of options) {
    if (!value?.known || valueSpan === undefined || (valueWord ?? word).variables.length > 0) continue;
    const isLogin = client.login?.includes(name) === true;
    const secret = isLogin ? value.value.slice(value.value.indexOf(':') + 1) : value.value;
    if ((!isLogin && !client.password.includes(name)) || (isLogin && !value.value.includes(':'))) continue;
    if (isWrittenSecret(secret)) found.push(valueSpan);
  }
  if (client.glued) found.push(...command.args.flatMap(gluedPassword));
  if (command.name === 'curl' || command.name === 'wget') found.push(...command.args.flatMap(bearer));
  return found;
}

/** Words such as `-psecret` are read apart, for a bundle of options would be seen in them. */
function gluedApart(args: readonly ShellWord[], { glued }: PasswordOptions): readonly ShellWord[] {
  return glued ? args.filter(({ text }) => !/^-p./.test(text)) : args;
}

function gluedPassword(word: ShellWord): readonly Span[] {
  const isPassword =
    /^-p./.test(word.text) && word.variables.length === 0 && isWrittenSecret(word.text.slice(2));
  return isPassword ? [inWord(word, 2, word.text.length)] : [];
}

/** `Authorization: Bearer x` as the value of a header option. */
function bearer(word: ShellWord): readonly Span[] {
  const match = /\bauthorization:\s*(?:bearer|basic|token)\s+(\S+)$/i.exec(word.text);
  if (match === null || word.variables.length > 0 || !isWrittenSecret(match[1] ?? '')) return [];
  return [inWord(word, word.text.length - (match[1]?.length ?? 0), word.text.length)];
}

function isWrittenSecret(text: string): boolean {
  if (text === '' || looksLikePlaceholder(text) || isPath(text) || /[$`]/.test(text)) return false;
  return !/^(?:change[-_]?me|password|pass|secret|token|example)$/i.test(text);
}
