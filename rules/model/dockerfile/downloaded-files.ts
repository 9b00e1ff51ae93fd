/** Follows what curl and wget load over the RUNs of a stage: under which paths it lies, and what is done with it. */
import { type Download, downloadOf } from '../knowledge/downloaders.ts';
import { isPackageInstaller } from '../knowledge/package-files.ts';
import { isVerifier, speaksOf, type Verified, verifiedBy } from '../knowledge/verification.ts';
import { outermostOf, outputFiles } from '../shell/executed-downloads.ts';
import { readOptions } from '../shell/options.ts';
import { fileName, folderAfter, joinPath } from '../shell/paths.ts';
import { toolTable } from '../shell/tools.ts';
import type { Pipeline, ShellCommand, ShellWord } from '../shell/types.ts';
import { unpackingOf } from '../shell/unpacking.ts';
import { matchesWildcards } from '../wildcard.ts';
import type { Instruction, Stage } from './types.ts';

/** One loaded content. */
export interface LoadedFile {
  readonly instruction: Instruction;
  readonly download: ShellCommand;
  readonly url: ShellWord;
  /** All paths the content has had. */
  readonly names: readonly string[];
  /** Its place among the commands of the stage. */
  readonly order: number;
}

/** Something that is done with a loaded content. */
export interface DownloadUse {
  readonly file: LoadedFile;
  readonly command: ShellCommand;
  /** `landed`: it was written, moved or copied to `paths`; `unpacked`: its parts were put into the folder `paths`. */
  readonly how: 'landed' | 'executable' | 'installed' | 'unpacked';
  readonly paths: readonly string[];
  /** The path as the text has it in `command`, where it stands there. */
  readonly pathWord: ShellWord | undefined;
}

export interface StageDownloads {
  readonly uses: readonly DownloadUse[];
  /** Whether a command that comes after the download compares its checksum or signature. */
  readonly isVerified: (file: LoadedFile) => boolean;
}

interface Tracked extends LoadedFile {
  readonly names: string[];
}

const copiers: ReadonlySet<string> = new Set(['mv', 'cp', 'install', 'ln']);
const unzippers: ReadonlySet<string> = new Set([
  'gunzip',
  'unxz',
  'bunzip2',
  'unzstd',
  'gzip',
  'xz',
  'bzip2',
  'zstd',
]);
const printers: ReadonlySet<string> = new Set([
  'cat',
  'zcat',
  'xzcat',
  'bzcat',
  'gunzip',
  'gzip',
  'xz',
  'base64',
]);
/** Commands that print something of their own, whatever is piped into them. */
const sources: ReadonlySet<string> = new Set([
  'echo',
  'printf',
  'xargs',
  'find',
  'ls',
  'jq',
  'grep',
  'awk',
  'cut',
]);

/** Everything a stage does with what it loads, in order. */
export function stageDownloads(stage: Stage): StageDownloads {
  const uses: DownloadUse[] = [];
  const checks: { readonly verified: Verified; readonly order: number }[] = [];
  const tracker = createTracker(uses);
  let order = 0;
  for (const instruction of stage.instructions) {
    const { keyword, shell, workdir } = instruction;
    if (keyword !== 'RUN' || shell === undefined || !/^(?:posix|bash)$/.test(shell.dialect)) continue;
    let folder = workdir.known ? (workdir.value ?? '') : '';
    // A redirection belongs to sudo in `sudo curl … > file`, which stands before what it runs.
    for (const [at, command] of shell.commands.entries()) tracker.announce(command, instruction, order + at);
    for (const command of shell.commands) {
      folder = folderAfter(command, folder);
      const verified = verifiedBy(command);
      if (verified !== undefined) checks.push({ verified, order });
      tracker.enter(command, folder, instruction, order++);
    }
  }
  return {
    uses,
    isVerified: ({ names, order: loaded }) =>
      checks.some((check) => check.order > loaded && names.some((name) => speaksOf(check.verified, name))),
  };
}

