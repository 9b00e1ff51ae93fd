/** Package files that need no signature: the file itself shows where they come from. */
import { lazily } from '../memo.ts';
import { readOptions } from '../shell/options.ts';
import { fileName } from '../shell/paths.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand } from '../shell/types.ts';
import { contributingStages } from './stages.ts';
import type { Dockerfile, Instruction, Stage } from './types.ts';
import { type VerifiedFiles, verifiedFiles } from './verified-files.ts';

const builders: ReadonlySet<string> = new Set(
  'abuild melange rpmbuild mock fpm nfpm makepkg checkinstall dpkg-deb dpkg-buildpackage debuild'.split(' '),
);
const subcommands = /^(?:add|install|localinstall|reinstall|upgrade|update|in)$/;

/** Tells whether a command of an instruction installs nothing but package files that need no signature. */
export type InstallsTrustedFiles = (instruction: Instruction, command: ShellCommand) => boolean;

/**
 * Such files were built in this file, or compared with a checksum by it; for apt, which checks no signature of files,
 * they are whatever lies in a path. Repositories in folders of this machine need none either.
 */
export function trustedFileInstalls(file: Dockerfile): InstallsTrustedFiles {
  const stages = new Map<Stage, StageFacts>();
  const verified = lazily(() => verifiedFiles(file));
  const factsOf = (stage: Stage): StageFacts => {
    const facts = stages.get(stage) ?? stageFacts(file, stage, verified());
    stages.set(stage, facts);
    return facts;
  };
  return ({ stage }, { name: tool, args }) => {
    const { options, operands } = readOptions(args, toolTable(tool));
    const sources = options.flatMap(({ name, valueText }) =>
      /^(?:X|repository|repofrompath)$/.test(name) && valueText !== undefined
        ? [valueText.replace(/^[^/]*,/, '')]
        : [],
    );
    if (sources.length > 0) return sources.every((source) => /^(?:file:|\/)/.test(source));
    const packages = operands.map(({ text }) => text).filter((text) => !subcommands.test(text));
    if (packages.length === 0 || !packages.every(isPackageFile) || stage === undefined) return false;
    if (/^apt/.test(tool ?? '')) return true;
    const { builds, verifies } = factsOf(stage);
    return builds || packages.every(verifies);
  };
}

interface StageFacts {
  /** Packages are built in this stage or in one that it takes from. */
  readonly builds: boolean;
  readonly verifies: (path: string) => boolean;
}

function stageFacts(file: Dockerfile, stage: Stage, checks: readonly VerifiedFiles[]): StageFacts {
  const own = checks.filter(({ instruction }) => instruction.stage === stage).map(({ files }) => files);
  const names = new Set(own.flatMap((files) => (files === 'all' ? [] : files.map(fileName))));
  const builds = [...contributingStages(file, stage)].some(({ instructions }) =>
    instructions.some(
      ({ shell }) => shell?.commands.some(({ name }) => name !== undefined && builders.has(name)) === true,
    ),
  );
  return { builds, verifies: (path) => own.includes('all') || names.has(fileName(path)) };
}

function isPackageFile(text: string): boolean {
  return !/:\/\//.test(text) && /^\.{0,2}\/|\.(?:apk|rpm|deb)$/.test(text);
}
