import type { ImageReference } from '../image-reference.ts';
import type { Known } from '../known.ts';
import type { Comment, Place, Problem, Span } from '../place.ts';
import type { Mapping, Pair, Scalar, Value } from './value.ts';
import type { YamlIndex } from './yaml-index.ts';
import type { YamlNode } from './yaml-node.ts';

export type { Mapping, Pair, Piece, Scalar, Sequence, Step, Value } from './value.ts';

/**
 * The effective Compose model: what Compose itself would build out of one or several files, with every value
 * still knowing the text it came from. Immutable; shared by rules, hovers and fixes.
 */
export interface ComposeProject {
  /** The file the project was asked for. */
  readonly path: string;
  /** The folder against which Compose resolves the paths of the project. */
  readonly folder: string;
  /** All files that were read, in the order in which Compose reads them: the base before its override. */
  readonly files: readonly ComposeFile[];
  /**
   * `project`: absence can be judged. `fragment`: a file that is only part of a project (an override opened alone,
   * services without image, build or extends); only presence rules apply.
   */
  readonly view: 'project' | 'fragment';
  /** The part of the project that could not be seen (outside the workspace, remote, unreadable), each said once. */
  readonly gaps: readonly Problem[];
  /** Errors of YAML and of Compose itself, at their place. */
  readonly problems: readonly Problem[];
  readonly services: readonly Service[];
  /** The effective top-level mapping, for what has no accessor of its own. */
  readonly root: Mapping | undefined;
  /** The times at which a definition was laid over an earlier one of the same service or network, in order. */
  readonly revisions: readonly Revision[];
  readonly networks: ReadonlyMap<string, Network>;
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly secrets: ReadonlyMap<string, FileObject>;
  readonly configs: ReadonlyMap<string, FileObject>;
  readonly fileAt: (path: string) => ComposeFile | undefined;
  /**
   * Something plain that follows from the project as a whole, computed once. `of` depends on its argument alone, and
   * `name` tells one from another. What is said of a service for such a reason holds as long as the fact stays the same,
   * whatever else of the project an edit changes.
   */
  readonly fact: <T extends string | number | boolean>(name: string, of: (project: ComposeProject) => T) => T;
}

/**
 * A file laid over others, or over what it includes: how the project stood before and after. `before` holds only the
 * services that the later definition names, and `after` these and perhaps others.
 */
export interface Revision {
  /** The later definition as it is written, with its tags; its values have the places that `after` has them at. */
  readonly written: Mapping;
  readonly before: ComposeProject;
  readonly after: ComposeProject;
}

/** One file of a project, as text and as YAML. */
export interface ComposeFile {
  readonly path: string;
  readonly text: string;
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
  /** The keys of the service mappings written in this file, in order; also of services that another file completes. */
  readonly serviceKeys: readonly { readonly name: string; readonly place: Place }[];
  /** Scalars that span several lines, block ones above all: comments cannot stand inside them. */
  readonly multilineScalars: readonly Span[];
  /** One level of indentation as this file writes it, in blanks. */
  readonly indent: number;
  readonly lineEnding: '\n' | '\r\n';
  /** The documents as they are written, aliases and variables unresolved: for fixes, not for rules. */
  readonly roots: readonly YamlNode[];
  /** Where the first syntax error is: what stands around it may be read wrongly. */
  readonly brokenAt: number | undefined;
  /** Finds written nodes by their offset; made on first use. */
  readonly index: YamlIndex;
}

/** A list entry or map entry read in one of its syntaxes; `value` is what to point at. */
export interface Item {
  readonly value: Value;
  /** The seat narrowed to what a finding marks: the scalar, or the first line of a long-form entry. */
  readonly seat: Place;
}

/** `K=V` list item or `K: V` pair of environment, labels, sysctls, build args … */
export interface KeyValue {
  readonly name: string;
  /** Undefined for a pass-through entry (`FOO` without a value). */
  readonly value: Scalar | undefined;
  /** The value's text after interpolation when known; for list items the part after `=`. */
  readonly text: Known<string>;
  /** True where part of the value is a literal default of a variable, as in `${X:-literal}`. */
  readonly fromDefault: boolean;
  /** What it is written as: a pair of a mapping, or an item of a list. Exactly one of the two. */
  readonly pair: Pair | undefined;
  readonly item: Scalar | undefined;
  /** The name in the text; for a list item the part before `=`. */
  readonly nameSeat: Place;
  /** The value in the text; for a list item the part after `=`; the name where there is no value. */
  readonly valueSeat: Place;
  readonly seat: Place;
}

export interface PortMapping extends Item {
  readonly form: 'short' | 'long';
  /** The literal address; undefined when none is given (all interfaces). */
  readonly hostIp: Known<string | undefined>;
  /** Host ports, inclusive range; undefined value for a random port. */
  readonly published: Known<{ readonly from: number; readonly to: number } | undefined>;
  /** Container ports, inclusive range. */
  readonly target: Known<{ readonly from: number; readonly to: number }>;
  readonly protocol: string;
  /** False when an interpolation hides the shape of a short string, so that nothing can be said of its parts. */
  readonly readable: boolean;
}

