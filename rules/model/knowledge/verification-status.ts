/** Commands that say by their exit status, and by nothing a build would notice, that a file is not the right one. */
import { readOptions } from '../shell/options.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand } from '../shell/types.ts';

type Asks = (options: ReadonlySet<string>, subcommand: string) => boolean;

const checks: Asks = (options) => options.has('c') || options.has('check');
const verifies: Asks = (_, subcommand) => /^verify(?:-|$)/.test(subcommand);
const asksV: Asks = (options) => options.has('V');
const checksSignature: Asks = (options) => options.has('K') || options.has('checksig');
const always: Asks = () => true;

/** How each tool is asked to verify, from its manual. */
const tools: readonly (readonly [name: RegExp, asks: Asks])[] = [
  [/^(?:g?sha\d+sum|shasum|b2sum|b3sum|md5sum)$/, checks],
  [/^gpg2?$/, (options) => options.has('verify')],
  [/^(?:gpgv2?|sqv|debsig-verify)$/, always],
  [/^(?:cosign|slsa-verifier|sigstore|apk)$/, verifies],
  [/^git$/, (_, subcommand) => subcommand === 'verify-tag' || subcommand === 'verify-commit'],
  [/^(?:minisign|rsign)$/, asksV],
  [/^signify(?:-openbsd)?$/, (options) => options.has('V') || options.has('C')],
  [/^(?:rpm|rpmkeys)$/, checksSignature],
  [/^openssl$/, (options) => options.has('verify') || options.has('prverify')],
  [/^jarsigner$/, (options) => options.has('verify')],
];

/** Whether a command is a verification whose result is its exit status. */
export function verifiesByStatus({ name, args }: ShellCommand): boolean {
  const asks = name === undefined ? undefined : tools.find(([pattern]) => pattern.test(name))?.[1];
  if (asks === undefined) return false;
  const { options, operands } = readOptions(args, toolTable(name));
  return asks(new Set(options.map((option) => option.name)), operands[0]?.text ?? '');
}
