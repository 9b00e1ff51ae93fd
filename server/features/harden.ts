import { type CodeAction, CodeActionKind, type Diagnostic, type WorkspaceEdit } from 'vscode-languageserver';
import { type Fix, type Group, type Hardness, hardeningFixes, hardenService } from '../../rules/index.ts';
import type { ClientFacts } from '../client-facts.ts';
import type { View } from '../view.ts';

/** What an action carries, so that its edit can be made when somebody chooses it. */
export interface HardenedService {
  readonly uri: string;
  readonly service: string;
  readonly hardness: Hardness;
}

interface ShownGroup {
  readonly group: Group;
  readonly diagnostic: Diagnostic;
}

/**
 * For each service whose missing controls are shown at the cursor: one action that makes all their safe fixes, and one
 * that makes also those that need a review, where there are any.
 */
export async function hardenActions(
  shown: readonly ShownGroup[],
  view: View,
  client: ClientFacts,
): Promise<readonly CodeAction[]> {
  const services = new Map<string, Diagnostic>();
  for (const { group, diagnostic } of shown) {
    const [{ kind, service }] = group.findings;
    if (kind === 'absence' && service !== undefined && !services.has(service))
      services.set(service, diagnostic);
  }
  const actions: CodeAction[] = [];
  for (const [service, diagnostic] of services) {
    for (const hardness of ['safe', 'review'] as const) {
      const fixes = hardeningFixes(view.findings, service, hardness);
      if (!fixes.some(({ safety }) => safety === hardness)) continue;
      const wanted = { uri: view.uri, service, hardness };
      actions.push({
        title: titleOf(wanted, fixes, client),
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        // Trying the fixes out means to look at the file several times, so it waits where the client lets it.
        ...(client.resolvesEdits ? { data: wanted } : { edit: await hardenEdit(wanted, view) }),
      });
    }
  }
  return actions;
}

/** Where the client shows no preview, the title itself has to say what the fixes may break. */
function titleOf({ service, hardness }: HardenedService, fixes: readonly Fix[], client: ClientFacts): string {
  const { words } = client;
  if (hardness === 'safe') return words.harden(service);
  const title = words.hardenAlsoReview(service);
  return client.changeAnnotations ? title : `${title}: ${words.listed(reviewTitles(fixes))}`;
}

/** The edit of such an action, for the texts as they are now. */
export async function hardenEdit({ service, hardness }: HardenedService, view: View): Promise<WorkspaceEdit> {
  const { edits, made } = await hardenService(view, service, hardness);
  if (hardness === 'safe') return view.convert.workspaceEdit(edits);
  return view.convert.workspaceEdit(edits, {
    label: view.words.hardenAlsoReview(service),
    description: view.words.listed(reviewTitles(made)),
    needsConfirmation: true,
  });
}

function reviewTitles(fixes: readonly Fix[]): readonly string[] {
  return [...new Set(fixes.flatMap(({ safety, title }) => (safety === 'review' ? title : [])))];
}

/** What a client sends back; undefined where it is not what an action of this kind carries. */
export function hardenedService(data: unknown): HardenedService | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { uri, service, hardness } = data as Record<string, unknown>;
  const isOurs = typeof uri === 'string' && typeof service === 'string';
  return isOurs && (hardness === 'safe' || hardness === 'review') ? { uri, service, hardness } : undefined;
}
