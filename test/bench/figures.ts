/** One measured figure against what it must reach. */
export interface Figure {
  readonly measured: string;
  readonly figure: number;
  readonly unit: 'times' | 'MB' | 'KB' | 's' | 'ms';
  readonly atMost: number;
  /** What the figure was made from, for who wants to know more; milliseconds unless the name says otherwise. */
  readonly from: Readonly<Record<string, number | string>>;
}

export function holds({ figure, atMost }: Figure): boolean {
  return figure <= atMost;
}

/** A quantile of numbers, 0.5 for the median. */
export function quantile(numbers: readonly number[], at: number): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN;
}

export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

/** How long something takes, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
