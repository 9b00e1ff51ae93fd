/** Finds the web workers that run a file of the extension under test. */
import type { Page, Worker } from 'playwright-core';

/**
 * Ends, without warning, every worker that was started from a script of the extension. The worker that hosts
 * extensions is not among them: it loads every file of an extension by fetching its text.
 *
 * @param extensionUrl - where the extension is served.
 * @returns how many workers were ended.
 */
export async function killWorkersRunning(page: Page, extensionUrl: string): Promise<number> {
  const running: Worker[] = [];
  for (const worker of page.workers()) {
    if (await worker.evaluate(loadedScriptFrom, extensionUrl)) running.push(worker);
  }
  for (const worker of running) {
    const closed = worker.waitForEvent('close');
    // The call has no answer when the worker is gone before it can give one.
    worker.evaluate(() => globalThis.close()).catch(() => {});
    await closed;
  }
  return running.length;
}

/** Runs inside a worker. */
function loadedScriptFrom(url: string): boolean {
  const loaded = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  return loaded.some(({ name, initiatorType }) => name.startsWith(url) && initiatorType !== 'fetch');
}
