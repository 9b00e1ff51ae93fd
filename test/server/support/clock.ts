import type { Scheduler } from '../../../server/scheduler.ts';

/** A scheduler without waiting: what is put off happens as soon as messages that have arrived are handled. */
export function eagerScheduler(): Scheduler {
  return {
    after(_milliseconds, callback) {
      const timer = setImmediate(callback);
      return () => clearImmediate(timer);
    },
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    now: () => 0,
  };
}

/** A scheduler whose time stands still until a test moves it. */
export class ManualClock implements Scheduler {
  #now = 0;
  #alarms: { readonly at: number; readonly callback: () => void }[] = [];

  after(milliseconds: number, callback: () => void): () => void {
    const alarm = { at: this.#now + milliseconds, callback };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  breathe(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  now(): number {
    return this.#now;
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds;
    const due = this.#alarms.filter(({ at }) => at <= this.#now);
    this.#alarms = this.#alarms.filter(({ at }) => at > this.#now);
    for (const { callback } of due) callback();
  }
}

/** Something that happens once, and that a test or the code under test waits for. */
export function signal(): { readonly received: Promise<void>; readonly send: () => void } {
  let send = () => {};
  const received = new Promise<void>((resolve) => {
    send = resolve;
  });
  return { received, send };
}
