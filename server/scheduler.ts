/** Time, handed in so that tests need not wait for it. */
export interface Scheduler {
  /** Calls back once, after that many milliseconds; the answer calls it off. */
  after(milliseconds: number, callback: () => void): () => void;
  /** Lets messages that have arrived be handled, where the last time is a while ago. */
  breathe(): Promise<void>;
  /** Milliseconds since some fixed moment. */
  now(): number;
}

/** Longer than this the server does not go without looking for messages; less than a frame, so typing stays fluent. */
const longestBreath = 10;

/** The scheduler of the platform's own clock; Node and browsers have the same timers. */
export function realScheduler(): Scheduler {
  let breathed = performance.now();
  return {
    after(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
    async breathe() {
      if (performance.now() - breathed < longestBreath) return;
      await new Promise<void>(nextTurn);
      breathed = performance.now();
    },
    now: () => performance.now(),
  };
}

/**
 * Goes on when the platform has looked for messages. A timer of zero milliseconds is no such turn: Node runs timers that
 * come due one after another without looking, and browsers make nested ones wait.
 */
function nextTurn(callback: () => void): void {
  if (typeof setImmediate === 'function') {
    setImmediate(callback);
    return;
  }
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(undefined);
}
