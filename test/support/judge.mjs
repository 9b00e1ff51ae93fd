/** A thread that judges regular expressions, because recheck blocks the one it runs in. */
import { parentPort, workerData } from 'node:worker_threads';
import recheck from 'recheck';

parentPort?.on('message', ({ source, flags }) => {
  const { status, complexity, error } = recheck.checkSync(source, flags, {
    timeout: workerData.timeout,
    checker: 'automaton',
  });
  parentPort?.postMessage({ status, summary: complexity?.summary ?? error?.kind });
});
