import type { Edit, Place } from '../model/place.ts';

/** How much a finding matters; the words are those of the configuration, the command line and LSP. */
export type Severity = 'error' | 'warning' | 'info' | 'hint';
export type Level = Severity | 'off';

/** Who shares the host with the containers; decides severities and nothing else. */
export type Tenancy = 'single' | 'mixed' | 'hostile';

/** The Linux security module of the host; `auto` means that it is not known. */
export type HostLsm = 'auto' | 'selinux' | 'apparmor' | 'none';

/** `safe`: cannot change what a correct container does. `review`: a person should look first. */
export type Safety = 'safe' | 'review';

/** A repair as data. Edits are minimal, do not overlap, and are all made or none. */
export interface Fix {
  /** What the edit does, in the imperative, and for `review` what it may break. */
  readonly title: string;
  readonly safety: Safety;
  readonly edits: readonly Edit[];
  /**
   * The list that the fix takes one item from. Fixes of one list are made one after the other, for together they could
   * leave an empty list behind, where the last one on its own takes the key away as well.
   */
  readonly shrinks?: Place;
}

export interface Related {
  readonly at: Place;
  readonly message: string;
}

export interface Suppressed {
  /** The text after `--`, or of the configuration entry; undefined where none was given. */
  readonly reason: string | undefined;
  /** `inSource` for a comment, `external` for the configuration, as SARIF names them. */
  readonly kind: 'inSource' | 'external';
}

/** One weakness at one place, already weighed for the tenancy in force. */
export interface Finding {
  /** The rule's id, such as `compose/no-privileged`. */
  readonly rule: string;
  readonly kind: 'presence' | 'absence';
  readonly severity: Severity;
  /** What is wrong, in one line of about 100 characters; never a secret's value. */
  readonly message: string;
  /** Why it matters and what to do. */
  readonly help: string;
  readonly at: Place;
  readonly service: string | undefined;
  readonly stage: string | undefined;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
  readonly suppressed: Suppressed | undefined;
  /** LSP diagnostic tags. */
  readonly tags: readonly ('unnecessary' | 'deprecated')[];
  /** Equal for findings of two files that say one thing from both sides; summaries count them once. */
  readonly cause?: string | undefined;
  /** Survives moved lines and reworded messages: rule, path, service or stage, and what the place says. */
  readonly fingerprint: string;
}
