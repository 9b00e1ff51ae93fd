import type { Finding } from './finding.ts';
import type { ReportDetails, Rule } from './rule.ts';
import type { TextOf } from './run.ts';

/** Characters of the marked text that enter a fingerprint; more would not tell findings apart any better. */
const longestMarked = 200;

/**
 * The identity of a finding across edits elsewhere in the file: it holds neither line numbers nor the message, so that
 * moved lines and reworded messages keep baselines and code-scanning alerts. The marked text enters as a hash, because
 * it may be a secret.
 */
export function fingerprint(rule: Rule, details: ReportDetails, textOf: TextOf): string {
  const { at, service = '', stage = '' } = details;
  const marked = textOf(at.path)
    .slice(at.start, Math.min(at.end, at.start + longestMarked))
    .replace(/\s+/g, ' ');
  return hash([rule.id, service, stage, rule.kind === 'absence' ? '' : marked].join('\u0000'));
}

/** Numbers the second and later of equal fingerprints of one file, in the order of their places. */
export function distinguish(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const key = `${finding.at.path} ${finding.fingerprint}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? finding : { ...finding, fingerprint: `${finding.fingerprint}:${count}` };
  });
}

/** 64-bit FNV-1a over UTF-16 code units, in hexadecimal: short, stable, the same in Node and in a browser; not for cryptography. */
export function hash(text: string): string {
  const prime = 0x100000001b3n;
  let state = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index += 1) {
    state = BigInt.asUintN(64, (state ^ BigInt(text.charCodeAt(index))) * prime);
  }
  return state.toString(16).padStart(16, '0');
}
