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

/**
 * 64-bit FNV-1a over UTF-16 code units, in hexadecimal: short, stable, the same in Node and in a browser; not for
 * cryptography. The state is held in two halves of 32 bits, because a BigInt for every character would cost more than many
 * a rule; the prime is 2 to the 40th plus 0x1b3, so no product needs more than the 53 bits of a number.
 */
export function hash(text: string): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (let index = 0; index < text.length; index += 1) {
    low = (low ^ text.charCodeAt(index)) >>> 0;
    const product = low * 0x1b3;
    high = (high * 0x1b3 + Math.floor(product / 2 ** 32) + ((low << 8) >>> 0)) >>> 0;
    low = product >>> 0;
  }
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('');
}
