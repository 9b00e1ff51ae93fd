/** Settings of apt that the steps before an instruction leave in the image. */
import { folderOf } from '../shell/paths.ts';
import { builtFiles } from './built-files.ts';
import { copyDestination } from './stages.ts';
import type { Dockerfile, Instruction, Stage } from './types.ts';

/** Where apt looks for settings (apt.conf(5)). */
function isAptConfiguration(path: string): boolean {
  return path === '/etc/apt/apt.conf' || folderOf(path) === '/etc/apt/apt.conf.d';
}

/** Folders that may bring settings along when a folder of files is copied into them. */
const aptFolders: ReadonlySet<string> = new Set(['/', '/etc', '/etc/apt', '/etc/apt/apt.conf.d']);

/**
 * The first instruction of a stage's chain, in order of execution, that turns recommended packages off for all that
 * follows, or that may do so: one that copies settings which cannot be seen here.
 */
export function recommendsTurnedOff(file: Dockerfile, stage: Stage): Instruction | undefined {
  for (const { instructions } of stage.chain.toReversed()) {
    const found = instructions.find((instruction) => turnsOff(file, instruction));
    if (found !== undefined) return found;
  }
  return undefined;
}

function turnsOff(file: Dockerfile, instruction: Instruction): boolean {
  const { keyword, pairs, shell } = instruction;
  if (keyword === 'ENV' || keyword === 'ARG') return pairs.some(({ name }) => name === 'APT_CONFIG');
  const built = builtFiles(file, instruction).filter(({ path }) => isAptConfiguration(path));
  if (built.some(({ lines }) => lines.some(({ text, known }) => !known || isRecommendsOff(text))))
    return true;
  if (keyword === 'COPY' || keyword === 'ADD') return copiesSettings(instruction) && built.length === 0;
  // Files that are changed or filled by other means (sed, cp, curl) may say anything.
  return (
    shell?.commands.some(
      ({ name, args, redirections }) =>
        name !== 'echo' &&
        name !== 'printf' &&
        name !== 'rm' &&
        (args.some(({ text }) => isAptConfiguration(text)) ||
          (name !== 'cat' &&
            redirections.some(({ target }) => target !== undefined && isAptConfiguration(target.text)))),
    ) === true && built.length === 0
  );
}

function copiesSettings(instruction: Instruction): boolean {
  const target = copyDestination(instruction)?.resolved;
  if (target === undefined) return false;
  if (!target.known) return false;
  const path = target.value === '/' ? '/' : target.value.replace(/(?<!\/)\/+$/, '');
  return isAptConfiguration(path) || aptFolders.has(path);
}

/** `APT::Install-Recommends "false";`, and the line of a block `APT { Install-Recommends "0"; }`. */
function isRecommendsOff(line: string): boolean {
  return (
    !/^\s*(?:\/\/|#)/.test(line) &&
    /\bInstall-Recommends\s+"?(?:0|false|no|off|without|disable)\b/i.test(line)
  );
}
