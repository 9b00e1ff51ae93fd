/** Commands that turn unreadable text into readable text. */
import { optionsOf, readOptions } from '../shell/options.ts';
import type { ShellCommand } from '../shell/types.ts';

/** Whether a command decodes what it reads or prints. `rev` does so too, but two of them undo each other. */
export function isDecoder(command: ShellCommand): boolean {
  const { name = '', args } = command;
  switch (name) {
    case 'base64':
    case 'base32':
    case 'basenc':
    case 'gbase64':
      return optionsOf(args, { shortWithValue: 'w' }).some((option) => /^(?:d|D|decode)$/.test(option.name));
    case 'xxd':
      return args.some(({ text }) => /^-(?:r|revert|r[a-z]+)$/.test(text));
    case 'openssl': {
      const { options, operands } = readOptions(args, {
        singleDash: true,
        longWithValue: ['in', 'out', 'pass', 'k'],
      });
      const isCipher = /^(?:enc|base64|aes-|aes\d|des|aria|camellia|chacha20|bf|rc4|sm4)/.test(
        operands[0]?.text ?? '',
      );
      return isCipher && options.some((option) => option.name === 'd');
    }
    case 'uudecode':
    case 'rev':
      return true;
    case 'tr':
      return isLetterCipher(command);
    case 'printf':
    case 'echo':
      return args.some(({ text }) => spelledCharacters(text) >= 3);
    default:
      return false;
  }
}

/** `tr A-Za-z N-ZA-Mn-za-m`: letters for other letters, which is more than another case. */
function isLetterCipher({ args }: ShellCommand): boolean {
  const { options, operands } = readOptions(args);
  const [from, to] = operands.map(({ text }) => text.replace(/^\[(?=[^:])|(?<=[^:])\]$/g, ''));
  if (options.length > 0 || from === undefined || to === undefined) return false;
  const areLetters = /^[a-z-]{3,}$/i.test(from) && /^[a-z-]{3,}$/i.test(to);
  return areLetters && from.toLowerCase() !== to.toLowerCase();
}

/** How many printable characters a text writes as `\\x41` or `\\101`. */
function spelledCharacters(text: string): number {
  let count = 0;
  for (const [, hexadecimal, octal] of text.matchAll(/\\(?:x([\da-f]{2})|0?([0-3][0-7]{2}))/gi)) {
    const code =
      hexadecimal === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(hexadecimal, 16);
    if (code >= 0x20 && code < 0x7f) count++;
  }
  return count;
}

/** The option by which PowerShell takes a command in Base64, in any of its short forms (about_PowerShell_exe). */
export function encodedCommandOption(command: ShellCommand): ShellCommand['args'][number] | undefined {
  if (!/^(?:powershell|pwsh)$/i.test(command.name ?? '')) return undefined;
  return command.args.find(({ text }) => {
    const name = /^[-/]([a-z]+)$/i.exec(text)?.[1]?.toLowerCase();
    return name !== undefined && (name === 'ec' || 'encodedcommand'.startsWith(name));
  });
}
