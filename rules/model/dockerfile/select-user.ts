/** Who runs the steps and the program of a stage, and the USER instruction that changes it. */
import { shippedUserOf, startUserOf, stepsDownAtStart } from '../knowledge/image-users.ts';
import { type Known, known, unknown } from '../known.ts';
import type { ShellCommand, ShellScript } from '../shell/types.ts';
import { type Edits, insertLineAfter, insertLineBefore } from './edit.ts';
import type { Dockerfile, Instruction, Stage } from './types.ts';

/** Whether a USER argument is root: by name, by a number that is zero, with or without a group. */
export function isRootUser(user: string, platform: Stage['platform'] = 'linux'): boolean {
  const name = user.split(':', 1)[0] ?? '';
  if (platform === 'windows') return /^(?:.*\\)?ContainerAdministrator$/i.test(name);
  return name === 'root' || /^0+$/.test(name);
}

/** The user of a USER argument without its group, which may be unknown where the user is not. */
export function userNameOf({ instruction, argument }: NonNullable<Stage['user']>): Known<string> {
  return instruction.resolve(/^(?:\$\{[^}]*(?:\}|$)|\$(?!\{)|[^:$])*/.exec(argument.text)?.[0] ?? '');
}

/** Instructions whose commands only run when a container has started, as its last user; COPY for its scripts. */
const atStart: ReadonlySet<string> = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'COPY', 'ADD']);

/** The user that an instruction's commands run as: that of USER, else of the base image as far as it is known. */
export function userOf({ stage, keyword, onbuild, user: current }: Instruction): Known<string> {
  const user = atStart.has(keyword) || onbuild ? stage?.user : current;
  if (user !== undefined) return userNameOf(user);
  return stage?.base !== undefined && startUserOf(stage.base) === 'root' ? known('root') : unknown;
}

/**
 * Whether the program gives up root when the container starts: by its ENTRYPOINT or CMD, by a script that the file
 * writes into the image, or by the entrypoint of an official base image, unless that is replaced.
 *
 * @param startScripts scripts of the context that the stage copies and starts with, see `startScriptsOf`
 */
export function dropsRoot(stage: Stage, startScripts: readonly ShellScript[] = []): boolean {
  if (stage.entrypoint === undefined && stage.base !== undefined && stepsDownAtStart(stage.base)) return true;
  const writers = stage.chain.flatMap(({ instructions }) =>
    instructions.filter(({ keyword, onbuild }) => (keyword === 'COPY' || keyword === 'ADD') && !onbuild),
  );
  const own = [stage.entrypoint, stage.command, ...writers].map((instruction) => instruction?.shell);
  return [...own, ...startScripts].some((script) => script?.commands.some(stepsDown));
}

/** Commands whose first argument is the user that the rest runs as. */
const userFirst: ReadonlySet<string> = new Set(['gosu', 'su-exec', 's6-setuidgid']);

function stepsDown({ name, args }: ShellCommand): boolean {
  if (name === undefined) return false;
  if (userFirst.has(name)) return args[0] !== undefined && !isRootUser(args[0].text);
  if (name === 'setpriv') return args.some(({ text }) => /^--(?:re|r|e)uid(?:=|$)/.test(text));
  if (name === 'chroot') return args.some(({ text }) => /^--userspec(?:=|$)/.test(text));
  return name === 'runuser';
}

/** The user that a stage's program could run as: one that the chain selects or creates, or that its base ships. */
export function availableUser(stage: Stage): string | undefined {
  if (stage.platform === 'windows') return 'ContainerUser';
  const created = stage.createdUsers.findLast(({ uid }) => uid !== 0)?.name;
  return earlierUser(stage) ?? created ?? (stage.base && shippedUserOf(stage.base));
}

/** The last user other than root that a USER of the chain selects. */
function earlierUser({ chain, platform }: Stage): string | undefined {
  for (const { instructions } of chain) {
    for (const { keyword, onbuild, args } of instructions.toReversed()) {
      const user = keyword === 'USER' && !onbuild ? args[0]?.resolved : undefined;
      if (user?.known && user.value !== '' && !isRootUser(user.value, platform)) return user.value;
    }
  }
  return undefined;
}

/** Instructions that may need root: a USER belongs behind them. */
const steps: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR', 'VOLUME']);

/** Adds USER behind the last build step of a stage: before the ENTRYPOINT or CMD that follows it, else at the end. */
export function insertUser(file: Dockerfile, { instructions }: Stage, user: string): Edits {
  const own = instructions.filter(({ onbuild }) => !onbuild);
  const behind = own.slice(own.findLastIndex(({ keyword }) => steps.has(keyword) || keyword === 'USER') + 1);
  const start = behind.find(({ keyword }) => keyword === 'ENTRYPOINT' || keyword === 'CMD');
  if (start !== undefined) return insertLineBefore(file, start, `USER ${user}`);
  const last = instructions.at(-1);
  return last && insertLineAfter(file, last, `USER ${user}`);
}

/** Whether something that may need root stands between an instruction and the end of its stage. */
export function hasStepsAfter({ stage, index }: Instruction): boolean {
  const isStep = ({ keyword, onbuild }: Instruction) => steps.has(keyword) && !onbuild;
  return stage?.instructions.some((later) => later.index > index && isStep(later)) === true;
}
