import {
  type CancellationToken,
  CodeActionKind,
  CodeLensRefreshRequest,
  CompletionRequest,
  type Connection,
  DidChangeConfigurationNotification,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  ResponseError,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { configNames, rules } from '../rules/index.ts';
import { type ClientFacts, readClientFacts } from './client-facts.ts';
import { isConfigPath } from './documents.ts';
import { codeActions } from './features/code-actions.ts';
import { completeConfiguration, hoverConfiguration } from './features/config-language.ts';
import { controlHover } from './features/control-hover.ts';
import { fixAllEdit, fixAllOf } from './features/fix-all.ts';
import { hardenEdit, hardenedService } from './features/harden.ts';
import { hover } from './features/hover.ts';
import { isolationHover, joinHovers } from './features/isolation-hover.ts';
import { codeLenses } from './features/lens.ts';
import { silenceParams, silencings } from './features/silence.ts';
import type { Host } from './host.ts';
import type { Pages } from './pages.ts';
import {
  type AliveAnswer,
  fixAllKind,
  type InitializationOptions,
  methods,
  type RuleEntry,
  type RulePageAnswer,
  type RulePageParams,
} from './protocol.ts';
import { realScheduler, type Scheduler } from './scheduler.ts';
import { Session } from './session.ts';
import { traceOf } from './traces.ts';

export interface ServerOptions {
  /** The files, for a client that has said what it can do. */
  readonly hostFor: (options: InitializationOptions) => Host;
  /** The rules' pages, for a client that has said what it can do. */
  readonly pagesFor: (options: InitializationOptions) => Pages;
  readonly scheduler?: Scheduler;
  /** Today as `YYYY-MM-DD`, for suppressions with a last day. */
  readonly today?: () => string;
}

/** Serves one client until it ends the connection. Knows no platform: everything of it comes in through `options`. */
export function startServer(connection: Connection, options: ServerOptions): void {
  connection.onInitialize((params) => {
    const client = readClientFacts(params);
    const lenses = lensRefreshes(connection, client);
    const session = new Session({
      connection,
      client,
      host: options.hostFor(client.options),
      pages: options.pagesFor(client.options),
      scheduler: options.scheduler ?? realScheduler(),
      today: options.today ?? (() => new Date().toISOString().slice(0, 10)),
      onIdle: lenses.outOfDate,
    });
    serve(connection, session, lenses, foldersOf(params));
    // A client that cannot be told for which documents asks for all; the others are not bothered while somebody types.
    const completionProvider = client.registersCompletion ? undefined : completion;
    return {
      ...capabilities,
      capabilities: { ...capabilities.capabilities, ...(completionProvider && { completionProvider }) },
    };
  });
  connection.listen();
}

const capabilities: InitializeResult = {
  serverInfo: { name: 'bulkhead' },
  capabilities: {
    textDocumentSync: {
      openClose: true,
      change: TextDocumentSyncKind.Incremental,
      save: { includeText: false },
    },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind], resolveProvider: true },
    hoverProvider: true,
    codeLensProvider: {},
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  },
};

/** A key begins a line, a value follows a blank; a slash comes within rule ids. */
const completion = { triggerCharacters: [' ', '/'] };

/** Completion is offered in configurations only, so that it never mixes with what other extensions complete. */
const configurations = configNames.map((name) => ({ pattern: `**/${name}` }));

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri);
  return rootUri ? [rootUri] : [];
}

interface LensRefreshes {
  /** The client has asked for lenses, and shows them. */
  readonly shown: () => void;
  /** Something has been looked at since, so that other files or settings may make other lenses. */
  readonly outOfDate: () => void;
}

/** A client asks for lenses again when their document changes; of all else it has to be told, if it shows any. */
function lensRefreshes(connection: Connection, { refreshesLenses }: ClientFacts): LensRefreshes {
  let areShown = false;
  return {
    shown: () => {
      areShown = true;
    },
    outOfDate: () => {
      if (!areShown || !refreshesLenses) return;
      areShown = false;
      connection.sendRequest(CodeLensRefreshRequest.type).catch(() => {});
    },
  };
}

