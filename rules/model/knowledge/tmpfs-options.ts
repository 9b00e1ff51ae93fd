/** Options of a tmpfs mount. Source: mount(8), tmpfs(5), and the defaults of Docker: noexec, nosuid, nodev, mode 1777. */

/** Options that give back what Docker takes from a tmpfs, each with the one that takes it. */
const opposites: ReadonlyMap<string, string> = new Map([
  ['exec', 'noexec'],
  ['suid', 'nosuid'],
  ['dev', 'nodev'],
]);

/** The options among `names` that weaken a tmpfs; of two that contradict each other the last one counts. */
export function insecureOptions(names: readonly string[]): readonly string[] {
  const weakening = names.filter((name, index) => {
    const opposite = opposites.get(name);
    return opposite !== undefined && !names.slice(index).includes(opposite);
  });
  const mode = names.findLast((name) => name.startsWith('mode='));
  const bits = mode === undefined ? undefined : octal(mode.slice('mode='.length));
  return bits !== undefined && isOpenToAll(bits) && mode !== undefined ? [...weakening, mode] : weakening;
}

/** Everybody may write, and remove what others wrote: there is no sticky bit. */
export function isOpenToAll(mode: number): boolean {
  return (mode & 0o002) !== 0 && (mode & 0o1000) === 0;
}

/**
 * The mode that Compose reads from a long form: a YAML number, octal with a leading zero and else decimal, or a string
 * of octal digits. Undefined for what is none.
 */
export function readMode(text: string, isQuoted: boolean): number | undefined {
  const digits = text.replace(/^0o/, '0');
  return isQuoted || digits.startsWith('0')
    ? octal(digits)
    : /^\d+$/.test(digits)
      ? Number(digits)
      : undefined;
}

function octal(digits: string): number | undefined {
  return /^[0-7]{1,6}$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}
