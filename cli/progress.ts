import type { Io, Output } from './io.ts';

/** Says on a terminal how far a long run is. */
export interface Progress {
  step(done: number, total: number): void;
  /** Takes away what was said; before anything else is written. */
  end(): void;
}

/** Milliseconds: a run that is shorter than this says nothing. */
const patience = 500;
/** Milliseconds between two lines, so that the terminal does not cost more than the work. */
const pause = 100;

/** Back to the first column, and clear the line (ECMA-48, "erase in line"). */
const clear = '\r\u001b[K';

/**
 * Progress on an output that is a terminal; elsewhere, and on one that cannot move its cursor, nothing is written.
 *
 * @param now - A clock in milliseconds.
 */
export function progressOn(output: Output, env: Io['env'], now: () => number): Progress {
  if (!output.isTTY || env.TERM === 'dumb') return { step: () => undefined, end: () => undefined };
  let next = now() + patience;
  let shown = false;
  return {
    step(done, total) {
      const time = now();
      if (time < next || done >= total) return;
      next = time + pause;
      shown = true;
      output.write(`${clear}Checked ${done} of ${total} files…`);
    },
    end() {
      if (shown) output.write(clear);
      shown = false;
    },
  };
}
