import { workspace } from 'vscode';
import {
  type BaseLanguageClient,
  type Diagnostic,
  PublishDiagnosticsNotification,
  State,
} from 'vscode-languageclient';

/** Time between two showings of what somebody works on: short enough not to be felt while typing. */
const shortPause = 50;
/**
 * Time between two showings of what nobody has open. Each makes the editor draw its list, its counts and the marks of
 * its folders anew, which in a browser happens in the very thread that draws the letters that are typed.
 */
const longPause = 300;

/**
 * Shows the diagnostics of many files at a time. The client's own way is one file after the other, in the order in which
 * they arrive: in a large workspace the file that somebody types in would wait behind thousands of others.
 *
 * To be called before the client starts, because what is registered then takes the place of its own way.
 */
export function showDiagnosticsTogether(client: BaseLanguageClient): void {
  let waiting = new Map<string, Diagnostic[]>();
  let isAtWork = false;
  /** Ends the pause; there while there is one. */
  let endPause: (() => void) | undefined;

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
        await pause();
      }
    } finally {
      isAtWork = false;
    }
  };
  const pause = async () => {
    await new Promise((resolve) => setTimeout(resolve, shortPause));
    if (waitsForOpenFile()) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      endPause = resolve;
      timer = setTimeout(resolve, longPause - shortPause);
    });
    clearTimeout(timer);
    endPause = undefined;
  };
  const isOpen = (uri: string) => {
    const key = client.protocol2CodeConverter.asUri(uri).toString();
    return workspace.textDocuments.some((document) => document.uri.toString() === key);
  };
  const waitsForOpenFile = () => [...waiting.keys()].some(isOpen);

  client.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
    // The latest of a file counts, in the place where it arrived.
    waiting.set(uri, diagnostics);
    if (endPause !== undefined && isOpen(uri)) endPause();
    if (!isAtWork) void work().catch((error) => client.error('Showing problems failed.', error, false));
  });
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Stopped) waiting = new Map();
  });
}
