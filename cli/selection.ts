import type { AnalysesInput } from '../library/analyses.ts';
import { configNames, type Tenancy } from '../rules/index.ts';
import { filesBelow, type Overlay } from './files.ts';
import type { Io } from './io.ts';
import { fromTyped, parentOf } from './paths.ts';
import { findTargets, type Targets } from './targets.ts';
import { configTroubles } from './troubles.ts';
import { UsageError } from './usage.ts';

export interface SelectionInput {
  readonly paths: readonly string[];
  readonly tenancy: Tenancy | undefined;
  readonly config: string | undefined;
  readonly overlay: Overlay;
}

/** What to lint and how, with what could not be found or read of it. */
export interface Selection extends Targets {
  /** Whether a configuration may mean something else than it says; its troubles are among the others. */
  readonly isConfigDoubtful: boolean;
  readonly settings: Omit<AnalysesInput, 'targets'>;
}

/**
 * Finds what the arguments name.
 *
 * @throws {@link UsageError} for a configuration that cannot be read.
 */
export async function select(input: SelectionInput, io: Io): Promise<Selection> {
  const configPath = input.config === undefined ? undefined : fromTyped(input.config, io.cwd);
  if (configPath !== undefined) await requireReadable(configPath, input.config ?? '', io);
  const paths = input.paths.map((path) => fromTyped(path, io.cwd));
  const { cwd, disk, now } = io;
  const found = await findTargets({ paths, cwd, disk, configPath, overlay: input.overlay });
  const problems = await configTroubles(found.targets, configPath);
  return {
    targets: found.targets,
    troubles: [...found.troubles, ...problems],
    isConfigDoubtful: problems.length > 0,
    emptyFolders: found.emptyFolders,
    settings: { rules: io.rules, overrides: { tenancy: input.tenancy }, configPath, now },
  };
}

async function requireReadable(path: string, typed: string, io: Io): Promise<void> {
  const files = filesBelow({ disk: io.disk, root: parentOf(path), alsoReadable: [path] });
  const content = await files.read(path);
  if (content.kind === 'text') return;
  const why = content.kind === 'unreadable' ? content.why : 'There is no such file.';
  throw new UsageError(
    `The configuration '${typed}' cannot be used. ${why} A configuration is usually called ${configNames[0]}.`,
  );
}
