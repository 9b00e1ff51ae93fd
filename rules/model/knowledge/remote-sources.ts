/** Sources of ADD that lie elsewhere, as BuildKit tells them apart (Dockerfile reference, "ADD"; its gitutil package). */

export interface RemoteSource {
  readonly kind: 'http' | 'git';
  /** The full commit is named, so that the content cannot change. */
  readonly pinned: boolean;
  /** A branch, tag or short commit is named. */
  readonly hasReference: boolean;
}

const commit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i;

/** Reads a source; undefined for local ones. What is not known may be part of it, as long as its beginning is known. */
export function remoteSourceOf(source: string): RemoteSource | undefined {
  const [address = '', fragment] = source.split('#', 2);
  const [path = '', query = ''] = address.split('?', 2);
  const isHttp = /^https?:\/\//i.test(source);
  const isGit = /^(?:git|ssh):\/\/|^[\w.-]+@[\w.-]+:/i.test(source) || (isHttp && /\.git$/i.test(path));
  if (!isGit) return isHttp ? { kind: 'http', pinned: false, hasReference: false } : undefined;
  const parameters = query.split('&').map((parameter) => parameter.split('=', 2));
  const named = parameters.flatMap(([name = '', value = '']) =>
    /^(?:ref|commit|checksum)$/.test(name) ? [value] : [],
  );
  // `#commit:folder` names a folder of the repository.
  const references = fragment === undefined ? named : [...named, fragment.split(':', 1)[0] ?? ''];
  return {
    kind: 'git',
    pinned: references.some((reference) => commit.test(reference)),
    hasReference: query !== '' || fragment !== undefined,
  };
}

/** A checksum that no file has: it parses, and the build stops until somebody fills in the right one. */
export const zeroChecksum = `sha256:${'0'.repeat(64)}`;

/** A commit that no repository has. */
export const zeroCommit = '0'.repeat(40);
