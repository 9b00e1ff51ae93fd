/** Commands that take keys of package sources, and how well they name them (apt-key(8), gpg(1)). */
import { readOptions } from '../shell/options.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';

/** Whether `apt-key add` or `apt-key adv` takes a key, which apt then trusts for every source. */
export function importsWithAptKey({ name, args }: ShellCommand): boolean {
  if (name !== 'apt-key') return false;
  const subcommand = readOptions(args, toolTable('apt-key')).operands[0]?.text;
  if (subcommand === 'add') return true;
  return (
    subcommand === 'adv' &&
    args.some(({ text }) => /^--(?:recv(?:-keys?)?|receive-keys|fetch-keys|import)\b/.test(text))
  );
}

/** The ids by which gpg asks a key server for keys, and that others may give to keys of their own. */
export function shortKeyIds({ name, args }: ShellCommand): readonly ShellWord[] {
  if (name !== 'gpg' && name !== 'gpg2') return [];
  const { options, operands } = readOptions(args, toolTable('gpg'));
  if (!options.some((option) => /^(?:recv|recv-keys?|receive-keys)$/.test(option.name))) return [];
  return operands.filter(({ value }) => {
    if (!value.known) return false;
    const digits = value.value.replace(/^0x/i, '').replace(/\s/g, '');
    return /^[\da-f]{8,39}$/i.test(digits);
  });
}

/** Whether apt trusts the keys in a file for every source. */
export function isTrustedForAll(path: string): boolean {
  return /^\/etc\/apt\/trusted\.gpg(?:\.d(?:\/[^/]*)?)?$/.test(path);
}
