import {
  type ChangeAnnotation,
  type CodeDescription,
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Position,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Edit, Finding, Group, Place, Severity, Span } from '../rules/index.ts';
import type { ClientFacts } from './client-facts.ts';

/**
 * The way out of the rules' world into that of the Language Server Protocol. Offsets become lines and characters here
 * and nowhere else in the server.
 */
export interface ToLsp {
  /** The range of a place, in the text that the place is about. */
  readonly range: (place: Place) => Range;
  readonly diagnostic: (group: Group) => Diagnostic;
  /** `annotation` is what the client shows of the edit before it is made; only for clients that can. */
  readonly workspaceEdit: (edits: readonly Edit[], annotation?: ChangeAnnotation) => WorkspaceEdit;
  /** An edit of a file that no finding is about, whose text the caller knows. */
  readonly elsewhere: (
    document: { readonly uri: string; readonly version: number | null },
    edits: readonly TextEdit[],
  ) => WorkspaceEdit;
}

export interface ToLspInput {
  readonly client: ClientFacts;
  readonly textOf: (path: string) => string | undefined;
  readonly uriOf: (path: string) => string;
  /** The version of the document that the text is of; null where it is not open. */
  readonly versionOf: (path: string) => number | null;
  readonly hasPage: (rule: string) => boolean;
}

/** What a diagnostic carries for whoever handles it later; kept small, because it travels with every request. */
export interface DiagnosticData {
  readonly rules: readonly string[];
  readonly fingerprints: readonly string[];
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const tags: Readonly<Record<Finding['tags'][number], DiagnosticTag>> = {
  unnecessary: DiagnosticTag.Unnecessary,
  deprecated: DiagnosticTag.Deprecated,
};

export function toLsp(input: ToLspInput): ToLsp {
  const { client, textOf, uriOf, versionOf } = input;
  const documents = new Map<string, TextDocument>();
  const documentOf = (path: string): TextDocument => {
    const document = documents.get(path) ?? TextDocument.create(path, '', 0, textOf(path) ?? '');
    documents.set(path, document);
    return document;
  };
  const range = ({ path, start, end }: Place): Range => {
    const document = documentOf(path);
    return { start: document.positionAt(start), end: document.positionAt(end) };
  };

  const related = (findings: readonly Finding[]): DiagnosticRelatedInformation[] =>
    findings
      .flatMap((finding) => finding.related)
      .filter(({ at }) => textOf(at.path) !== undefined)
      .map(({ at, message }) => ({ location: { uri: uriOf(at.path), range: range(at) }, message }));

  return {
    range,
    diagnostic({ findings, message }) {
      const [first] = findings;
      const code = findings.length === 1 ? first.rule : groupCode(first);
      const description = findings.length === 1 ? codeDescription(first.rule, input) : undefined;
      const information = client.relatedInformation ? related(findings) : [];
      const common = findings
        .map((finding) => finding.tags.map((tag) => tags[tag]))
        .reduce((left, right) => left.filter((tag) => right.includes(tag)))
        .filter((tag) => client.diagnosticTags.has(tag));
      const data: DiagnosticData = {
        rules: findings.map((finding) => finding.rule),
        fingerprints: findings.map((finding) => finding.fingerprint),
      };
      return {
        range: range(first.at),
        severity: severities[first.severity],
        code,
        source: 'bulkhead',
        message,
        ...(description && { codeDescription: description }),
        ...(common.length > 0 && { tags: common }),
        ...(information.length > 0 && { relatedInformation: information }),
        ...(client.diagnosticData && { data }),
      };
    },
    elsewhere({ uri, version }, edits) {
      if (!client.documentChanges) return { changes: { [uri]: [...edits] } };
      return { documentChanges: [{ textDocument: { uri, version }, edits: [...edits] }] };
    },
    workspaceEdit(edits, annotation) {
      const noted = annotation !== undefined && client.changeAnnotations;
      const byPath = new Map<string, TextEdit[]>();
      for (const edit of edits) {
        const list = byPath.get(edit.path) ?? [];
        list.push({
          range: range(edit),
          newText: edit.text,
          ...(noted && { annotationId: annotation.label }),
        });
        byPath.set(edit.path, list);
      }
      if (!client.documentChanges) {
        return { changes: Object.fromEntries([...byPath].map(([path, list]) => [uriOf(path), list])) };
      }
      return {
        ...(noted && { changeAnnotations: { [annotation.label]: annotation } }),
        documentChanges: [...byPath].map(([path, list]) => ({
          textDocument: { uri: uriOf(path), version: versionOf(path) },
          edits: list,
        })),
      };
    },
  };
}

/** The offset of a position in a text. */
export function offsetIn(text: string, position: Position): number {
  return TextDocument.create('', '', 0, text).offsetAt(position);
}

/** The range of a part of a text that is not, or not yet, that of a file. */
export function rangeIn(text: string, { start, end }: Span): Range {
  const document = TextDocument.create('', '', 0, text);
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** Several missing controls of one service share one diagnostic, which is of no single rule. */
function groupCode({ service }: Finding): string {
  return service === undefined ? 'dockerfile/missing-controls' : 'compose/missing-controls';
}

function codeDescription(rule: string, { client, hasPage }: ToLspInput): CodeDescription | undefined {
  if (!client.codeDescription || !hasPage(rule)) return undefined;
  const href = ruleUrl(client, rule);
  return href === undefined ? undefined : { href };
}

/** The address of a rule's page, where the client has given a template for it. */
export function ruleUrl(client: ClientFacts, rule: string): string | undefined {
  return client.options.ruleUrl?.replaceAll('{rule}', encodeURIComponent(rule));
}