export interface Mount extends Item {
  readonly form: 'short' | 'long' | 'tmpfs';
  readonly type: 'bind' | 'volume' | 'tmpfs' | 'npipe' | 'image' | 'cluster' | 'unknown';
  /** As written after interpolation; undefined for anonymous volumes and tmpfs. */
  readonly source: Known<string | undefined>;
  /**
   * The cleaned absolute host path of a bind, also of a named volume whose driver_opts bind one; `~` and `$HOME` are
   * kept as first segment `~`. Undefined for what is not on the host.
   */
  readonly hostPath: Known<string | undefined>;
  readonly target: Known<string | undefined>;
  readonly readOnly: Known<boolean>;
  /** Options of the short form, or of tmpfs, in order. */
  readonly options: readonly MountOption[];
  /** z or Z of the short form, or bind.selinux. */
  readonly selinux: Known<'z' | 'Z' | undefined>;
  readonly propagation: Known<string | undefined>;
  /** The top-level volume a named source refers to, with its own place for findings about driver_opts. */
  readonly volume: Volume | undefined;
  /** The long form's mapping, for its rarer keys. */
  readonly mapping: Mapping | undefined;
}

export interface MountOption {
  readonly name: string;
  /** In the text; undefined when the string was pulled through an interpolation and the option has no text of its own. */
  readonly span: Span | undefined;
}

export interface SecurityOption extends Item {
  /** Lower case option name before the first `=` or `:`; a bare word is a name without value. */
  readonly name: string;
  /** Undefined for a bare word, and where a variable hides it. */
  readonly argument: string | undefined;
  /** False when the item holds an unknown variable. */
  readonly readable: boolean;
}

export interface Capability extends Item {
  /** Upper case without `CAP_`; undefined when the item holds an unknown variable. */
  readonly name: string | undefined;
}

export interface Device extends Item {
  readonly source: Known<string>;
}

/** A limit in one of its spellings. */
export interface Limit {
  readonly spelling: string;
  readonly value: Scalar;
  /** Bytes, CPUs or processes; NaN-free: an unreadable text is `known: false`. */
  readonly amount: Known<number>;
}

export interface Service {
  readonly name: string;
  /** The service's own key, in the base file: the seat of absence findings. */
  readonly key: Place;
  readonly mapping: Mapping;
  /**
   * The project it belongs to, for lookups of networks, volumes, secrets. A service that an edit left alone is the same
   * object in the project as it is after the edit, and this leads to the newer project.
   */
  readonly project: () => ComposeProject;
  /** The mapping as written under `key`, for insertions; undefined when it is an alias or not a mapping. */
  readonly own: Mapping | undefined;
  /** False for a fragment, a provider service, or a service an unreadable part (gap) may complete: absence rules stay silent. */
  readonly complete: boolean;
  readonly isProvider: boolean;
  readonly profiles: readonly string[];
  /** The effective value at a path of keys, such as `get('deploy', 'resources', 'limits', 'memory')`. */
  readonly get: (...path: string[]) => Value | undefined;
  readonly pair: (...path: string[]) => Pair | undefined;
  readonly scalar: (...path: string[]) => Scalar | undefined;
  /** A boolean as Compose casts it (true/yes/on/y and their opposites, any case, quoted or not). Absent: known undefined. */
  readonly flag: (...path: string[]) => Known<boolean | undefined>;
  /** Items of a list that may also be written as one string; [] when absent. */
  readonly list: (...path: string[]) => readonly Value[];
  readonly keyValues: (...path: string[]) => readonly KeyValue[];
  readonly privileged: boolean;
  readonly image: { readonly value: Scalar; readonly reference: ImageReference | undefined } | undefined;
  readonly hasBuild: boolean;
  readonly ports: readonly PortMapping[];
  readonly mounts: readonly Mount[];
  readonly devices: readonly Device[];
  readonly securityOptions: readonly SecurityOption[];
  readonly capAdd: readonly Capability[];
  readonly capDrop: readonly Capability[];
  readonly environment: readonly KeyValue[];
  readonly networks: readonly {
    readonly name: string;
    readonly seat: Place;
    readonly network: Network | undefined;
  }[];
  readonly networkMode: Scalar | undefined;
  /** All spellings present; empty when none is. */
  readonly memoryLimits: readonly Limit[];
  readonly cpuLimits: readonly Limit[];
  readonly pidsLimits: readonly Limit[];
  /** Secrets and configs granted to the service. */
  readonly grants: readonly Grant[];
  /** A reading that is no property, made on first use and kept as those are; `name` tells one from another. */
  readonly kept: <T>(name: string, make: () => T) => T;
}

export interface Grant extends Item {
  readonly kind: 'secret' | 'config';
  readonly name: string;
  readonly object: FileObject | undefined;
}

export interface Network {
  readonly name: string;
  readonly key: Place;
  readonly mapping: Mapping | undefined;
  readonly external: Known<boolean>;
  /** The real name: `name`, or the key where none is given. */
  readonly realName: Known<string>;
}

export interface Volume {
  readonly name: string;
  readonly key: Place;
  readonly mapping: Mapping | undefined;
  /** driver_opts.device when driver_opts make this a bind of a host path. */
  readonly bindDevice: Scalar | undefined;
}

/** A top-level secret or config. */
export interface FileObject {
  readonly kind: 'secret' | 'config';
  readonly name: string;
  readonly key: Place;
  readonly mapping: Mapping | undefined;
  readonly file: Scalar | undefined;
  /** The cleaned absolute path of `file`, as `Mount.hostPath`. */
  readonly filePath: Known<string | undefined>;
}
