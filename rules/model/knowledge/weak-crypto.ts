/** Settings that lower the cryptography of a whole image: OpenSSL, Java and the policies of Red Hat's family. */

import { optionsOf } from '../shell/options.ts';
import type { ShellCommand, ShellWord, WrittenLine } from '../shell/types.ts';

/** The part of a configuration's line that lowers it; undefined for every other line. */
export function weakCryptoLine(path: string, line: WrittenLine): string | undefined {
  const { text } = line;
  if (/\/crypto-policies\/config$/.test(path)) return /^\s*(LEGACY\b\S*)/.exec(text)?.[1];
  if (/(?:^|\/)java\.security$/.test(path)) return javaPart(text);
  if (!/(?:^|\/)openssl\.cnf$|\.cnf$(?<=\/ssl\/.*)/.test(path) || /^\s*[#;]/.test(text)) return undefined;
  // config(5) of OpenSSL 3; levels 0 and 1 let short keys and SHA-1 through (SSL_CTX_set_security_level).
  const level = /\bSECLEVEL\s*=\s*[01](?!\d)/.exec(text)?.[0];
  if (level !== undefined) return level;
  const protocol = /\bMinProtocol\s*=\s*(?:SSLv3|TLSv1(?:\.[01])?|None)(?![.\w])/.exec(text)?.[0];
  if (protocol !== undefined) return protocol;
  // sed may replace the value alone.
  return line.rest?.before === true && /^(?:SSLv3|TLSv1(?:\.[01])?)$/.test(text) ? text : undefined;
}

/** A list of disabled algorithms that is emptied, or put behind a comment mark by sed. */
function javaPart(text: string): string | undefined {
  const match = /^\s*((?:#\s*)?jdk\.(?:tls|certpath)\.disabledAlgorithms)\s*(?:=\s*(.*))?$/s.exec(text);
  const [, name = '', value] = match ?? [];
  if (match === null) return undefined;
  const isCommented = name.startsWith('#');
  return isCommented || (value !== undefined && /^(?:""|'')?$/.test(value.trim())) ? name : undefined;
}

/** The policy that `update-crypto-policies --set LEGACY` chooses. */
export function legacyPolicy(command: ShellCommand): ShellWord | undefined {
  if (command.name !== 'update-crypto-policies') return undefined;
  const option = optionsOf(command.args, { longWithValue: ['set'] }).find(({ name }) => name === 'set');
  const isLegacy = option?.value?.known === true && /^LEGACY(?::|$)/i.test(option.value.value);
  return isLegacy ? (option.valueWord ?? option.word) : undefined;
}

/** Whether a variable of the environment does the same for what runs in it. */
export function weakCryptoVariable(name: string, value: string): boolean {
  if (name === 'OPENSSL_CONF') return value.trim() === '/dev/null';
  return name === 'NODE_OPTIONS' && value.split(/\s+/).includes('--openssl-legacy-provider');
}
