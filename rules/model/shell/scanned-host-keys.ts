/** Finds ssh-keyscan whose answer is believed: it goes to a file of known hosts and nobody looks at it. */
import { isVerifier } from '../knowledge/verification.ts';
import { outermostOf, outputFiles } from './executed-downloads.ts';
import { optionsOf, readOptions } from './options.ts';
import { fileName } from './paths.ts';
import { toolTable } from './tools.ts';
import type { Pipeline, ShellCommand, ShellScript } from './types.ts';

/** The ssh-keyscan commands of a script whose keys become known hosts unseen. */
export function believedKeyScans({ commands }: ShellScript): readonly ShellCommand[] {
  const scans = commands.filter(({ name }) => name === 'ssh-keyscan');
  if (scans.length === 0 || commands.some(isComparison)) return [];
  const outputs = new Map(commands.map((command) => [command, outputFiles(command)]));
  const copied = copiedToKnownHosts(commands, outputs);
  const isKnownHosts = (path: string) => isKnownHostsFile(path) || copied.has(path);
  return scans.filter((scan) => {
    const outermost = outermostOf(scan);
    return receivers(outermost).some((receiver) => outputs.get(receiver)?.some(isKnownHosts) === true);
  });
}

function isKnownHostsFile(path: string): boolean {
  return /^(?:ssh_)?known_hosts2?$/.test(fileName(path));
}

/** The command itself and those its output goes through. */
function receivers(outermost: ShellCommand): readonly ShellCommand[] {
  const found: ShellCommand[] = [outermost];
  let at: { readonly pipeline: Pipeline; readonly stage: number } | undefined = {
    pipeline: outermost.pipeline,
    stage: outermost.pipeline.members.findIndex((members) => members.includes(outermost)),
  };
  while (at !== undefined) {
    const { pipeline, stage }: { readonly pipeline: Pipeline; readonly stage: number } = at;
    for (const members of pipeline.members.slice(stage + 1)) found.push(...members);
    at = pipeline.outer;
  }
  return found;
}

/** Files that cat, mv, cp or install bring into a file of known hosts. */
function copiedToKnownHosts(
  commands: readonly ShellCommand[],
  outputs: ReadonlyMap<ShellCommand, readonly string[]>,
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const command of commands) {
    const { name, args } = command;
    if (name === undefined || !/^(?:cat|mv|cp|install)$/.test(name)) continue;
    const { operands } = readOptions(args, toolTable(name));
    const isTarget =
      name === 'cat'
        ? outputs.get(command)?.some(isKnownHostsFile) === true
        : isKnownHostsFile(operands.at(-1)?.text ?? '');
    if (isTarget) for (const { text } of operands) found.add(text);
  }
  return found;
}

/** Whether a command compares keys or fingerprints. */
function isComparison(command: ShellCommand): boolean {
  const { name, args, pipeline } = command;
  if (name === undefined) return false;
  if (name === 'diff' || name === 'cmp' || (isVerifier(command) && !/^gpg/.test(name))) return true;
  if (/^[ef]?grep$/.test(name)) return args.some(({ text }) => /SHA256:|MD5:|AAAA/.test(text));
  if (name !== 'ssh-keygen') return false;
  const printsFingerprint = optionsOf(args, { shortWithValue: 'fEFRt' }).some(
    (option) => option.name === 'l',
  );
  return printsFingerprint && (pipeline.members.length > 1 || command.via === 'substitution');
}
