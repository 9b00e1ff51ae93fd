import { ConfigurationTarget, type QuickPickItem, type WorkspaceFolder, window, workspace } from 'vscode';
import { words } from './words.ts';

/** A tenancy, or null for what the configuration file says. */
type Choice = 'single' | 'mixed' | 'hostile' | null;

interface Item extends QuickPickItem {
  readonly choice: Choice;
}

/** Asks who shares the host, and writes the answer into the settings of the folder; nothing is written on Escape. */
export async function selectTenancy(): Promise<void> {
  const folder = await folderToSet();
  if (folder === 'none chosen') return;
  const configuration = workspace.getConfiguration('bulkhead', folder);
  const current = configuration.get<Choice>('tenancy') ?? null;
  const items: Item[] = [
    { choice: 'single', label: 'single', detail: words.single() },
    { choice: 'mixed', label: 'mixed', detail: words.mixed() },
    { choice: 'hostile', label: 'hostile', detail: words.hostile() },
    { choice: null, label: words.asConfigured(), detail: words.asConfiguredDetail() },
  ];
  const chosen = await window.showQuickPick(
    items.map((item) => (item.choice === current ? { ...item, description: words.current() } : item)),
    { title: words.selectTenancy(), placeHolder: words.chooseTenancy(), matchOnDetail: true },
  );
  if (chosen === undefined) return;
  const target = targetFor(folder);
  await configuration.update('tenancy', valueToWrite(chosen.choice, target, folder), target);
}

/** The folder of the file on the screen; where none is, and there are several, the user is asked. */
async function folderToSet(): Promise<WorkspaceFolder | 'none chosen' | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  const uri = window.activeTextEditor?.document.uri;
  const ofEditor = uri && workspace.getWorkspaceFolder(uri);
  if (ofEditor !== undefined || folders.length < 2) return ofEditor ?? folders[0];
  return (await window.showWorkspaceFolderPick({ placeHolder: words.chooseFolder() })) ?? 'none chosen';
}

/** Without a folder there is only the user to set it for. */
function targetFor(folder: WorkspaceFolder | undefined): ConfigurationTarget {
  return folder === undefined ? ConfigurationTarget.Global : ConfigurationTarget.WorkspaceFolder;
}

/** Taking the setting away is enough, unless a wider one would show through. */
function valueToWrite(
  choice: Choice,
  target: ConfigurationTarget,
  folder: WorkspaceFolder | undefined,
): Choice | undefined {
  if (choice !== null) return choice;
  const known = workspace.getConfiguration('bulkhead', folder).inspect<Choice>('tenancy');
  const wider = [
    target === ConfigurationTarget.WorkspaceFolder ? known?.globalValue : undefined,
    // In a window with one folder, its settings are those of the workspace.
    workspace.workspaceFile === undefined ? undefined : known?.workspaceValue,
  ];
  return wider.some((value) => value !== undefined && value !== null) ? null : undefined;
}
