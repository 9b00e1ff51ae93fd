/** Waiting for events instead of for time. */
import * as vscode from 'vscode';

const patience = 30_000;

/**
 * Looks now and again after each event, until `look` answers something other than `undefined` or `false`.
 *
 * @param what - completes the sentence "Waited in vain for …".
 * @param seen - describes the present state for the message when the wait was in vain.
 */
export async function until<T>(
  what: string,
  events: readonly vscode.Event<unknown>[],
  look: () => T | undefined | false | Promise<T | undefined | false>,
  seen: () => string = () => '',
): Promise<T> {
  const listeners: vscode.Disposable[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      const again = async () => {
        const answer = await look();
        if (answer !== undefined && answer !== false) resolve(answer);
      };
      const tryAgain = () => void again().catch(reject);
      timer = setTimeout(() => reject(new Error(`Waited in vain for ${what}. ${seen()}`.trim())), patience);
      for (const event of events) listeners.push(event(tryAgain));
      tryAgain();
    });
  } finally {
    clearTimeout(timer);
    for (const listener of listeners) listener.dispose();
  }
}

/** Waits until a file's diagnostics are as wanted, and answers them. */
export function untilDiagnostics(
  uri: vscode.Uri,
  what: string,
  accept: (diagnostics: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  const current = () => vscode.languages.getDiagnostics(uri);
  return until(
    `${what} in ${uri.path}`,
    [vscode.languages.onDidChangeDiagnostics],
    () => {
      const diagnostics = current();
      return accept(diagnostics) && diagnostics;
    },
    () => `Last seen: ${JSON.stringify(current().map(summary))}`,
  );
}

/** A diagnostic as one comparable line: where, how severe, which rule. */
export function summary({ range, severity, code }: vscode.Diagnostic): string {
  const { start, end } = range;
  const rule = typeof code === 'object' ? code.value : code;
  return `${start.line}:${start.character}-${end.line}:${end.character} ${vscode.DiagnosticSeverity[severity]} ${rule}`;
}
