/**
 * Where something stands. The one currency for positions inside `rules/`: half-open UTF-16 offsets into the
 * text of a file. Lines and characters exist only in `server/` and `cli/`.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A span in a named file. Paths are absolute, with forward slashes, as in the path component of a URI
 * (`/work/app/compose.yaml`, `/c:/app/Dockerfile`); only the host knows what they mean on its platform.
 */
export interface Place extends Span {
  readonly path: string;
}

/** A comment of a Dockerfile or of a YAML file, from its `#` to the end of its line. */
export interface Comment extends Span {
  /** The text after the `#`, trimmed. */
  readonly text: string;
  /** True when nothing but white space precedes it on its line. */
  readonly ownLine: boolean;
}

/** A replacement of `start..end` by `text`; an insertion where both are equal. */
export interface Edit extends Place {
  readonly text: string;
}

/** Why a file could not be understood in part or in whole; the place is as narrow as is known. */
export interface Problem extends Place {
  /** One sentence for a person, without the value of anything that may be a secret. */
  readonly message: string;
}