function serve(
  connection: Connection,
  session: Session,
  lenses: LensRefreshes,
  workspaceFolders: readonly string[],
): void {
  const { client, pages } = session;

  connection.onInitialized(() => {
    if (client.watchesConfiguration) {
      const registered = connection.client.register(DidChangeConfigurationNotification.type, {
        section: 'bulkhead',
      });
      registered.catch(() => {});
    }
    if (client.registersCompletion) {
      const registered = connection.client.register(CompletionRequest.type, {
        documentSelector: configurations,
        ...completion,
      });
      registered.catch(() => {});
    }
    if (client.workspaceFolders)
      connection.workspace.onDidChangeWorkspaceFolders((event) => session.foldersChanged(event));
    session.start(workspaceFolders);
  });
  connection.onDidOpenTextDocument((params) => session.opened(params));
  connection.onDidChangeTextDocument((params) => session.changed(params));
  connection.onDidSaveTextDocument((params) => session.saved(params));
  connection.onDidCloseTextDocument((params) => session.closed(params));
  connection.onDidChangeWatchedFiles(({ changes }) => session.watched(changes));
  connection.onDidChangeConfiguration((params) => session.settingsChanged(params));

  let isShutDown = false;
  connection.onShutdown(() => {
    isShutDown = true;
  });

  /** A defect while answering costs the answer, and neither the server nor a message on the user's screen. */
  const answer = async <T>(what: string, otherwise: T, make: () => Promise<T>): Promise<T> => {
    if (isShutDown) throw new ResponseError(ErrorCodes.InvalidRequest, 'The server has been shut down.');
    try {
      return await make();
    } catch (error) {
      connection.console.error(`${what} failed: ${traceOf(error)}`);
      return otherwise;
    }
  };
  connection.onCodeAction((params, token) =>
    answer('A code action', [], async () => {
      const view = client.codeActions ? await session.view(params.textDocument.uri) : undefined;
      return view === undefined || token.isCancellationRequested ? [] : codeActions(params, view, session);
    }),
  );
  connection.onCodeActionResolve((action) =>
    answer('The edit of a code action', action, async () => {
      const [hardened, all] = [hardenedService(action.data), fixAllOf(action.data)];
      const uri = hardened?.uri ?? all?.uri;
      const view = uri === undefined ? undefined : await session.view(uri);
      if (view === undefined) return action;
      if (hardened !== undefined) return { ...action, edit: await hardenEdit(hardened, view) };
      return all === undefined ? action : { ...action, edit: await fixAllEdit(all, view) };
    }),
  );
  connection.onHover((params, token) =>
    answer('A hover', null, async () => {
      const view = await session.view(params.textDocument.uri);
      return view === undefined || token.isCancellationRequested
        ? null
        : [
            isolationHover(params.position, view, client),
            hover(params.position, view, session),
            controlHover(params.position, view, client),
            isConfigPath(view.path) ? hoverConfiguration(view.text, params.position, session) : null,
          ].reduce(joinHovers);
    }),
  );
  connection.onCompletion((params, token) =>
    answer('A completion', null, async () => {
      const document = session.document(params.textDocument.uri);
      if (document === undefined || !isConfigPath(document.path) || token.isCancellationRequested)
        return null;
      return [...completeConfiguration(document.current.text, params.position, session)];
    }),
  );
  connection.onCodeLens((params, token) =>
    answer('A code lens', [], async () => {
      lenses.shown();
      const view = await session.view(params.textDocument.uri);
      return view === undefined || token.isCancellationRequested ? [] : [...codeLenses(view)];
    }),
  );
  connection.onRequest(
    methods.rulePage,
    async ({ rule }: RulePageParams): Promise<RulePageAnswer> => (await pages.get(rule)) ?? null,
  );
  connection.onRequest(methods.rules, (): readonly RuleEntry[] =>
    rules.map(({ id, title, summary }) => ({ id, title, summary })),
  );
  connection.onRequest(methods.silence, (value: unknown) =>
    answer('Silencing', [], async () => {
      const params = silenceParams(value);
      const view = params === undefined ? undefined : await session.view(params.uri);
      return params === undefined || view === undefined ? [] : silencings(params, view, client);
    }),
  );
  connection.onRequest(methods.alive, (): AliveAnswer => ({ idle: session.isIdle }));
  connection.onRequest(methods.fixAllInWorkspace, (_params: unknown, token: CancellationToken) =>
    answer('Fixing the workspace', null, () => session.fixWorkspace(() => token.isCancellationRequested)),
  );
  connection.onRequest(methods.lintWorkspace, () => session.lintWorkspace());
}
