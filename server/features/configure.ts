import { type CodeAction, CodeActionKind, type Diagnostic, type WorkspaceEdit } from 'vscode-languageserver';
import {
  applyEdits,
  type ConfigEdit,
  configNames,
  type Finding,
  findConfig,
  type Level,
  levels,
  matchesGlob,
  parseConfig,
  rules,
  setSeverity,
} from '../../rules/index.ts';
import type { ClientFacts } from '../client-facts.ts';
import { rangeIn } from '../to-lsp.ts';
import { childOf } from '../uris.ts';
import type { View } from '../view.ts';

interface ShownFinding {
  readonly finding: Finding;
  readonly diagnostic: Diagnostic;
}

/** The configuration that would be changed; `isNew` where there is none yet. */
interface Target {
  readonly path: string;
  readonly text: string;
  readonly isNew: boolean;
  /** As titles name it: relative to the folder. */
  readonly name: string;
}

/**
 * For each rule at the cursor: turn it off in the configuration, or make it one step milder. Who comes from ESLint looks
 * for the first; all five severities for each of several rules would bury the fixes, and whoever wants another one than
 * the next finds it completed in the file. Where a service lacks several controls, only the first is offered.
 */
export async function configureActions(
  shown: readonly ShownFinding[],
  view: View,
  client: ClientFacts,
): Promise<readonly CodeAction[]> {
  const configurable = shown.filter(
    ({ finding: { rule } }) => rules.some(({ id }) => id === rule) && !isOverridden(rule, view),
  );
  const target = configurable.length === 0 ? undefined : await targetFor(view, client);
  if (target === undefined) return [];
  const named = new Set<string>();
  const actions: CodeAction[] = [];
  for (const { finding, diagnostic } of configurable) {
    const { rule, severity } = finding;
    if (named.has(rule)) continue;
    named.add(rule);
    const offer = (level: Level, title: string) => {
      const edit = severityEdit(target, rule, level);
      if (edit === undefined) return;
      actions.push({
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        edit: workspaceEdit(target, edit, view),
      });
    };
    offer('off', view.words.turnOff(rule, target.name));
    const milder = levels[levels.indexOf(severity) - 1];
    const isAlone = shown.every((other) => other.diagnostic !== diagnostic || other.finding === finding);
    if (isAlone && milder !== undefined && milder !== 'off')
      offer(milder, view.words.lower(rule, milder, target.name));
  }
  return actions;
}

/** What the editor's own settings say wins over the file, so that a change there would change nothing. */
function isOverridden(rule: string, { settings }: View): boolean {
  return Object.entries(settings.overrides.rules ?? {}).some(
    ([glob, setting]) =>
      matchesGlob(glob, rule) && (typeof setting === 'string' || setting.severity !== undefined),
  );
}

/** The nearest configuration; where there is none, one to be made in the folder, if the client can. */
async function targetFor(view: View, client: ClientFacts): Promise<Target | undefined> {
  const { files } = view.surroundings;
  const { path } = await findConfig(view.path, files, rules);
  if (path !== undefined) {
    const content = await files.read(path);
    if (content.kind !== 'text') return undefined;
    return { path, text: content.text, isNew: false, name: relative(files.root, path) };
  }
  const [name] = configNames;
  const made = childOf(files.root, name);
  // What cannot be read is no reason to write over it, and a document without a folder has no place for a file.
  const isFree = (await files.read(made)).kind === 'missing';
  if (!isFree || !client.createsFiles || view.uri.startsWith('untitled:')) return undefined;
  return { path: made, text: await newConfiguration(view), isNew: true, name };
}

/** Where the package with the schema lies when a project has it as a dependency. */
const installedSchema = 'node_modules/bulkhead/schema/bulkhead.schema.json';

/** The first lines of a new configuration. An address that leads nowhere would make a YAML extension complain. */
async function newConfiguration({ surroundings: { files }, words }: View): Promise<string> {
  const { kind } = await files.read(childOf(files.root, installedSchema));
  const schema = kind === 'text' ? `# yaml-language-server: $schema=./${installedSchema}\n` : '';
  return `${schema}# ${words.newConfiguration}\n`;
}

/** The edit, made only where the file then says just that. */
function severityEdit({ path, text }: Target, rule: string, level: Level): ConfigEdit | undefined {
  const edit = setSeverity(text, rule, level);
  if (edit === undefined) return undefined;
  const { config } = parseConfig(path, applyEdits(text, [{ path, ...edit }]), rules);
  const setting = config.rules?.[rule];
  return setting === level || (typeof setting === 'object' && setting.severity === level) ? edit : undefined;
}

function workspaceEdit(target: Target, edit: ConfigEdit, { surroundings, convert }: View): WorkspaceEdit {
  const uri = surroundings.uriOf(target.path);
  const { path, text, isNew } = target;
  if (isNew) {
    const start = { line: 0, character: 0 };
    const newText = applyEdits(text, [{ path, ...edit }]);
    return {
      documentChanges: [
        { kind: 'create', uri },
        { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText }] },
      ],
    };
  }
  return convert.elsewhere({ uri, version: surroundings.versionOf(path) }, [
    { range: rangeIn(text, edit), newText: edit.text },
  ]);
}

function relative(root: string, path: string): string {
  const folder = childOf(root, '');
  return path.startsWith(folder) ? path.slice(folder.length) : path;
}
