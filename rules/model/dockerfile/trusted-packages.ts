/** Package files that need no signature: the file itself shows where they come from. */
import { speaksOf } from '../knowledge/verification.ts';
import { readOptions } from '../shell/options.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand } from '../shell/types.ts';
import { contributingStages } from './stages.ts';
import type { Dockerfile, Instruction } from './types.ts';
import type { VerifiedFiles } from './verified-files.ts';

const builders: ReadonlySet<string> = new Set(
  'abuild melange rpmbuild mock fpm nfpm makepkg checkinstall dpkg-deb dpkg-buildpackage debuild'.split(' '),
);
const subcommands = /^(?:add|install|localinstall|reinstall|upgrade|update|in)$/;

/**
 * Whether a command installs nothing but package files, and these were built in this file, or compared with a checksum
 * by it, or (for apt, which checks no signature of files) whatever they are.
 *
 * @param verified the verifications of the file
 */
export function installsTrustedFiles(
  file: Dockerfile,
  instruction: Instruction,
  command: ShellCommand,
  verified: () => readonly VerifiedFiles[],
): boolean {
  const { stage } = instruction;
  const { options, operands } = readOptions(command.args, toolTable(command.name));
  const sources = options.flatMap(({ name, valueText }) =>
    /^(?:X|repository|repofrompath)$/.test(name) && valueText !== undefined ? [valueText.replace(/^[^/]*,/, '')] : [],
  );
  if (sources.length > 0) return sources.every((source) => /^(?:file:|\/)/.test(source));
  const packages = operands.map(({ text }) => text).filter((text) => !subcommands.test(text));
  const isLocal = (text: string) => !/:\/\//.test(text) && (/^\.{0,2}\/|\.(?:apk|rpm|deb)$/.test(text));
  if (packages.length === 0 || !packages.every(isLocal) || stage === undefined) return false;
  if (/^apt/.test(command.name ?? '')) return true;
  const checks = verified().filter((check) => check.instruction.stage === stage);
  if (packages.every((path) => checks.some(({ files }) => speaksOf(files, path)))) return true;
  return [...contributingStages(file, stage)].some(({ instructions }) =>
    instructions.some(({ shell }) => shell?.commands.some(({ name }) => name !== undefined && builders.has(name)) === true),
  );
}
