import type { Edit } from '../place.ts';
import { replaceScalar } from './edit.ts';
import type { ComposeProject, KeyValue } from './types.ts';

/**
 * Replaces the value of an entry by the variable of the same name, without which Compose then refuses to start. Refused
 * where the name cannot be one of a variable, or the value has variables already.
 */
export function requireVariable(
  project: ComposeProject,
  { name, value }: KeyValue,
): readonly Edit[] | undefined {
  if (value === undefined || !/^[A-Za-z_]\w*$/.test(name)) return undefined;
  return replaceScalar(project, value, `\${${name}:?}`);
}
