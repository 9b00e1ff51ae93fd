// Longer than 300 lines because it is one editor: a short method for each message of the protocol.
import { PassThrough } from 'node:stream';
import {
  type ClientCapabilities,
  type CodeAction,
  type CodeActionContext,
  type CompletionItem,
  type Connection,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type FileChangeType,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
  type TextEdit,
  type WorkspaceEdit,
  type WorkspaceFoldersChangeEvent,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import type { Host } from '../../../server/host.ts';
import {
  type AliveAnswer,
  type InitializationOptions,
  methods,
  type StatusParams,
} from '../../../server/protocol.ts';
import type { Scheduler } from '../../../server/scheduler.ts';
import { startServer } from '../../../server/server.ts';
import { fullCapabilities, fullOptions, withRulesInPlay } from './abilities.ts';
import { eagerScheduler } from './clock.ts';

export interface ClientInput {
  /** The files of the server's machine, or how the server reaches those of the client. */
  readonly host: Host | ((connection: Connection) => Host);
  /** Decoded paths of the workspace folders. */
  readonly folders?: readonly string[];
  readonly capabilities?: ClientCapabilities;
  readonly options?: InitializationOptions;
  readonly scheduler?: Scheduler;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly pages?: ReadonlyMap<string, string>;
  /** What replaces the usual parameters of `initialize`. */
  readonly params?: Partial<InitializeParams>;
}

/** The URI of a path, as VS Code writes it. */
export function uriOf(path: string): string {
  return URI.file(path).toString();
}

/** An editor without a screen, connected to a server by the real protocol over two streams. */
export class TestClient {
  readonly connection: ProtocolConnection;
  /** What the client shows now, by URI; entries without diagnostics are left out. */
  readonly shown = new Map<string, PublishDiagnosticsParams>();
  /** Everything that was published, in order. */
  readonly published: PublishDiagnosticsParams[] = [];
  readonly statuses: StatusParams[] = [];
  readonly logged: string[] = [];
  readonly registered: { readonly method: string; readonly options: unknown }[] = [];
  readonly progress: unknown[] = [];
  /** The section `bulkhead` by scope URI; the empty string is everything else. */
  readonly settings = new Map<string, unknown>();
  result: InitializeResult | undefined;
  readonly #documents = new Map<string, TextDocument>();
  #waiting: (() => void)[] = [];

  constructor({ host, scheduler, settings, pages }: ClientInput) {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    this.settings.set('', settings ?? null);
    const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
    startServer(server, {
      hostFor: () => (typeof host === 'function' ? host(server) : host),
      pagesFor: () => pages ?? new Map([['compose/no-privileged', '# Privileged mode\n\nThe page.']]),
      scheduler: scheduler ?? eagerScheduler(),
      today: () => '2026-01-31',
    });
    this.connection = createProtocolConnection(
      new StreamMessageReader(toClient),
      new StreamMessageWriter(toServer),
    );
    this.#listen();
  }

  /** A connected client whose server has looked at everything. */
  static async start(input: ClientInput): Promise<TestClient> {
    const client = new TestClient(input);
    await client.initialize(input);
    await client.idle();
    return client;
  }

  async initialize({
    folders = [],
    capabilities = fullCapabilities,
    options = fullOptions,
    params,
  }: ClientInput): Promise<void> {
    this.result = await this.connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      workspaceFolders: folders.map((path) => ({ uri: uriOf(path), name: path })),
      capabilities,
      initializationOptions: { ...options, settings: withRulesInPlay(options.settings) },
      ...params,
    });
    await this.connection.sendNotification('initialized', {});
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
  }

  /** Resolves when the server has looked at everything it was told. */
  async idle(): Promise<void> {
    for (;;) {
      const { idle } = await this.connection.sendRequest<AliveAnswer>(methods.alive);
      if (idle) return;
    }
  }

  /** Resolves as soon as a received message makes the condition true. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async open(uri: string, languageId: string, text: string, version = 1): Promise<void> {
    this.#documents.set(uri, TextDocument.create(uri, languageId, version, text));
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version, text },
    });
  }

  /** Replaces the first occurrence of a text by another, as typing would; an incremental change. */
  async type(uri: string, from: string, to: string): Promise<void> {
    const document = this.documentOf(uri);
    const start = document.getText().indexOf(from);
    if (start < 0) throw new Error(`'${from}' is not in ${uri}.`);
    const range = { start: document.positionAt(start), end: document.positionAt(start + from.length) };
    await this.#change(document, [{ range, text: to }]);
  }

  async #change(document: TextDocument, contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    TextDocument.update(document, contentChanges, document.version + 1);
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: document.uri, version: document.version },
      contentChanges,
    });
  }

  async save(uri: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
  }

  async close(uri: string): Promise<void> {
    this.#documents.delete(uri);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  async diskChanged(...changes: readonly (readonly [path: string, type: FileChangeType])[]): Promise<void> {
    await this.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: changes.map(([path, type]) => ({ uri: uriOf(path), type })),
    });
  }

  async foldersChanged(event: WorkspaceFoldersChangeEvent): Promise<void> {
    await this.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
  }

  async settingsChanged(settings: unknown, scope = ''): Promise<void> {
    this.settings.set(scope, settings);
    await this.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { bulkhead: withRulesInPlay(settings) },
    });
  }

  /** Applies one list of edits to an open document, as an editor does. */
  async apply(uri: string, edit: WorkspaceEdit | undefined): Promise<string> {
    const document = this.documentOf(uri);
    const text = TextDocument.applyEdits(document, [...editsOf(edit, uri)]);
    await this.#change(document, [{ text }]);
    return text;
  }

  documentOf(uri: string): TextDocument {
    const document = this.#documents.get(uri);
    if (document === undefined) throw new Error(`${uri} is not open.`);
    return document;
  }

  /** `rule at text` for everything shown of a file, in order. */
  codes(uri: string): readonly string[] {
    return (this.shown.get(uri)?.diagnostics ?? []).map(({ code }) => String(code));
  }

  diagnostic(uri: string, code: string): Diagnostic {
    const found = this.shown.get(uri)?.diagnostics.find((diagnostic) => diagnostic.code === code);
    if (found === undefined)
      throw new Error(`${code} is not shown for ${uri}, but ${this.codes(uri).join(', ')}.`);
    return found;
  }

  async codeActions(
    uri: string,
    range: Range,
    context: Partial<CodeActionContext> = {},
  ): Promise<readonly CodeAction[]> {
    const params = { textDocument: { uri }, range, context: { diagnostics: [], ...context } };
    return (await this.connection.sendRequest<CodeAction[] | null>('textDocument/codeAction', params)) ?? [];
  }

  /** Asks for the edit of an action that came without one, as an editor does when somebody chooses it. */
  async resolved(action: CodeAction): Promise<CodeAction> {
    return action.edit === undefined ? this.connection.sendRequest('codeAction/resolve', action) : action;
  }

  async hover(uri: string, position: Range['start']): Promise<Hover | null> {
    return this.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });
  }

  /** What may be written at a position; null where the server has nothing to say about the document. */
  async completions(uri: string, position: Range['start']): Promise<readonly CompletionItem[] | null> {
    return this.connection.sendRequest('textDocument/completion', { textDocument: { uri }, position });
  }

  #listen(): void {
    const received = () => {
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const resolve of waiting) resolve();
    };
    const { connection } = this;
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      if (params.diagnostics.length === 0) this.shown.delete(params.uri);
      else this.shown.set(params.uri, params);
      received();
    });
    connection.onNotification(methods.status, (params: StatusParams) => {
      this.statuses.push(params);
      received();
    });
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.logged.push(message);
      received();
    });
    connection.onRequest(
      'workspace/configuration',
      ({ items }: { items: readonly { scopeUri?: string }[] }) =>
        items.map(({ scopeUri = '' }) =>
          withRulesInPlay(this.settings.get(scopeUri) ?? this.settings.get('')),
        ),
    );
    connection.onRequest(
      'client/registerCapability',
      ({ registrations }: { registrations: readonly { method: string; registerOptions: unknown }[] }) => {
        for (const { method, registerOptions } of registrations)
          this.registered.push({ method, options: registerOptions });
        received();
      },
    );
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.onNotification('$/progress', (params: unknown) => {
      this.progress.push(params);
      received();
    });
    connection.listen();
  }
}

/** The edits of one document, whichever way the server wrote them. */
export function editsOf(edit: WorkspaceEdit | undefined, uri: string): readonly TextEdit[] {
  const changes = (edit?.documentChanges ?? []).flatMap((change) =>
    'textDocument' in change && change.textDocument.uri === uri ? change.edits : [],
  );
  return [...changes, ...(edit?.changes?.[uri] ?? [])].filter(
    (change): change is TextEdit => 'newText' in change,
  );
}

/** A text after edits of it. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('', '', 0, text), [...edits]);
}
