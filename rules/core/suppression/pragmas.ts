import type { Comment, Span } from '../../model/place.ts';

/** How far a pragma reaches. `next` depends on the place: the next instruction, line or YAML entry. */
export type PragmaScope = 'next' | 'line' | 'service' | 'stage' | 'file';

/** One tool's rule ids silenced by a comment. */
export interface Pragma {
  /** `bulkhead`, or the peer whose ids these are, as in a rule's `aliases`. */
  readonly tool: string;
  readonly scope: PragmaScope;
  /** Ids as written with their spans; empty where the pragma silences everything of its tool. */
  readonly ids: readonly (Span & { readonly id: string })[];
  readonly everything: boolean;
  readonly reason: string | undefined;
  /** Last day on which it counts, `YYYY-MM-DD`. */
  readonly until: string | undefined;
  readonly comment: Comment;
}

/** What Bulkhead's own pragma has to look like, for messages. */
export const pragmaForm = '# bulkhead ignore=<rule>[,<rule>] [until=YYYY-MM-DD] [-- reason]';

const ownForm =
  /^bulkhead\s+ignore(?:-(?<scope>service|stage|file))?\s*=\s*(?<ids>[\w/*-]+(?:\s*,\s*[\w/*-]+)*)(?<rest>.*)$/is;

/** Reads all pragmas of one comment; a comment without any gives an empty list. */
export function readPragmas(comment: Comment, source: string): readonly Pragma[] {
  const own = readOwnPragma(comment, source);
  return own === undefined ? peerForms.flatMap((form) => readPeerPragma(form, comment, source)) : [own];
}

function readOwnPragma(comment: Comment, source: string): Pragma | undefined {
  const match = ownForm.exec(comment.text);
  if (match?.groups === undefined) return undefined;
  const { scope, ids = '', rest = '' } = match.groups;
  const [options = '', ...reason] = rest.split(/\s--(?:\s|$)/);
  return {
    tool: 'bulkhead',
    scope: (scope?.toLowerCase() as PragmaScope | undefined) ?? (comment.ownLine ? 'next' : 'line'),
    ids: locate(ids, comment, source),
    everything: false,
    reason: reason.join(' -- ').trim() || undefined,
    until: /\buntil=(\d{4}-\d{2}-\d{2})\b/.exec(options)?.[1],
    comment,
  };
}

/** The inline pragmas of other tools, as their documentation and sources give them; ids count through `aliases`. */
interface PeerForm {
  readonly tool: string;
  readonly scope: PragmaScope;
  readonly pattern: RegExp;
  /** The pragma without ids silences everything of that tool. */
  readonly bare?: true;
}

const list = String.raw`(?<ids>[\w./-]+(?:\s*,\s*[\w./-]+)*)`;
const peerForms: readonly PeerForm[] = [
  { tool: 'hadolint', scope: 'next', pattern: new RegExp(`^hadolint\\s+ignore\\s*=\\s*${list}`, 'i') },
  {
    tool: 'hadolint',
    scope: 'file',
    pattern: new RegExp(`^hadolint\\s+global\\s+ignore\\s*=\\s*${list}`, 'i'),
  },
  {
    tool: 'hadolint',
    scope: 'stage',
    pattern: new RegExp(`^hadolint\\s+stage\\s+ignore\\s*=\\s*${list}`, 'i'),
  },
  { tool: 'tally', scope: 'next', pattern: new RegExp(`^tally\\s+ignore\\s*=\\s*${list}`, 'i') },
  { tool: 'tally', scope: 'file', pattern: new RegExp(`^tally\\s+global\\s+ignore\\s*=\\s*${list}`, 'i') },
  {
    tool: 'buildkit',
    scope: 'file',
    pattern: new RegExp(`^check\\s*=\\s*(?:error=\\w+;)?skip=${list}`, 'i'),
  },
  {
    tool: 'trivy',
    scope: 'next',
    // Several ids are written by repeating the whole.
    pattern: /^(?<ids>trivy:ignore:[\w-]+(?:\s+(?:#\s*)?trivy:ignore:[\w-]+)*)/i,
  },
  {
    tool: 'checkov',
    scope: 'file',
    pattern: new RegExp(`(?:checkov|bridgecrew|cortex):skip=\\s*${list}`, 'i'),
  },
  { tool: 'semgrep', scope: 'next', pattern: new RegExp(`^nosemgrep(?::\\s*${list})?`, 'i'), bare: true },
  { tool: 'kics', scope: 'file', pattern: new RegExp(`^kics-scan\\s+disable\\s*=\\s*${list}`, 'i') },
  { tool: 'kics', scope: 'file', pattern: /^kics-scan\s+ignore\s*$/i, bare: true },
  { tool: 'kics', scope: 'next', pattern: /^kics-scan\s+ignore-line\b/i, bare: true },
  { tool: 'kics', scope: 'stage', pattern: /^kics-scan\s+ignore-block\b/i, bare: true },
  {
    tool: 'dclint',
    scope: 'file',
    pattern: new RegExp(`^dclint\\s+disable(?:-file)?(?:\\s+${list})?\\s*$`, 'i'),
    bare: true,
  },
  {
    tool: 'dclint',
    scope: 'next',
    pattern: new RegExp(`^dclint\\s+disable-line(?:\\s+${list})?\\s*$`, 'i'),
    bare: true,
  },
];

function readPeerPragma(form: PeerForm, comment: Comment, source: string): readonly Pragma[] {
  const match = form.pattern.exec(comment.text);
  if (match === null) return [];
  const ids = match.groups?.ids;
  if (ids === undefined && form.bare !== true) return [];
  const scope = form.scope === 'next' && !comment.ownLine ? 'line' : form.scope;
  const located = ids === undefined ? [] : locate(ids, comment, source);
  const everything = ids === undefined || located.some(({ id }) => id.toLowerCase() === 'all');
  const reason = comment.text
    .slice(match.index + match[0].length)
    .replace(/^[\s#:;-]+(reason=)?/i, '')
    .trim();
  return [
    {
      tool: form.tool,
      scope,
      ids: located,
      everything,
      reason: reason || undefined,
      until: undefined,
      comment,
    },
  ];
}

function locate(ids: string, comment: Comment, source: string): Pragma['ids'] {
  const from = source.indexOf(ids, comment.start);
  return [...ids.matchAll(/[^\s,#]+/g)].map(({ 0: written, index }) => {
    const id = written.replace(/^trivy:ignore:(?:AVD-)?/i, '');
    const end = from + index + written.length;
    return { id, start: end - id.length, end };
  });
}
