import {
  type BaseLanguageClient,
  type Diagnostic,
  PublishDiagnosticsNotification,
  State,
} from 'vscode-languageclient';

/** Long enough for many files to come together, short enough not to be felt while typing. */
const pauseMilliseconds = 50;

/**
 * Shows the diagnostics of many files at a time. The client's own way is one file after the other, in the order in which
 * they arrive: in a large workspace the file that somebody types in would wait behind thousands of others.
 *
 * To be called before the client starts, because what is registered then takes the place of its own way.
 */
export function showDiagnosticsTogether(client: BaseLanguageClient): void {
  let waiting = new Map<string, Diagnostic[]>();
  let isAtWork = false;

  const showWaiting = async () => {
    const [batch, collection] = [waiting, client.diagnostics];
    waiting = new Map();
    const { asUri, asDiagnostics } = client.protocol2CodeConverter;
    const entries = await Promise.all(
      [...batch].map(async ([uri, diagnostics]) => [asUri(uri), await asDiagnostics(diagnostics)] as const),
    );
    // A server that was started meanwhile has a list of its own, and nothing of the old one belongs there.
    if (collection === client.diagnostics) collection?.set(entries.map(([uri, shown]) => [uri, shown]));
  };
  const work = async () => {
    isAtWork = true;
    try {
      while (waiting.size > 0) {
        await showWaiting();
        await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
      }
    } finally {
      isAtWork = false;
    }
  };

  client.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
    // The latest of a file counts, in the place where it arrived.
    waiting.set(uri, diagnostics);
    if (!isAtWork) void work().catch((error) => client.error('Showing problems failed.', error, false));
  });
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Stopped) waiting = new Map();
  });
}
