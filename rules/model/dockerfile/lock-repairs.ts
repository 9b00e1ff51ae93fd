import type { LockBypass } from '../knowledge/lock-bypasses.ts';
import type { ShellCommand } from '../shell/types.ts';
import { type Edits, insertWordAfter, insertWordBefore, replaceSpan } from './edit.ts';
import type { Dockerfile, Instruction } from './types.ts';

/**
 * Rewrites a command so that it installs what the lock file says, or stops. Refused for words that come out of
 * variables, and in exec form, whose words need quotes.
 */
export function keepToLock(
  file: Dockerfile,
  { json }: Instruction,
  command: ShellCommand,
  { word, repair }: LockBypass,
): Edits {
  if (repair === undefined || json || file.text.slice(word.start, word.end) !== word.text) return undefined;
  switch (repair.how) {
    case 'replace':
      return replaceSpan(file, word, repair.text);
    case 'append':
      return insertWordAfter(file, word, repair.text);
    case 'assign':
      return command.via === 'argument' ? undefined : insertWordBefore(file, command.word, repair.text);
  }
}
