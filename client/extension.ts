import {
  commands,
  type Disposable,
  type DocumentFilter,
  type ExtensionContext,
  l10n,
  Range,
  Uri,
  window,
} from 'vscode';
import {
  type BaseLanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from 'vscode-languageclient';
import {
  commands as clientCommands,
  fixAllKind,
  type InitializationOptions,
  methods,
  type SelectParams,
  type SilenceParams,
  type StatusParams,
} from '../server/protocol.ts';
import { showDiagnosticsTogether } from './diagnostics.ts';
import { fixWorkspace } from './fix-workspace.ts';
import { answerFileRequests } from './fs-requests.ts';
import { Restarts } from './restarts.ts';
import { provideRulePages, showRule } from './rule-pages.ts';
import { silence } from './silence.ts';
import { createStatusItem } from './status-item.ts';
import { selectTenancy } from './tenancy.ts';
import { words } from './words.ts';

/**
 * What the server is told of. Schemes are left to the server, which knows the folders; YAML of any name may be a
 * Compose file, and the other names are read beside one.
 */
const documentSelector = [
  { language: 'dockerfile' },
  { language: 'dockercompose' },
  { language: 'yaml' },
  { pattern: '**/.bulkhead.{yaml,yml}' },
  { pattern: '**/{.env,.env.*,*.env}' },
  { pattern: '**/{.dockerignore,*.dockerignore}' },
] satisfies DocumentFilter[];

const initializationOptions = (extension: Uri): InitializationOptions => ({
  fileRequests: true,
  hoverShowsMessages: true,
  pages: Uri.joinPath(extension, 'dist', 'pages.json').toString(),
  commands: Object.values(clientCommands),
  ruleUrl: `command:${clientCommands.showRule}?%5B%22{rule}%22%5D`,
  // The server has no access to the bundle; without one the editor speaks English.
  ...(l10n.bundle !== undefined && { translations: l10n.bundle }),
});

/** Makes the client of one platform; everything else is the same in Node and in a web worker. */
export type CreateClient = (options: LanguageClientOptions) => BaseLanguageClient;

/**
 * Starts the server and connects it with the editor. Never shows a message by itself, with one exception: the server
 * died again and again.
 */
export async function activateWith(
  context: ExtensionContext,
  createClient: CreateClient,
): Promise<BaseLanguageClient> {
  const outputChannel = window.createOutputChannel(words.name, { log: true });
  const status = createStatusItem(documentSelector);
  const restarts = new Restarts({
    onDeath: (isRestarting) => status.stopped(isRestarting),
    onGivenUp: (deaths) => void offerRestart(deaths),
  });
  const client = createClient({
    documentSelector,
    initializationOptions: initializationOptions(context.extensionUri),
    outputChannel,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    errorHandler: restarts,
    initializationFailedHandler: () => false,
    diagnosticCollectionName: 'bulkhead',
    markdown: { isTrusted: { enabledCommands: [clientCommands.showRule] } },
  });
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Starting) status.starting();
    if (newState === State.StartFailed) status.stopped(false);
  });
  client.onNotification(methods.status, (params: StatusParams) => status.show(params));
  answerFileRequests(client);
  showDiagnosticsTogether(client);
  context.subscriptions.push(
    outputChannel,
    status,
    provideRulePages(client),
    ...registerCommands(client, restarts, () => outputChannel.show(true)),
  );
  await start(client);
  return client;
}

function registerCommands(
  client: BaseLanguageClient,
  restarts: Restarts,
  showOutput: () => void,
): readonly Disposable[] {
  return [
    commands.registerCommand('bulkhead.restart', async () => {
      restarts.forget();
      await stop(client);
      await start(client);
    }),
    commands.registerCommand('bulkhead.lintWorkspace', async () => {
      if (client.isRunning()) await client.sendRequest(methods.lintWorkspace);
    }),
    commands.registerCommand('bulkhead.fixAll', () =>
      commands.executeCommand('editor.action.sourceAction', { kind: fixAllKind, apply: 'first' }),
    ),
    commands.registerCommand(clientCommands.fixAllWorkspace, () => fixWorkspace(client)),
    commands.registerCommand('bulkhead.showOutput', showOutput),
    commands.registerCommand('bulkhead.selectTenancy', selectTenancy),
    commands.registerCommand(clientCommands.showRule, (rule?: unknown) => showRule(client, rule)),
    commands.registerCommand(clientCommands.silence, (params: SilenceParams) => silence(client, params)),
    commands.registerCommand(clientCommands.ignore, selectReason),
  ];
}

/** The comment has been inserted; the reason is selected, to be typed over. */
async function selectReason({ uri, range: { start, end } }: SelectParams): Promise<void> {
  const selection = new Range(start.line, start.character, end.line, end.character);
  await window.showTextDocument(Uri.parse(uri), { selection });
}

/** The status item tells when starting fails; the client has logged why. */
async function start(client: BaseLanguageClient): Promise<void> {
  await client.start().catch(() => {});
}

async function stop(client: BaseLanguageClient): Promise<void> {
  // A server that does not answer cannot be stopped politely; the client forgets it then.
  if (client.isRunning()) await client.stop().catch(() => {});
}

/** Ends the server with the editor. */
export async function deactivateWith(client: BaseLanguageClient | undefined): Promise<void> {
  if (client !== undefined) await stop(client);
}

async function offerRestart(deaths: number): Promise<void> {
  const [restart, showOutput] = [words.restart(), words.showOutput()];
  const chosen = await window.showErrorMessage(words.keepsStopping(deaths), restart, showOutput);
  if (chosen === restart) await commands.executeCommand('bulkhead.restart');
  if (chosen === showOutput) await commands.executeCommand('bulkhead.showOutput');
}
