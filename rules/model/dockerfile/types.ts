import type { ImageReference } from '../image-reference.ts';
import type { Known } from '../known.ts';
import type { Comment, Problem, Span } from '../place.ts';
import type { Variable } from '../shell/parameter.ts';
import type { ShellScript, SourceText } from '../shell/types.ts';

/** A Dockerfile or Containerfile, read once. Immutable; what is costly is derived on first use and kept. */
export interface Dockerfile {
  readonly path: string;
  readonly text: string;
  readonly lineEnding: '\n' | '\r\n';
  readonly escape: '\\' | '`';
  /** Parser directives at the top (`syntax`, `escape`, `check`), names in lower case. */
  readonly directives: readonly {
    readonly name: string;
    readonly value: string;
    readonly valueSpan: Span;
    readonly span: Span;
  }[];
  readonly comments: readonly Comment[];
  /** Every instruction, ONBUILD ones unwrapped, in order; what cannot be parsed is left out and named in `problems`. */
  readonly instructions: readonly Instruction[];
  readonly stages: readonly Stage[];
  /** The stage that runs: the last one, unless a caller named another. Undefined without any FROM. */
  readonly runtimeStage: Stage | undefined;
  readonly problems: readonly Problem[];
}

export interface Flag extends Span {
  /** Lower case without dashes: `from`, `chmod`, `mount`. */
  readonly name: string;
  readonly value: string | undefined;
  readonly valueSpan: Span | undefined;
  /** `key=value` parts of --mount and the like; a bare key has an undefined value. */
  readonly options: readonly {
    readonly name: string;
    readonly value: string | undefined;
    readonly span: Span;
  }[];
}

/** One argument as Docker splits it, quotes removed; variables still in it. */
export interface Argument extends Span {
  /** Escapes are removed too, except that of a `$` that is no variable, so that `resolve(text)` is right. */
  readonly text: string;
  /** The span without surrounding quotes. */
  readonly inner: Span;
  /** After substitution in the scope of the instruction. */
  readonly resolved: Known<string>;
}

export interface Heredoc {
  /** The mark, `<<EOF` with its operator and quotes. */
  readonly mark: Span;
  readonly name: string;
  readonly stripTabs: boolean;
  readonly quoted: boolean;
  /** The lines between mark and end mark, with `\n` line ends and, for `<<-`, without leading tabs. */
  readonly body: SourceText;
  readonly bodySpan: Span;
}

/** ENV, ARG and LABEL pairs, both syntaxes of ENV. */
export interface NameValue extends Span {
  readonly name: string;
  readonly nameSpan: Span;
  /** As written without quotes; undefined for an ARG without default. */
  readonly value: string | undefined;
  readonly valueSpan: Span | undefined;
  /** After substitution in the scope of the instruction. */
  readonly resolved: Known<string>;
}

/** An instruction with its heredocs, without the white space before it and the line end after it. */
export interface Instruction extends Span {
  /** Upper case: RUN, COPY … For `ONBUILD RUN x` it is RUN. */
  readonly keyword: string;
  readonly keywordSpan: Span;
  readonly onbuild: boolean;
  /** The ONBUILD word, where there is one. */
  readonly onbuildSpan: Span | undefined;
  readonly flags: readonly Flag[];
  /** Arguments after the flags, split as Docker splits them (JSON form: the strings). */
  readonly args: readonly Argument[];
  /** From the first argument after the flags to the end of the last, heredoc bodies excluded. */
  readonly argumentsSpan: Span | undefined;
  /** True where the arguments are a valid JSON array of strings: exec form of RUN, CMD …, JSON form of COPY, ADD, VOLUME. */
  readonly json: boolean;
  readonly heredocs: readonly Heredoc[];
  /** ENV, ARG, LABEL: their pairs. */
  readonly pairs: readonly NameValue[];
  /** Its place in `Dockerfile.instructions`. */
  readonly index: number;
  /** Undefined for instructions before the first FROM. */
  readonly stage: Stage | undefined;
  /**
   * The shell text of RUN, shell-form CMD and ENTRYPOINT, HEALTHCHECK CMD, `["sh","-c","…"]`, exec form (one command
   * without shell syntax), shell heredocs, and COPY heredocs that are shell scripts. Undefined where there is none.
   */
  readonly shell: ShellScript | undefined;
  /** The span of each physical line of the instruction, comments inside and heredocs included, line ends excluded. */
  readonly lines: readonly Span[];
  /** Fills in ARG and ENV of the instruction's scope, with defaults and operators. */
  readonly resolve: (text: string) => Known<string>;
  /** What is known of a variable of the instruction's scope before the instruction runs. */
  readonly variable: (name: string) => Variable;
  /** The USER in force when the instruction runs, of the stage or its parents; undefined where the base decides. */
  readonly user: Stage['user'];
  /** The working directory when the instruction runs; undefined where the base decides. */
  readonly workdir: Known<string | undefined>;
  /** The SHELL instruction in force, of the stage or its parents. */
  readonly shellInstruction: Instruction | undefined;
}

export interface Stage {
  readonly index: number;
  /** Lower case name after AS. */
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  readonly from: Instruction;
  /** The image reference of FROM after substitution of global ARGs; undefined where FROM has no argument. */
  readonly image: ImageReference | undefined;
  /** The image argument in the text. */
  readonly imageSpan: Span | undefined;
  /** The earlier stage this one is built FROM. */
  readonly parent: Stage | undefined;
  /** Its FROM, then the others in order. */
  readonly instructions: readonly Instruction[];
  /** The stage itself, then the stages it is built from, nearest first. */
  readonly chain: readonly Stage[];
  /** The external image at the end of the chain; `scratch` included. */
  readonly base: ImageReference | undefined;
  readonly platform: 'linux' | 'windows' | 'unknown';
  /** What /bin/sh is in the base image, as far as its name tells. */
  readonly shellFamily: 'dash' | 'busybox' | 'bash' | 'unknown';
  /** The last USER of the chain, in order of execution; undefined where the base image decides. */
  readonly user:
    | { readonly instruction: Instruction; readonly argument: Argument; readonly value: Known<string> }
    | undefined;
  /** The last ENTRYPOINT and CMD in force in the chain (an ENTRYPOINT of the stage resets an inherited CMD). */
  readonly entrypoint: Instruction | undefined;
  readonly command: Instruction | undefined;
  readonly healthcheck: Instruction | undefined;
  readonly workdir: Known<string | undefined>;
  /** ENV in force at the end of the stage, of the chain. */
  readonly environment: ReadonlyMap<string, Known<string>>;
  /** Users made by useradd or adduser in the chain, in order. */
  readonly createdUsers: readonly {
    readonly name: string;
    readonly uid: number | undefined;
    readonly instruction: Instruction;
  }[];
}
