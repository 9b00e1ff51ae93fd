import type { Finding, Fix, Safety } from './finding.ts';
import { fixInRounds, type RoundsOfFixes, type Trial } from './rounds.ts';

/** `safe`: only fixes that cannot change what a correct container does. `review`: also those to be looked at. */
export type Hardness = Safety;

/**
 * All missing controls of one service put in at once, as far as their rules have a fix: the combined action of an
 * editor. What is there already and wrong stays, for that is no missing control.
 */
export function hardenService(trial: Trial, service: string, hardness: Hardness): Promise<RoundsOfFixes> {
  return fixInRounds(
    trial,
    (fix, finding) => isMissingControl(finding, service) && isWithin(hardness, fix.safety),
  );
}

/** The fixes that hardening a service begins with: of each missing control the first that the hardness allows. */
export function hardeningFixes(
  findings: readonly Finding[],
  service: string,
  hardness: Hardness,
): readonly Fix[] {
  return findings
    .filter((finding) => isMissingControl(finding, service) && finding.suppressed === undefined)
    .flatMap(({ fixes }) => fixes.find(({ safety }) => isWithin(hardness, safety)) ?? []);
}

function isMissingControl({ kind, service }: Finding, name: string): boolean {
  return kind === 'absence' && service === name;
}

function isWithin(hardness: Hardness, safety: Safety): boolean {
  return safety === 'safe' || hardness === 'review';
}
