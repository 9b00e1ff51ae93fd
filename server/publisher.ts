import { type Diagnostic, DiagnosticSeverity, type PublishDiagnosticsParams } from 'vscode-languageserver';
import type { ClientFacts } from './client-facts.ts';

interface Published {
  readonly uri: string;
  readonly version: number | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What the client shows, file by file. Only differences are sent, so that there is never a stale entry and an unchanged
 * file costs nothing.
 */
export class Publisher {
  readonly #published = new Map<string, Published>();
  readonly #send: (params: PublishDiagnosticsParams) => void;
  readonly #tellsVersions: boolean;
  /** Number of diagnostics that editors list. Hints are drawn in the text and listed nowhere. */
  count = 0;

  constructor(send: (params: PublishDiagnosticsParams) => void, { diagnosticVersion }: ClientFacts) {
    this.#send = send;
    this.#tellsVersions = diagnosticVersion;
  }

  /**
   * @param key - canonical URI.
   * @param uri - the URI as the client spells it, where the file is open.
   * @param version - the version of the open document that the diagnostics are about.
   */
  publish(key: string, uri: string, version: number | undefined, diagnostics: readonly Diagnostic[]): void {
    const before = this.#published.get(key);
    if (before === undefined && diagnostics.length === 0) return;
    // An editor moves what it shows along with edits, so equal diagnostics of a newer version are news to it.
    const isSame =
      before !== undefined &&
      before.uri === uri &&
      (before.version === version || diagnostics.length === 0) &&
      JSON.stringify(before.diagnostics) === JSON.stringify(diagnostics);
    if (isSame) return;
    if (before !== undefined && before.uri !== uri && before.diagnostics.length > 0) {
      this.#send({ uri: before.uri, diagnostics: [] });
    }
    this.count += listed(diagnostics) - listed(before?.diagnostics ?? []);
    if (diagnostics.length === 0) this.#published.delete(key);
    else this.#published.set(key, { uri, version, diagnostics });
    this.#send({
      uri,
      diagnostics: [...diagnostics],
      ...(this.#tellsVersions && version !== undefined && { version }),
    });
  }

  /** Empties what is shown for a file. */
  clear(key: string): void {
    const before = this.#published.get(key);
    if (before !== undefined) this.publish(key, before.uri, undefined, []);
  }
}

function listed(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ severity }) => severity !== DiagnosticSeverity.Hint).length;
}
