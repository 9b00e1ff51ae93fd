import type { Place, Edit as RuleEdit, Finding as RuleFinding } from '../rules/index.ts';
import type { Finding, Location } from './index.ts';
import type { Positions } from './position.ts';

/** What turns the engine's places into those of the outside. */
export interface Outside {
  readonly positions: Positions;
  /** How a path is shown. */
  shown(path: string): string;
}

/** The one shape of a finding for programs. */
export function outsideFinding(finding: RuleFinding, outside: Outside): Finding {
  const { rule, severity, message, help, at, service, stage, related, suppressed, fixes, fingerprint } =
    finding;
  return {
    rule,
    severity,
    message,
    help,
    range: outside.positions.range(at),
    ...(service !== undefined && { service }),
    ...(stage !== undefined && { stage }),
    ...(related.length > 0 && {
      related: related.map((other) => ({ ...outsideLocation(other.at, outside), message: other.message })),
    }),
    ...(suppressed !== undefined && {
      suppressed: { reason: suppressed.reason ?? null, kind: suppressed.kind },
    }),
    ...(fixes.length > 0 && {
      fixes: fixes.map((fix) => ({
        title: fix.title,
        safety: fix.safety,
        edits: fix.edits.map((edit: RuleEdit) => ({ ...outsideLocation(edit, outside), newText: edit.text })),
      })),
    }),
    fingerprint,
  };
}

export function outsideLocation(place: Place, { positions, shown }: Outside): Location {
  return { path: shown(place.path), range: positions.range(place) };
}
