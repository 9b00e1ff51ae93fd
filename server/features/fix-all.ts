import { type Edit, fixInRounds } from '../../rules/index.ts';
import type { View } from '../view.ts';

/**
 * The edits that make all safe fixes of a file, also those that become possible only when others have been made. Fixes
 * that a person has to look at are not among them, nor those that touch another file.
 */
export async function fixAllEdits({
  path,
  text,
  findings,
  findingsWith,
}: Pick<View, 'path' | 'text' | 'findings' | 'findingsWith'>): Promise<readonly Edit[]> {
  const trial = { findings, findingsWith, textOf: (file: string) => (file === path ? text : undefined) };
  const { edits } = await fixInRounds(trial, (fix) => fix.safety === 'safe');
  return edits;
}
