/** Commands that load something from the network, and where they put it. */
import { type Option, readOptions } from '../shell/options.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';

/** What a downloader loads, as its own options say; redirections and pipes around it come on top. */
export interface Download {
  readonly urls: readonly ShellWord[];
  /** The content goes to standard output. */
  readonly toOutput: boolean;
  /** Paths of the files that are written, as far as known and as written in the command. */
  readonly files: readonly string[];
}

type Reader = (options: readonly Option[], urls: readonly ShellWord[]) => Omit<Download, 'urls'>;

const readers: Readonly<Record<string, Reader>> = {
  curl(options, urls) {
    const outputs = valuesOf(options, 'o', 'output');
    const named = outputs.filter((path) => !isOutput(path));
    const remote = has(options, 'O', 'remote-name', 'remote-name-all') ? urls.map(nameOfUrl) : [];
    const files = inFolder([...named, ...remote], valuesOf(options, 'output-dir').at(-1));
    // Only the headers, which are no program.
    if (has(options, 'I', 'head')) return { toOutput: false, files: [] };
    return { files, toOutput: outputs.length > named.length || files.length === 0 };
  },
  wget(options, urls) {
    const output = valuesOf(options, 'O', 'output-document').at(-1);
    if (output !== undefined) {
      return isOutput(output) ? { toOutput: true, files: [] } : { toOutput: false, files: [output] };
    }
    const folder = valuesOf(options, 'P', 'directory-prefix').at(-1);
    return { toOutput: false, files: inFolder(urls.map(nameOfUrl), folder) };
  },
  fetch(options, urls) {
    const output = valuesOf(options, 'o', 'output').at(-1);
    if (output === undefined) return { toOutput: false, files: urls.map(nameOfUrl) };
    return isOutput(output) ? { toOutput: true, files: [] } : { toOutput: false, files: [output] };
  },
  aria2c(options, urls) {
    const output = valuesOf(options, 'o', 'out').at(-1);
    const folder = valuesOf(options, 'd', 'dir').at(-1);
    return {
      toOutput: false,
      files: inFolder(output === undefined ? urls.map(nameOfUrl) : [output], folder),
    };
  },
};

/** Invoke-WebRequest, Invoke-RestMethod and their aliases; names of PowerShell commands are in lower case. */
const webRequests: ReadonlySet<string> = new Set(['invoke-webrequest', 'iwr', 'invoke-restmethod', 'irm']);

function webRequestOf({ args }: ShellCommand): Download {
  const isFile = args.some(({ text }) => /^-outf\w*$/i.test(text));
  return { urls: args.filter(({ text }) => /^https?:/i.test(text)), toOutput: !isFile, files: [] };
}

/** Whether a command makes the .NET client whose methods load (`New-Object Net.WebClient`). */
export function isWebClient({ name, args }: ShellCommand): boolean {
  return name === 'new-object' && args.some(({ text }) => /(?:^|\.)WebClient$/i.test(text));
}

/** Tables of downloaders that the common tables do not have. */
const ownTables = { fetch: { shortWithValue: 'BioNSTw', longWithValue: ['output'] } } as const;

/** Reads a command as a download; undefined where it is none. */
export function downloadOf(command: ShellCommand): Download | undefined {
  const { name, args } = command;
  if (name !== undefined && webRequests.has(name)) return webRequestOf(command);
  const reader = name !== undefined && Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (name === undefined || reader === undefined) return undefined;
  const { options, operands } = readOptions(args, name === 'fetch' ? ownTables.fetch : toolTable(name));
  const named = options.flatMap((option) =>
    option.name === 'url' && option.valueWord ? [option.valueWord] : [],
  );
  const urls = [...operands, ...named];
  return { urls, ...reader(options, urls) };
}

function valuesOf(options: readonly Option[], ...names: readonly string[]): readonly string[] {
  return options.flatMap(({ name, valueText }) =>
    names.includes(name) && valueText !== undefined ? [valueText] : [],
  );
}

function has(options: readonly Option[], ...names: readonly string[]): boolean {
  return options.some(({ name }) => names.includes(name));
}

function isOutput(path: string): boolean {
  return path === '-' || path === '/dev/stdout' || path === '/dev/fd/1';
}

function inFolder(files: readonly string[], folder: string | undefined): readonly string[] {
  return folder === undefined ? files : files.map((file) => `${folder.replace(/\/$/, '')}/${file}`);
}

/** The last segment of the URL's path, which is how the file is called that `-O` and wget make. */
function nameOfUrl({ text }: ShellWord): string {
  return (
    text
      .replace(/[?#].*$/s, '')
      .replace(/(?<!\/)\/+$/, '')
      .split('/')
      .at(-1) ?? ''
  );
}