function createTracker(uses: DownloadUse[]) {
  const files = new Map<string, Tracked>();
  /** What outermost commands print because they, or the commands they run as arguments, load it. */
  const streams = new Map<ShellCommand, Tracked>();

  function announce(command: ShellCommand, instruction: Instruction, order: number): void {
    const loaded = loadedBy(command);
    const [url] = loaded?.urls ?? [];
    if (loaded?.toOutput === true && url !== undefined)
      streams.set(outermostOf(command), { instruction, download: command, url, names: [], order });
  }

  function enter(command: ShellCommand, folder: string, instruction: Instruction, order: number): void {
    const whole = (path: string) => joinPath(folder, path);
    const tracked = ({ text }: ShellWord) => filesAt(files, whole(text));
    const use = (file: Tracked, how: DownloadUse['how'], paths: readonly string[], pathWord?: ShellWord) =>
      uses.push({ file, command, how, paths, pathWord });
    const land = (file: Tracked, paths: readonly string[], pathWord?: ShellWord) => {
      for (const path of paths) files.set(path, file);
      file.names.push(...paths);
      use(file, 'landed', paths, pathWord);
    };
    const { options, operands } = readOptions(command.args, toolTable(command.name));

    const loaded = loadedBy(command);
    if (loaded !== undefined) {
      for (const [at, path] of loaded.files.entries()) {
        const url = urlOf(loaded, path, at);
        if (url === undefined) continue;
        const pathWord = command.args.find(({ text }) => text === path);
        land({ instruction, download: command, url, names: [], order }, [whole(path)], pathWord);
      }
    }

    /** What a command prints, or what is piped into it. */
    const stream = (): Tracked | undefined => {
      if (sources.has(command.name ?? '')) return undefined;
      const printed =
        command.name !== undefined && printers.has(command.name) ? operands.flatMap(tracked)[0] : undefined;
      return streams.get(outermostOf(command)) ?? printed ?? inflow(outermostOf(command));
    };
    for (const path of outputFiles(command)) {
      const source = isVerifier(command) && !isGpg(command) ? undefined : stream();
      const word = [...command.redirections.map(({ target }) => target), ...command.args].find(
        (candidate) => candidate?.text === path,
      );
      if (source === undefined) files.delete(whole(path));
      else land(source, [whole(path)], word);
    }
    if (command.name === 'gpg' || command.name === 'gpg2') {
      const output = options.find(({ name }) => name === 'o' || name === 'output');
      const source = operands.flatMap(tracked)[0] ?? inflow(outermostOf(command));
      if (output?.valueText !== undefined && source !== undefined)
        land(source, [whole(output.valueText)], output.valueWord ?? output.word);
    } else if (command.name === 'rm') {
      for (const { text } of operands) files.delete(whole(text));
    } else if (command.name === 'chmod' && givesExecution(operands[0]?.text ?? '')) {
      for (const word of operands.slice(1))
        for (const file of tracked(word)) use(file, 'executable', [whole(word.text)], word);
    } else if (command.name !== undefined && copiers.has(command.name)) {
      const target = options.find(({ name }) => name === 't' || name === 'target-directory')?.valueText;
      const last = target === undefined ? operands.at(-1) : undefined;
      const destination = whole(target ?? last?.text ?? '');
      for (const word of target === undefined ? operands.slice(0, -1) : operands) {
        for (const file of tracked(word))
          land(file, [destination, joinPath(destination, fileName(word.text))], last);
      }
    } else if (command.name !== undefined && unzippers.has(command.name)) {
      for (const word of operands) {
        for (const file of tracked(word)) land(file, [whole(word.text.replace(/\.(?:gz|xz|bz2|zst)$/, ''))]);
      }
    } else if (isPackageInstaller(command)) {
      for (const word of operands)
        for (const file of tracked(word)) use(file, 'installed', [whole(word.text)], word);
    }
    const unpacking = unpackingOf(command);
    if (unpacking !== undefined) {
      const source = unpacking.archives.flatMap(tracked)[0] ?? inflow(outermostOf(command));
      if (source !== undefined) use(source, 'unpacked', [whole(unpacking.folder ?? '.')]);
    }
  }

  function inflow(outermost: ShellCommand): Tracked | undefined {
    const { pipeline } = outermost;
    return flowBefore(
      pipeline,
      pipeline.members.findIndex((members) => members.includes(outermost)),
    );
  }

  function flowBefore(pipeline: Pipeline, stage: number): Tracked | undefined {
    for (let at = stage - 1; at >= 0; at--) {
      for (const member of pipeline.members[at] ?? []) {
        const file = streams.get(member);
        if (file !== undefined) return file;
        if (isVerifier(member) && !isGpg(member)) return undefined;
        if (sources.has(member.name ?? '')) return undefined;
      }
    }
    return pipeline.outer && flowBefore(pipeline.outer.pipeline, pipeline.outer.stage);
  }

  return { announce, enter };
}

function loadedBy(command: ShellCommand): Download | undefined {
  return command.name === 'curl' || command.name === 'wget' ? downloadOf(command) : undefined;
}

/** gpg passes keys on (`gpg --dearmor`), the other verifiers only say whether a file is right. */
function isGpg({ name }: ShellCommand): boolean {
  return name === 'gpg' || name === 'gpg2';
}

function filesAt(files: ReadonlyMap<string, Tracked>, path: string): readonly Tracked[] {
  const found = files.get(path);
  if (found !== undefined) return [found];
  if (!path.includes('*')) return [];
  return [
    ...new Set([...files].flatMap(([candidate, file]) => (matchesWildcards(path, candidate) ? [file] : []))),
  ];
}

/** The address that a file of a download comes from; with `-O` it has the file's name, with `-o` the same position. */
function urlOf({ urls }: Download, path: string, at: number): ShellWord | undefined {
  const named = urls.find(({ text }) => fileName(text.replace(/[?#].*$/s, '')) === fileName(path));
  return named ?? urls[at] ?? urls[0];
}

/** Whether a mode lets somebody run the file. */
function givesExecution(mode: string): boolean {
  if (/^0*[0-7]{3,4}$/.test(mode)) return /[1357]/.test(mode.slice(-3));
  return mode.split(',').some((clause) => /^[ugoa]*[+=][rwXst]*x/.test(clause));
}
