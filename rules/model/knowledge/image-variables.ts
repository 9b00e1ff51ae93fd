/** Which variables a base image may set for itself, as far as its name tells. */
import { type ImageReference, isScratch, officialName } from '../image-reference.ts';

/** Official images of a bare distribution, whose configuration has PATH and little else. */
const distributions: ReadonlySet<string> = new Set(
  'alpine almalinux amazonlinux archlinux busybox centos debian fedora mageia oraclelinux photon rockylinux ubuntu'.split(
    ' ',
  ),
);

/** Ends of names under which official images keep their folders and versions (HTTPD_PREFIX, CATALINA_BASE, PGDATA). */
const imageEnds =
  /(?:^|_)(?:VERSION|PATH|GOPATH|ROOT|BASE|PREFIX|CONFIG|CONF|DATA|PGDATA|LOGS?|INSTALL|CONTENT|REF)$/;

/**
 * Whether an image may set a variable that no Dockerfile at hand sets. Of images that are not Docker's official ones
 * nothing is known, so that they may set any.
 */
export function mayBeSetByImage(image: ImageReference | undefined, name: string): boolean {
  if (name === 'HOME' || name === 'PATH') return true;
  if (image !== undefined && isScratch(image)) return false;
  const official = image && officialName(image);
  if (official === undefined || /(?:^|_)(?:HOME|DIR)$/.test(name)) return true;
  if (distributions.has(official)) return false;
  return imageEnds.test(name) || name.startsWith(official.replace(/\W/g, '_').toUpperCase());
}
