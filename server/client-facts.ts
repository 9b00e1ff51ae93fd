import type { InitializeParams } from 'vscode-languageserver';
import type { InitializationOptions } from './protocol.ts';

/** What the client can do, read once. Everything it does not mention is left out of what it is sent. */
export interface ClientFacts {
  readonly configuration: boolean;
  readonly watchesConfiguration: boolean;
  readonly workspaceFolders: boolean;
  readonly watchesFiles: boolean;
  readonly progress: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly diagnosticData: boolean;
  readonly diagnosticVersion: boolean;
  readonly diagnosticTags: ReadonlySet<number>;
  readonly codeActions: boolean;
  readonly preferredActions: boolean;
  readonly documentChanges: boolean;
  readonly markdown: boolean;
  readonly options: InitializationOptions;
}

export function readClientFacts({ capabilities, initializationOptions }: InitializeParams): ClientFacts {
  const { workspace, window, textDocument } = capabilities;
  const diagnostics = textDocument?.publishDiagnostics;
  return {
    configuration: workspace?.configuration === true,
    watchesConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    progress: window?.workDoneProgress === true,
    relatedInformation: diagnostics?.relatedInformation === true,
    codeDescription: diagnostics?.codeDescriptionSupport === true,
    diagnosticData: diagnostics?.dataSupport === true,
    diagnosticVersion: diagnostics?.versionSupport === true,
    diagnosticTags: new Set(diagnostics?.tagSupport?.valueSet),
    codeActions: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    preferredActions: textDocument?.codeAction?.isPreferredSupport === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') === true,
    options: readOptions(initializationOptions),
  };
}

/** A client may send anything here; what does not have the shape counts as not said. */
function readOptions(value: unknown): InitializationOptions {
  if (typeof value !== 'object' || value === null) return {};
  const { fileRequests, commands, ruleUrl, settings } = value as Record<string, unknown>;
  return {
    fileRequests: fileRequests === true,
    commands: Array.isArray(commands) ? commands.filter((command) => typeof command === 'string') : [],
    ...(typeof ruleUrl === 'string' && { ruleUrl }),
    settings,
  };
}
