/** Rewrites `RUN curl … | sh` to an ADD whose content is checked and a RUN of the file it makes. */
import { downloadOf } from '../knowledge/downloaders.ts';
import { zeroChecksum } from '../knowledge/remote-sources.ts';
import type { ExecutedDownload } from '../shell/executed-downloads.ts';
import { optionsOf } from '../shell/options.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';
import { shellArguments } from '../shell/unwrap.ts';
import { shells } from '../shell/wrappers.ts';
import { type Edits, insertLineBefore } from './edit.ts';
import type { Dockerfile, Instruction } from './types.ts';

/** Options that only say how patiently or quietly to load; any other may change what is loaded. */
const harmlessOptions: ReadonlySet<string> = new Set(
  `f s S L g 4 6 # q N n v O fail fail-with-body silent show-error location proto proto-redir tlsv1.2 tlsv1.3 ssl-reqd
  http1.1 http2 compressed retry retry-delay retry-max-time retry-all-errors retry-connrefused connect-timeout max-time
  m globoff no-progress-meter progress-bar url quiet no-verbose output-document https-only secure-protocol tries t
  timeout T progress show-progress`.split(/\s+/),
);

/**
 * The rewriting, with zeros for the checksum. Refused unless the RUN has one plain downloader with one literal address
 * in front of one plain interpreter, and nothing else would be lost.
 */
export function addInsteadOfPipe(file: Dockerfile, instruction: Instruction, found: ExecutedDownload): Edits {
  const { download, runner, route } = found;
  const [first, second, third] = runner.pipeline.members;
  if (instruction.keyword !== 'RUN' || instruction.json || instruction.heredocs.length > 0) return undefined;
  if (route !== 'pipe' || third !== undefined || !isOnly(first, download) || !isOnly(second, runner))
    return undefined;
  const url = plainAddress(download);
  const path = freePath(file, instruction);
  const words = url === undefined ? undefined : withScript(file, runner, path);
  if (url === undefined || words === undefined) return undefined;
  const end = runner.args.at(-1)?.end ?? runner.word.end;
  if (/^[ \t]*#/m.test(file.text.slice(download.start, end))) return undefined;
  const prefix = instruction.onbuild ? 'ONBUILD ' : '';
  // ADD makes files of root that nobody else can read.
  const mode = instruction.user === undefined ? '' : '--chmod=644 ';
  const added = insertLineBefore(
    file,
    instruction,
    `${prefix}ADD --checksum=${zeroChecksum} ${mode}${url} ${path}`,
  );
  return added && [...added, { path: file.path, start: download.start, end, text: words }];
}

function isOnly(members: readonly ShellCommand[] | undefined, command: ShellCommand): boolean {
  const isPlain =
    command.via === 'plain' && command.assignments.length === 0 && command.redirections.length === 0;
  return isPlain && members?.length === 1 && members[0] === command;
}

function plainAddress(command: ShellCommand): string | undefined {
  const options = optionsOf(command.args, toolTable(command.name));
  const [url, other] = downloadOf(command)?.urls ?? [];
  if (url === undefined || other !== undefined || options.some(({ name }) => !harmlessOptions.has(name)))
    return undefined;
  const isLiteral =
    url.value.known && url.variables.length === 0 && /^https?:\/\/[^\s"'$\\]+$/.test(url.value.value);
  return isLiteral && url.value.known ? url.value.value : undefined;
}

/** A path that the instruction does not name yet, for several downloads of one RUN. */
function freePath(file: Dockerfile, { start, end }: Instruction): string {
  const text = file.text.slice(start, end);
  for (let count = 1; ; count++) {
    const path = count === 1 ? '/tmp/install' : `/tmp/install-${count}`;
    if (!text.includes(path)) return path;
  }
}

/** The interpreter's words with a script in the place of standard input. */
function withScript(file: Dockerfile, { name, word, args }: ShellCommand, path: string): string | undefined {
  const written = ({ start, end }: ShellWord) => file.text.slice(start, end);
  const joined = (words: readonly string[]) => words.filter((part) => part !== '').join(' ');
  if (name !== undefined && Object.hasOwn(shells, name)) {
    const { operand } = shellArguments(
      args.map(({ text }) => text),
      0,
    );
    const options = args.slice(0, operand).map((option) => withoutInputMark(written(option)));
    const rest = args.slice(operand).filter(({ text }) => text !== '/dev/stdin');
    return joined([written(word), ...options, path, ...rest.map(written)]);
  }
  const [mark, ...rest] = args;
  if (mark !== undefined && mark.text !== '-' && mark.text !== '--') return undefined;
  return joined([written(word), path, ...rest.map(written)]);
}

/** `-s`, `-` and `--` say that the program comes from standard input, or that options end; `-es` is `-e` then. */
function withoutInputMark(option: string): string {
  if (option === '-s' || option === '-' || option === '--') return '';
  return /^-[a-z]+$/.test(option) ? option.replace('s', '') : option;
}
