/** Builds stages: what they inherit, and what of their instructions is in force at their end. */
import { type ImageReference, isScratch, officialName } from '../image-reference.ts';
import { platformOfImage, shellFamilyOfImage } from '../knowledge/base-images.ts';
import { type Known, known } from '../known.ts';
import { lazily } from '../memo.ts';
import type { Span } from '../place.ts';
import { createdUsersOf } from './created-users.ts';
import type { Instruction, Stage } from './types.ts';

/** What is known of a stage when its FROM has been read; the instructions are filled in afterwards. */
export interface StageStart {
  readonly index: number;
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  readonly from: () => Instruction;
  readonly image: ImageReference | undefined;
  readonly imageSpan: Span | undefined;
  readonly parent: Stage | undefined;
  /** The last stage of the parent's chain: the one that is built from an image. */
  readonly root: Stage | undefined;
  readonly instructions: readonly Instruction[];
  /** `# escape=` with a backtick is only of use for Windows paths. */
  readonly escapesLikeWindows: boolean;
  /** At the end of the stage, the values that carry over to stages built from it. */
  readonly end: () => StageEnd;
}

export interface StageEnd {
  readonly user: Stage['user'];
  readonly workdir: Known<string | undefined>;
}

export function createStage(start: StageStart): Stage {
  const { parent, image, instructions } = start;

  const chain = lazily(() => {
    const stages: Stage[] = [];
    for (let at: Stage | undefined = stage; at !== undefined; at = at.parent) stages.push(at);
    return stages;
  });
  const environment = lazily(() => {
    const values = new Map<string, Known<string>>();
    for (const { instructions: own } of chain().toReversed()) {
      for (const instruction of own) {
        if (instruction.keyword !== 'ENV' || instruction.onbuild) continue;
        for (const { name, resolved } of instruction.pairs) values.set(name, resolved);
      }
    }
    return values;
  });
  const createdUsers = lazily(() => createdUsersOf(chain().toReversed()));
  const entrypoint = lazily(() => lastInChain(stage, 'ENTRYPOINT'));
  const command = lazily(() => commandOf(stage));
  const healthcheck = lazily(() => lastInChain(stage, 'HEALTHCHECK'));
  // Asked of the root and not of the parent, which would nest as deep as the chain is long.
  const platform = lazily((): Stage['platform'] => start.root?.platform ?? ownPlatform(start));

  const stage: Stage = {
    index: start.index,
    name: start.name,
    nameSpan: start.nameSpan,
    get from() {
      return start.from();
    },
    image,
    imageSpan: start.imageSpan,
    parent,
    instructions,
    get chain() {
      return chain();
    },
    get base() {
      return (start.root ?? stage).image;
    },
    get platform() {
      return platform();
    },
    get shellFamily() {
      const base = (start.root ?? stage).image;
      return base === undefined || isScratch(base) ? 'unknown' : shellFamilyOfImage(base);
    },
    get user() {
      return start.end().user;
    },
    get entrypoint() {
      return entrypoint();
    },
    get command() {
      return command();
    },
    get healthcheck() {
      return healthcheck();
    },
    get workdir() {
      return start.end().workdir;
    },
    get environment() {
      return environment();
    },
    get createdUsers() {
      return createdUsers();
    },
  };
  return stage;
}

function ownPlatform({ from, image, escapesLikeWindows }: StageStart): Stage['platform'] {
  const flag = from().flags.find(({ name }) => name === 'platform')?.value;
  if (flag !== undefined && /^(windows|linux)\b/.test(flag))
    return flag.startsWith('windows') ? 'windows' : 'linux';
  const named = image && platformOfImage(image);
  if (named === 'windows' || (escapesLikeWindows && !isLinuxImage(image))) return 'windows';
  return named ?? 'unknown';
}

/** Images that are Linux unless their tag says Windows. */
function isLinuxImage(image: ImageReference | undefined): boolean {
  if (image === undefined) return false;
  return isScratch(image) || officialName(image) !== undefined || shellFamilyOfImage(image) !== 'unknown';
}

function lastOf(stage: Stage, keyword: string): Instruction | undefined {
  return stage.instructions.findLast(
    (instruction) => instruction.keyword === keyword && !instruction.onbuild,
  );
}

function lastInChain(stage: Stage, keyword: string): Instruction | undefined {
  for (const { instructions } of stage.chain) {
    const found = instructions.findLast(
      (instruction) => instruction.keyword === keyword && !instruction.onbuild,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A stage that sets an ENTRYPOINT and no CMD drops the CMD it inherits (BuildKit's dispatchEntrypoint). */
function commandOf(stage: Stage): Instruction | undefined {
  for (const member of stage.chain) {
    const found = lastOf(member, 'CMD');
    if (found !== undefined) return found;
    if (lastOf(member, 'ENTRYPOINT') !== undefined) return undefined;
  }
  return undefined;
}

/** The working directory after a WORKDIR; a relative one is joined to that before it. */
export function workdirAfter(
  before: Known<string | undefined>,
  path: Known<string>,
): Known<string | undefined> {
  if (!path.known) return path;
  const value = path.value;
  if (/^([/\\]|[A-Za-z]:)/.test(value)) return known(normalised(value));
  if (!before.known || before.value === undefined) return { known: false };
  return known(normalised(`${before.value}/${value}`));
}

function normalised(path: string): string {
  if (!path.startsWith('/')) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
