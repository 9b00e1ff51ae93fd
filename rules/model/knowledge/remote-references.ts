/** Addresses from which Compose and BuildKit take files or images, and whether they name one content for good. */
import { remoteSourceOf } from './remote-sources.ts';

const digest = /@sha256:[\da-f]{64}$/i;

/**
 * The kind of a remote reference that may stand for something else tomorrow; undefined for local paths and for those
 * that name a commit or a digest. Forms: docs.docker.com/build/concepts/context, "Remote context".
 */
export function floatingReference(text: string): 'Git' | 'OCI' | 'HTTP' | 'image' | undefined {
  if (/^oci:\/\//i.test(text)) return digest.test(text) ? undefined : 'OCI';
  if (/^docker-image:\/\//i.test(text)) return digest.test(text) ? undefined : 'image';
  // The one host that may be named without a scheme.
  const source = remoteSourceOf(/^github\.com\//i.test(text) ? `git://${text}` : text);
  if (source === undefined || source.pinned || /#(?:[\da-f]{64}|[\da-f]{40})(?::|$)/i.test(text))
    return undefined;
  return source.kind === 'git' ? 'Git' : 'HTTP';
}
