/** Commands that take archives apart, and into which folder. */
import { readOptions } from './options.ts';
import { toolTable } from './tools.ts';
import type { ShellCommand, ShellWord } from './types.ts';

export interface Unpacking {
  /** The words that may name the archive; none of them does where it is piped in. */
  readonly archives: readonly ShellWord[];
  /** The folder as written; undefined for the current one. */
  readonly folder: string | undefined;
}

/** Reads a command as one that unpacks; undefined where it does something else. */
export function unpackingOf({ name, args }: ShellCommand): Unpacking | undefined {
  if (name === 'unzip') {
    const { options, operands } = readOptions(args, toolTable('unzip'));
    if (options.some((option) => 'lptvzZ'.includes(option.name))) return undefined;
    return {
      archives: operands.slice(0, 1),
      folder: options.find((option) => option.name === 'd')?.valueText,
    };
  }
  if (name !== 'tar' && name !== 'bsdtar') return undefined;
  const { options, operands } = readOptions(args, toolTable('tar'));
  // `tar xzf archive` bundles its options without a dash.
  const [first] = args;
  const bundle = first !== undefined && /^[a-zA-Z]+$/.test(first.text) ? first.text : '';
  const extracts = bundle.includes('x') || options.some((option) => /^(?:x|extract|get)$/.test(option.name));
  if (!extracts) return undefined;
  const named = options.flatMap((option) =>
    /^(?:f|file)$/.test(option.name) && option.valueWord ? [option.valueWord] : [],
  );
  const folder = options.findLast((option) => /^(?:C|directory)$/.test(option.name))?.valueText;
  return { archives: [...named, ...(bundle.includes('f') ? operands.slice(1, 2) : [])], folder };
}
