/** Makes sure that whatever a run starts is ended again, however the run ends. */

/** Steps to undo, in the opposite order of their registration. */
export interface Cleanup {
  defer(step: () => Promise<void> | void): void;
  /** Runs every step once; a step that fails does not keep the others from running. */
  run(): Promise<void>;
}

/** Creates an empty list that is also run on Ctrl+C and on a request to end. */
export function createCleanup(): Cleanup {
  const steps: (() => Promise<void> | void)[] = [];
  const run = async () => {
    for (let step = steps.pop(); step; step = steps.pop()) {
      try {
        await step();
      } catch (error) {
        console.error(`Cleaning up: ${error instanceof Error ? error.message : error}`);
      }
    }
  };
  const signals = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };
  for (const [signal, number] of Object.entries(signals)) {
    // Shells report a process ended by a signal as 128 plus its number.
    process.once(signal, () => void run().finally(() => process.exit(128 + number)));
  }
  return { defer: (step) => void steps.push(step), run };
}
