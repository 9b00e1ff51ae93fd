/** Options with which servers start without authentication, each from the documentation of its program. */
import type { Span } from '../place.ts';
import { inWord } from '../shell/options.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';
import { isLoopbackHost } from './addresses.ts';
import { authenticationOffOptions } from './authentication-switches.ts';

export interface OpenOption extends Span {
  /** What a message calls it. */
  readonly option: string;
}

/** An option in either spelling, `--name=value` or `--name value`; `index` is that of the word the name stands in. */
interface Setting {
  readonly name: string;
  readonly value: string | undefined;
  readonly word: ShellWord;
}

interface Server {
  /** Names of its program; any command where there are none, for the option says enough. */
  readonly programs?: RegExp;
  /** The option that opens it, and how a message spells it. */
  readonly opens: (setting: Setting) => string | undefined;
  /** Something else on the command line still keeps strangers out. */
  readonly guarded?: (settings: readonly Setting[], words: readonly string[]) => boolean;
}

const addressOptions = /^--?(?:(?:\w+App\.)?ip|bind-addr|host|bind[-_]address|bind[-_]ip|bind|listen)$/;

const servers: readonly Server[] = [
  {
    // Jupyter Server, "Security in the Jupyter Server": without a token a password is asked for, if there is one.
    opens: ({ name, value }) =>
      /^--(?:Notebook|Server|Lab)App\.token$|^--IdentityProvider\.token$/.test(name) && isEmpty(value)
        ? `${name} without a value`
        : undefined,
    guarded: (settings) =>
      settings.some(
        ({ name, value }) =>
          /\.(?:hashed_)?password$/.test(name) && value !== undefined && !isEmpty(value) && value !== 'None',
      ),
  },
  {
    programs: /^code-server$/,
    opens: ({ name, value }) => (name === '--auth' && value === 'none' ? '--auth none' : undefined),
  },
  {
    opens: ({ name }) => (/^--skip[-_]grant[-_]tables$/.test(name) ? name : undefined),
    guarded: (settings) => settings.some(({ name }) => /^--skip[-_]networking$/.test(name)),
  },
  {
    programs: /^(?:mongod|mongos|mongo)$/,
    opens: ({ name }) => (name === '--noauth' ? name : undefined),
  },
  {
    programs: /^(?:redis|redis-server|valkey-server|valkey|keydb-server)$/,
    opens: ({ name, value }) =>
      name === '--protected-mode' && value === 'no' ? '--protected-mode no' : undefined,
    // A file may set the password as well.
    guarded: (settings, words) =>
      settings.some(({ name }) => name === '--requirepass' || name === '--aclfile') ||
      words.some((word) => /\.conf$/.test(word)),
  },
  {
    programs: /^(?:elasticsearch|opensearch|docker-entrypoint\.sh|eswrapper)$/,
    opens: ({ name, value }) =>
      /^(?:-E)?xpack\.security\.enabled$/.test(name) && value === 'false'
        ? 'xpack.security.enabled=false'
        : undefined,
  },
  {
    programs: /^(?:x|tiger|turbo)?vnc(?:server)?$|^x0vncserver$/i,
    opens: ({ name, value }) =>
      /^--?SecurityTypes$/i.test(name) && value !== undefined && /(?:^|,)none(?:,|$)/i.test(value)
        ? 'SecurityTypes None'
        : undefined,
    guarded: (settings) =>
      settings.some(
        ({ name, value }) => /^--?localhost$/i.test(name) && !/^(?:no|0|false)$/i.test(value ?? ''),
      ),
  },
];

/** Quotes that no shell has taken away mean the empty text to Jupyter. */
function isEmpty(value: string | undefined): boolean {
  return value !== undefined && /^(?:|''|"")$/.test(value);
}

/**
 * The options of a start command that let everybody in who reaches the server; none where it only listens on loopback.
 *
 * @param program the program that gets the words where they are options alone, as a CMD behind an ENTRYPOINT has them
 */
export function openServerOptions(command: ShellCommand, program: string | undefined): readonly OpenOption[] {
  const isOptionsOnly = command.word.text.startsWith('-');
  const words = [command.word, ...command.args];
  const names = words.map(({ text }) => text.slice(text.lastIndexOf('/') + 1));
  if (isOptionsOnly && program !== undefined) names.push(program);
  const settings = words.flatMap((word, at) => settingOf(word, words[at + 1]));
  const addresses = settings.filter(({ name }) => addressOptions.test(name));
  if (addresses.some(({ value }) => value !== undefined && isLoopback(value))) return [];
  const found: OpenOption[] = [];
  for (const { programs, opens, guarded } of servers) {
    if (programs !== undefined && !names.some((name) => programs.test(name))) continue;
    for (const setting of settings) {
      const option = opens(setting);
      if (option === undefined || guarded?.(settings, names) === true) continue;
      const { word } = setting;
      found.push({ ...inWord(word, 0, word.text.length), option });
    }
  }
  for (const { start, option } of authenticationOffOptions(command)) {
    const word = words.find((candidate) => candidate.start === start);
    if (word !== undefined && option.startsWith('--api.'))
      found.push({ ...inWord(word, 0, word.text.length), option });
  }
  return found;
}

function settingOf(word: ShellWord, next: ShellWord | undefined): readonly Setting[] {
  if (!word.value.known) return [];
  const text = word.value.value;
  const equals = text.indexOf('=');
  if (equals > 0) return [{ name: text.slice(0, equals), value: text.slice(equals + 1), word }];
  return [{ name: text, value: next?.value.known ? next.value.value : undefined, word }];
}

function isLoopback(address: string): boolean {
  const addresses = address.split(/[,\s]+/).map((one) => one.replace(/:\d+$/, '').replace(/^\[|\]$/g, ''));
  return addresses.every((one) => isLoopbackHost(one));
}
