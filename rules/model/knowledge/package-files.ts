/** Commands that install packages out of files, without a check of who made them. */
import { readOptions } from '../shell/options.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand } from '../shell/types.ts';

const aptLike: ReadonlySet<string> = new Set(['apt', 'apt-get', 'yum', 'dnf', 'dnf5', 'microdnf', 'tdnf']);

/**
 * Whether a command installs package files it is given, and asks nobody who signed them: dpkg and apt never do for
 * files, rpm and yum only warn (localpkg_gpgcheck is off by default). apk has to be told not to ask
 * (dockerfile/signature-check-off).
 */
export function isPackageInstaller({ name, args }: ShellCommand): boolean {
  if (name === undefined) return false;
  const { options, operands } = readOptions(args, toolTable(name));
  const has = (...names: readonly string[]) => options.some((option) => names.includes(option.name));
  if (name === 'dpkg') return has('i', 'install', 'unpack');
  if (name === 'rpm') return has('i', 'U', 'F', 'install', 'upgrade', 'freshen') && !has('q', 'query');
  return aptLike.has(name) && operands.some(({ text }) => /^(?:install|localinstall|reinstall)$/.test(text));
}
