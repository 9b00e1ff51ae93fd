/** Finds verifications whose failure the build would not notice. */
import { verifiesByStatus } from '../knowledge/verification-status.ts';
import { optionsOf } from './options.ts';
import { toolTable } from './tools.ts';
import type { ShellCommand, ShellScript } from './types.ts';

/**
 * The verifications of a script that cannot fail it.
 *
 * @param text the text of the file that holds the script
 */
export function ignoredVerifications(script: ShellScript, text: string): readonly ShellCommand[] {
  if (script.dialect !== 'posix' && script.dialect !== 'bash') return [];
  return script.commands.filter(
    (command) =>
      command.result === 'ignored' &&
      verifiesByStatus(command) &&
      !isInSubstitution(command) &&
      !isReadByGrep(command) &&
      !asksForStatus(text, endOfPipeline(command)),
  );
}

/** Where the pipeline of a command ends, so far as its last stage is one command. */
export function endOfPipeline({ pipeline, end }: ShellCommand): number {
  return Math.max(end, pipeline.members.at(-1)?.at(-1)?.end ?? end);
}

/** The text that a substitution gives is what counts, not the status of the commands in it. */
function isInSubstitution(command: ShellCommand): boolean {
  for (let at: ShellCommand | undefined = command; at !== undefined; at = at.wrapper) {
    if (at.via === 'substitution') return true;
  }
  return false;
}

/** `sha256sum -c sums | grep OK` fails where the word is missing. */
function isReadByGrep(command: ShellCommand): boolean {
  const { members } = command.pipeline;
  const stage = members.findIndex((stageMembers) => stageMembers.includes(command));
  return members.slice(stage + 1).some(([reader]) => {
    if (reader === undefined || !/^[ef]?grep$/.test(reader.name ?? '') || reader.result === 'ignored')
      return false;
    return !optionsOf(reader.args, toolTable('grep')).some(
      ({ name }) => name === 'v' || name === 'invert-match',
    );
  });
}

/** `; if [ $? -ne 0 ]`, `; status=$?` */
function asksForStatus(text: string, end: number): boolean {
  return /^[\s\\;]*[^;&|\n]{0,200}\$\?/.test(text.slice(end, end + 400));
}
