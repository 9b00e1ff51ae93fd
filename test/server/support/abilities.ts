import type { ClientCapabilities } from 'vscode-languageserver';
import { commands, type InitializationOptions } from '../../../server/protocol.ts';

/** What VS Code's client says it can do, as far as the server asks. */
export const fullCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    workspaceEdit: {
      documentChanges: true,
      changeAnnotationSupport: { groupsOnLabel: true },
      resourceOperations: ['create', 'rename', 'delete'],
    },
  },
  window: { workDoneProgress: true },
  textDocument: {
    publishDiagnostics: {
      relatedInformation: true,
      tagSupport: { valueSet: [1, 2] },
      codeDescriptionSupport: true,
      dataSupport: true,
      versionSupport: true,
    },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source'] } },
      isPreferredSupport: true,
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
    completion: { dynamicRegistration: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
  },
};

/** The rules that the tests of the server speak of; all others are off, so that a new rule changes no test. */
const rulesInPlay = [
  'compose/{no-privileged,no-host-network,memory-limit,cpu-limit,pids-limit,stale-suppression}',
  'compose/{drop-all-capabilities,no-new-privileges,read-only-rootfs}',
  'dockerfile/{base-image-tag,no-sudo,missing-user,root-user,stale-suppression}',
  'project/runs-as-root',
];

/** Settings as a test means them. What is no record is sent as it is: some tests send nonsense. */
export function withRulesInPlay(settings: unknown): unknown {
  const rules = { [`!{${rulesInPlay.join(',')}}`]: 'off' };
  if (settings === undefined || settings === null) return { rules };
  if (!isRecord(settings) || !isRecord(settings.rules ?? {})) return settings;
  return { ...settings, rules: { ...rules, ...(settings.rules ?? {}) } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const fullOptions: InitializationOptions = {
  commands: [commands.ignore, commands.showRule],
  ruleUrl: 'command:bulkhead.showRule?%5B%22{rule}%22%5D',
};
