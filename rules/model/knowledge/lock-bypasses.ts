/** Commands that resolve dependencies anew where a lock file says which ones are meant, each by its tool's manual. */
import type { Names } from '../dockerfile/lock-files.ts';
import { type Option, readOptions } from '../shell/options.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';

export interface LockBypass {
  /** Names that the lock file may have. */
  readonly locks: readonly string[];
  /** The word that decides: the subcommand, the option, or the command by itself. */
  readonly word: ShellWord;
  /** The command in words, for the message. */
  readonly text: string;
  readonly repair: Repair | undefined;
}

/** `replace` puts other text in the place of the word, `append` adds a word behind it, `assign` goes before the command. */
export interface Repair {
  readonly how: 'replace' | 'append' | 'assign';
  readonly text: string;
}

/** Whether a variable is set, to whatever value, where the command runs. */
export type IsSet = (name: string) => boolean;

interface Parts {
  readonly command: ShellCommand;
  readonly options: readonly Option[];
  readonly operands: readonly ShellWord[];
  readonly has: (...names: readonly string[]) => boolean;
  readonly isSet: IsSet;
  readonly names: Names;
}

type Reader = (parts: Parts) => LockBypass | undefined;

const readers: Readonly<Record<string, Reader>> = {
  npm({ operands, has }) {
    const [word, other] = operands;
    if (word === undefined || other !== undefined || !/^(?:install|i|in|isntall)$/.test(word.text))
      return undefined;
    if (has('g', 'global', 'package-lock-only', 'version', 'help', 'h')) return undefined;
    const repair = has('package-lock', 'no-package-lock', 'no-save')
      ? undefined
      : ({ how: 'replace', text: 'ci' } as const);
    return { locks: ['package-lock.json', 'npm-shrinkwrap.json'], word, text: `npm ${word.text}`, repair };
  },
  yarn({ command, operands, has, isSet, names }) {
    const [word, other] = operands;
    if (other !== undefined || (word !== undefined && word.text !== 'install')) return undefined;
    if (has('immutable', 'frozen-lockfile', 'pure-lockfile', 'version', 'v', 'help', 'h')) return undefined;
    if (isSet('CI') || isSet('YARN_ENABLE_IMMUTABLE_INSTALLS')) return undefined;
    // Yarn 2 and later have other files beside them.
    const isModern = names.has('.yarnrc.yml') || names.has('.yarn');
    const option = isModern ? '--immutable' : '--frozen-lockfile';
    const text = word === undefined ? `install ${option}` : option;
    return {
      locks: ['yarn.lock'],
      word: word ?? command.word,
      text: word === undefined ? 'yarn' : 'yarn install',
      repair: { how: 'append', text },
    };
  },
  pnpm({ options, operands }) {
    if (!/^(?:install|i)$/.test(operands[0]?.text ?? '')) return undefined;
    const option = options.find(
      ({ name, value }) =>
        name === 'no-frozen-lockfile' ||
        (name === 'frozen-lockfile' && value?.known === true && value.value === 'false'),
    );
    if (option === undefined) return undefined;
    const repair = { how: 'replace', text: '--frozen-lockfile' } as const;
    return { locks: ['pnpm-lock.yaml'], word: option.word, text: `pnpm install ${option.word.text}`, repair };
  },
  poetry({ operands, has }) {
    const [word] = operands;
    if (word?.text !== 'lock' || has('no-update', 'check', 'help', 'h')) return undefined;
    return { locks: ['poetry.lock'], word, text: 'poetry lock', repair: undefined };
  },
  cargo({ options, operands, has }) {
    const [word, other] = operands;
    if (word?.text !== 'install' || other !== undefined || has('locked', 'frozen', 'git', 'list'))
      return undefined;
    // Only a crate of this folder has the lock file that was copied.
    if (!options.some(({ name }) => name === 'path')) return undefined;
    return {
      locks: ['Cargo.lock'],
      word,
      text: 'cargo install',
      repair: { how: 'append', text: '--locked' },
    };
  },
  bundle({ command, operands, has, isSet }) {
    const [word, other] = operands;
    if (other !== undefined || (word !== undefined && word.text !== 'install')) return undefined;
    if (has('frozen', 'deployment', 'version', 'v', 'help', 'h')) return undefined;
    if (isSet('BUNDLE_FROZEN') || isSet('BUNDLE_DEPLOYMENT')) return undefined;
    return {
      locks: ['Gemfile.lock', 'gems.locked'],
      word: word ?? command.word,
      text: 'bundle install',
      repair: { how: 'assign', text: 'BUNDLE_FROZEN=true' },
    };
  },
  composer({ operands, has }) {
    const [word, other] = operands;
    if (!/^(?:update|upgrade|u)$/.test(word?.text ?? '') || word === undefined || has('lock', 'dry-run'))
      return undefined;
    const repair = other === undefined ? ({ how: 'replace', text: 'install' } as const) : undefined;
    return { locks: ['composer.lock'], word, text: `composer ${word.text}`, repair };
  },
};

/** Reads a command as one that passes a lock file by; undefined where it does something else. */
export function lockBypassOf(
  command: ShellCommand,
  names: Names,
  isSet: IsSet,
): (LockBypass & { readonly lock: string }) | undefined {
  const { name, args } = command;
  const reader = name !== undefined && Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (name === undefined || reader === undefined) return undefined;
  const { options, operands } = readOptions(args, toolTable(name));
  const has = (...wanted: readonly string[]) => options.some((option) => wanted.includes(option.name));
  const bypass = reader({ command, options, operands, has, isSet, names });
  const lock = bypass?.locks.find((file) => names.has(file));
  return bypass === undefined || lock === undefined ? undefined : { ...bypass, lock };
}

/** Whether a command tells bundler for later to keep to the lock file (`bundle config set frozen true`). */
export function freezesBundle({ name, args }: ShellCommand): boolean {
  const words = args.map(({ text }) => text);
  return (
    name === 'bundle' &&
    words[0] === 'config' &&
    words.some((word) => /^(?:BUNDLE_)?(?:frozen|deployment)$/i.test(word))
  );
}
