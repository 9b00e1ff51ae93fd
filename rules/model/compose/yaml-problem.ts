import type { YAMLError } from 'yaml';

/**
 * What each kind of YAML error means in words for a person. The library's own messages may quote the text of the
 * file, which may be a secret; these never do.
 */
const sentences: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  ALIAS_PROPS: 'An alias cannot have an anchor or a tag of its own.',
  BAD_ALIAS: 'This anchor or alias has no valid name.',
  BAD_DIRECTIVE: 'This YAML directive is not valid.',
  BAD_DQ_ESCAPE: 'This escape sequence is not valid in a double-quoted string.',
  BAD_INDENT: 'The indentation does not match the lines around it.',
  BAD_PROP_ORDER: 'An anchor or a tag must follow the `?`, `:` or `-` it belongs to.',
  BAD_SCALAR_START: 'A value cannot start with this character unless it is quoted.',
  BLOCK_AS_IMPLICIT_KEY: 'A nested mapping or list must start on a line of its own.',
  BLOCK_IN_FLOW: 'Inside `{ }` or `[ ]` an indented mapping or list is not allowed.',
  KEY_OVER_1024_CHARS: 'This key is too long.',
  MISSING_CHAR: 'A character is missing here: a `:` after a key, a quote, a comma or a blank.',
  MULTILINE_IMPLICIT_KEY: 'This line has no `:` of its own, so it runs into the next one.',
  MULTIPLE_ANCHORS: 'A value can have one anchor only.',
  MULTIPLE_TAGS: 'A value can have one tag only.',
  RESOURCE_EXHAUSTION: 'The file is nested too deeply.',
  TAB_AS_INDENT: 'Tabs cannot be used for indentation in YAML; use blanks.',
  TAG_RESOLVE_FAILED: 'The value does not fit its tag.',
  UNEXPECTED_TOKEN: 'This was not expected here.',
};

/** A plain sentence for an error of the YAML library, free of any text of the file. */
export function sentenceFor(error: YAMLError): string {
  return `Not valid YAML. ${sentences[error.code] ?? 'The text cannot be understood from here on.'}`;
}
