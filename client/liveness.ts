import type { BaseLanguageClient } from 'vscode-languageclient';
import { type AliveAnswer, methods } from '../server/protocol.ts';

/** Time between something said to the server and the question whether it still lives. */
const pauseMilliseconds = 1_000;
/** A server that is silent for so long is dead: between any two files it looks at, it listens. */
const patienceMilliseconds = 10_000;

/**
 * Watches over a server whose death nothing tells of. It asks only after something was said to the server, so that an
 * idle editor stays idle.
 *
 * @param onSilence - called when the server did not answer.
 * @returns to be called whenever something was said.
 */
export function watchLiveness(
  client: () => BaseLanguageClient | undefined,
  onSilence: () => void,
): () => void {
  let isAsking = false;
  const ask = async () => {
    const asked = client();
    if (asked === undefined || !asked.isRunning()) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<'silent'>((resolve) => {
      timer = setTimeout(resolve, patienceMilliseconds, 'silent');
    });
    const answer = asked.sendRequest<AliveAnswer>(methods.alive).catch(() => undefined);
    const first = await Promise.race([silence, answer]);
    clearTimeout(timer);
    if (first === 'silent' && asked.isRunning()) onSilence();
  };
  return () => {
    if (isAsking) return;
    isAsking = true;
    setTimeout(() => {
      void ask().finally(() => {
        isAsking = false;
      });
    }, pauseMilliseconds);
  };
}
