/** Commands that put what they load or decrypt on standard output, where a pipe takes it on. */
import { type Option, readOptions } from '../shell/options.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand } from '../shell/types.ts';
import { downloadOf } from './downloaders.ts';

/** What a command puts on its standard output; undefined where it does neither. */
export type OutputSource = 'download' | 'decryption';

/** What a command's own output is: something loaded from a server, something decrypted, or neither. */
export function outputSourceOf(command: ShellCommand): OutputSource | undefined {
  if (downloadOf(command)?.toOutput === true || isObjectDownload(command)) return 'download';
  return isDecryption(command) ? 'decryption' : undefined;
}

/** Object stores: `aws s3 cp s3://b/k -`, `gsutil cat gs://…`, `gcloud storage cat gs://…`. */
function isObjectDownload({ name, args }: ShellCommand): boolean {
  const { operands } = readOptions(args, toolTable(name));
  const words = operands.map(({ text }) => text);
  if (name === 'aws') return words[0] === 's3' && words[1] === 'cp' && words.at(-1) === '-';
  if (name === 'gsutil') return words[0] === 'cat' || (words[0] === 'cp' && words.at(-1) === '-');
  return name === 'gcloud' && words[0] === 'storage' && (words[1] === 'cat' || words.at(-1) === '-');
}

function isDecryption({ name, args }: ShellCommand): boolean {
  const { options, operands } = readOptions(args, toolTable(name));
  const isOn = (...names: readonly string[]) => options.some((option) => names.includes(option.name));
  const subcommand = operands[0]?.text;
  switch (name) {
    case 'gpg':
    case 'gpg2':
      return isOn('d', 'decrypt') && isToOutput(options, 'o', 'output');
    case 'openssl': {
      const decrypts =
        subcommand === 'enc' || subcommand === 'aes-256-cbc' || subcommand === 'base64'
          ? isOn('d') && subcommand !== 'base64'
          : /^(?:smime|cms|rsautl|pkeyutl)$/.test(subcommand ?? '') && isOn('decrypt');
      return decrypts && isToOutput(options, 'out');
    }
    case 'age':
    case 'rage':
      // Neither tool is in the tables: their `-o` takes the next word, which is an operand then.
      return isOn('d', 'decrypt') && !isOn('o', 'output');
    case 'sops':
      return (isOn('d', 'decrypt') || subcommand === 'decrypt') && !isOn('output', 'i', 'in-place');
    case 'ansible-vault':
      return subcommand === 'view' || (subcommand === 'decrypt' && args.at(-1)?.text === '-');
    default:
      return false;
  }
}

/** Whether the output goes on: no file is named for it, or standard output is. */
function isToOutput(options: readonly Option[], ...names: readonly string[]): boolean {
  const file = options.findLast(({ name }) => names.includes(name))?.valueText;
  return file === undefined || file === '-' || file === '/dev/stdout';
}
