import picomatch from 'picomatch';

/** Whether a rule id, path or name matches a glob; a text without wildcards matches itself only. */
export function matchesGlob(glob: string, text: string): boolean {
  return glob === text || (/[*?[{]/.test(glob) && matcher(glob)(text));
}

/** A matcher for many texts; `dot` because workspace paths hold folders such as `.devcontainer`. */
export function matcher(glob: string): (text: string) => boolean {
  return picomatch(glob, { dot: true });
}
