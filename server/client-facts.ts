import type { InitializeParams } from 'vscode-languageserver';
import type { InitializationOptions } from './protocol.ts';
import { type Translations, type Words, wordsIn } from './words.ts';

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
  /** The edit of an action may be asked for later, when somebody chooses the action. */
  readonly resolvesEdits: boolean;
  readonly documentChanges: boolean;
  /** An edit may say what it does, and ask to be looked at before it is made. */
  readonly changeAnnotations: boolean;
  /** An edit may create a file. */
  readonly createsFiles: boolean;
  readonly markdown: boolean;
  /** The server may ask to be asked for completions in some documents only. */
  readonly registersCompletion: boolean;
  /** Code lenses can be asked for anew, when other files or settings have changed. */
  readonly refreshesLenses: boolean;
  /** What the server says, in the language of the client. */
  readonly words: Words;
  readonly options: InitializationOptions;
}

export function readClientFacts({ capabilities, initializationOptions }: InitializeParams): ClientFacts {
  const { workspace, window, textDocument } = capabilities;
  const diagnostics = textDocument?.publishDiagnostics;
  const options = readOptions(initializationOptions);
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
    resolvesEdits:
      textDocument?.codeAction?.dataSupport === true &&
      textDocument.codeAction.resolveSupport?.properties.includes('edit') === true,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    changeAnnotations:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.changeAnnotationSupport !== undefined,
    createsFiles:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.resourceOperations?.includes('create') === true,
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') === true,
    registersCompletion: textDocument?.completion?.dynamicRegistration === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    words: wordsIn(options.translations),
    options,
  };
}

/** A client may send anything here; what does not have the shape counts as not said. */
function readOptions(value: unknown): InitializationOptions {
  if (typeof value !== 'object' || value === null) return {};
  const { fileRequests, hoverShowsMessages, commands, pages, ruleUrl, settings, translations } =
    value as Record<string, unknown>;
  return {
    fileRequests: fileRequests === true,
    hoverShowsMessages: hoverShowsMessages === true,
    commands: Array.isArray(commands) ? commands.filter((command) => typeof command === 'string') : [],
    ...(typeof pages === 'string' && { pages }),
    ...(typeof ruleUrl === 'string' && { ruleUrl }),
    settings,
    translations: readTranslations(translations),
  };
}

function readTranslations(value: unknown): Translations {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
