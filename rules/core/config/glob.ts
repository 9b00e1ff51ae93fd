import picomatch from 'picomatch';

/** Whether a rule id, path or name matches a glob; a text without wildcards matches itself only. */
export function matchesGlob(glob: string, text: string): boolean {
  return glob === text || (/[*?[{]/.test(glob) && matcher(glob)(text));
}

/** Compiled globs, because the same few of a configuration are asked for every rule and every file. */
const compiled = new Map<string, (text: string) => boolean>();
const mostCompiled = 1_000;

/** A matcher for many texts; `dot` because workspace paths hold folders such as `.devcontainer`. */
export function matcher(glob: string): (text: string) => boolean {
  const known = compiled.get(glob);
  if (known !== undefined) return known;
  if (compiled.size >= mostCompiled) compiled.clear();
  const made = picomatch(glob, { dot: true });
  compiled.set(glob, made);
  return made;
}
