/** Commands that compare a file with a checksum or a signature, and which file they speak of. */
import { readOptions } from '../shell/options.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';

const checksumTools =
  /^(?:(?:sha(?:1|224|256|384|512)?|b2|b3|md5|g?sha\d+)sum|shasum|cksum|rhash|openssl|get-filehash|certutil)$/;
const signatureTools =
  /^(?:gpg2?|gpgv2?|sqv?|cosign|minisign|rsign|signify(?:-openbsd)?|slsa-verifier|sigstore|rpmkeys|debsig-verify|dpkg-sig|jarsigner)$/;

/** What a verification speaks of: the files it names, or `all` where they stand in a list that cannot be seen. */
export type Verified = 'all' | readonly string[];

/** Whether a command checks something at all, whatever it is. */
export function isVerifier({ name }: ShellCommand): boolean {
  return name !== undefined && (checksumTools.test(name) || signatureTools.test(name));
}

/** The files that a command verifies, as written; undefined where it verifies none. */
export function verifiedBy(command: ShellCommand): Verified | undefined {
  const { name } = command;
  if (name === undefined) return undefined;
  if (checksumTools.test(name)) return checkedSums(command);
  if (!signatureTools.test(name)) return undefined;
  const words = command.args.map(({ text }) => text);
  if (/^gpg2?$/.test(name) && !words.some((word) => /^--(?:verify|decrypt)|^-d$/.test(word)))
    return undefined;
  const { operands } = readOptions(command.args, toolTable(name));
  const files = [...operands.map(({ text }) => text), ...words].map(withoutSuffix);
  return operands.some(isHidden) ? 'all' : files;
}

/** `f.asc` is the signature of `f`. */
function withoutSuffix(path: string): string {
  return path.replace(/\.(?:asc|sig|sign|minisig|pem|bundle|sigstore(?:\.json)?|intoto\.jsonl)$/, '');
}

function checkedSums(command: ShellCommand): Verified | undefined {
  const { options, operands } = readOptions(command.args, toolTable(command.name));
  const isCheck = options.some(({ name }) => name === 'c' || name === 'check');
  const isOpenssl = command.name === 'openssl';
  if (!isCheck) {
    // A bare sum is only printed; in a pipe, a substitution or with a signature it is compared.
    const isCompared =
      command.via === 'substitution' ||
      isInSubstitution(command) ||
      command.pipeline.members.length > 1 ||
      options.some(({ name }) => name === 'verify' || name === 'signature');
    if (!isCompared && command.name !== 'get-filehash') return undefined;
    if (isOpenssl && operands[0]?.text !== 'dgst' && !/^(?:sha|md5)/.test(operands[0]?.text ?? ''))
      return undefined;
    return operands.length === 0 || operands.some(isHidden) ? 'all' : operands.map(({ text }) => text);
  }
  const lists = operands.filter(({ text }) => text !== '-');
  // The names stand in a file, which is not read.
  if (lists.length > 0) return 'all';
  return listedIn(command);
}

/** Substitutions are pipelines without an outer one whose commands a word holds; the model marks the nested ones. */
function isInSubstitution(command: ShellCommand): boolean {
  return command.wrapper !== undefined && isInSubstitution(command.wrapper)
    ? true
    : command.via === 'substitution';
}

/** The names in `echo "$SUM  file" | sha256sum -c`, a here-string or a heredoc. */
function listedIn(command: ShellCommand): Verified {
  const words: string[] = [];
  for (const { target, heredoc, descriptor } of command.redirections) {
    if (descriptor !== 0) continue;
    if (heredoc !== undefined) words.push(heredoc.body.text);
    else if (target !== undefined) words.push(target.text);
  }
  for (const members of command.pipeline.members) {
    if (members.includes(command)) break;
    for (const { name, args } of members) {
      if (name !== 'echo' && name !== 'printf') return 'all';
      words.push(...args.map(({ text }) => text));
    }
  }
  const names = words
    .join('\n')
    .replace(/\\n/g, '\n')
    .split(/[\s*]+/)
    .filter((word) => word !== '' && !/^(?:-\w+|[0-9a-fA-F]{32,})$/.test(word));
  // `$LINE` may hold any name; a sum in a variable stands before a name that is written out.
  const files = names.filter((word) => !/^(?:\$\{?\w+\}?|%\S*)$/.test(word));
  return files.length === 0 ? 'all' : files;
}

function isHidden({ text }: ShellWord): boolean {
  return /^\$\{?\w+\}?$/.test(text);
}

/** Whether a verification speaks of this file; names are compared by their last segment, for lists hold relative ones. */
export function speaksOf(verified: Verified, path: string): boolean {
  return verified === 'all' || verified.some((file) => lastSegment(file) === lastSegment(path));
}

function lastSegment(path: string): string {
  return path.split('/').at(-1) ?? path;
}
