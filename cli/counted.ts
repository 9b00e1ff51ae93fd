/** `1 file`, `2 files`, `2 fixes`; `info` has no plural. */
export function counted(count: number, noun: string): string {
  if (count === 1 || noun === 'info') return `${count} ${noun}`;
  return `${count} ${noun}${noun.endsWith('x') ? 'es' : 's'}`;
}
