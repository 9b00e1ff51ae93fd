import type { ComposeProject, PortMapping, Scalar, Service } from '../compose/types.ts';
import type { LocalContext } from '../context/types.ts';
import type { Dockerfile, Instruction, Stage } from '../dockerfile/types.ts';
import type { ImageReference } from '../image-reference.ts';
import type { Known } from '../known.ts';
import type { Place, Problem, Span } from '../place.ts';

/**
 * A Compose project together with the Dockerfiles its services build: what really runs. Immutable. Parts that an edit
 * left alone are the same objects as before it, so that what was found out about them still holds.
 */
export interface Project {
  readonly compose: ComposeProject;
  /** The services that have a container of their own, in order. */
  readonly services: readonly JoinedService[];
  readonly graph: ServiceGraph;
  /** What lies outside the workspace or cannot be read, each said once, at the text that names it. */
  readonly gaps: readonly Problem[];
  /** The Dockerfiles that were read, by path; those written inside a Compose file are not among them. */
  readonly dockerfiles: ReadonlyMap<string, Dockerfile>;
  /** Who runs which stage of which Dockerfile. */
  readonly uses: readonly StageUse[];
}

/** One service with the image it builds. */
export interface JoinedService {
  readonly service: Service;
  /** What is made of its place among the other services, and nothing more of them. */
  readonly node: Standing;
  /** Undefined where nothing is built, or where the join cannot be made: then no rule about the image may speak. */
  readonly build: Build | undefined;
}

/** What a service builds, as far as it can be read from the disk. */
export interface Build {
  /** The `build` key in the base file. */
  readonly at: Place;
  readonly dockerfile: Dockerfile;
  /** True where the Dockerfile is text of the Compose file (`dockerfile_inline`). */
  readonly isInline: boolean;
  /** Where a span of the Dockerfile stands: in its own file, or inside the scalar of the Compose file. */
  readonly placeOf: (span: Span) => Place;
  /** `build.target`, where it is given. */
  readonly target: Scalar | undefined;
  /** The stage that runs: the one the target names, else the last one. `stage.chain` leads to its base image. */
  readonly stage: Stage;
  /** The stages that get into the image: the chain, and what it copies or mounts from. */
  readonly reachable: ReadonlySet<Stage>;
  /** The folder of the context, a path as in `Place`. Undefined for a remote one. */
  readonly contextFolder: string | undefined;
  /** The scalar that names the context, in either form of `build`; undefined where none does. */
  readonly contextScalar: Scalar | undefined;
  /** What the context holds; undefined where it cannot be read. */
  readonly context: LocalContext | undefined;
  /** Further folders of the disk that `additional_contexts` names. */
  readonly additionalContexts: readonly {
    readonly name: string;
    /** The entry under `additional_contexts`. */
    readonly at: Place;
    readonly folder: string;
    readonly context: LocalContext | undefined;
  }[];
}

/** Services as they meet: everything that the Compose files and the names of the images tell. */
export interface ServiceGraph {
  readonly compose: ComposeProject;
  /** By service name, in order. */
  readonly nodes: ReadonlyMap<string, ServiceNode>;
  /** The top-level `services` key of the first file. */
  readonly servicesKey: Place | undefined;
  /** Folders that some service has as its build context. */
  readonly contextFolders: ReadonlySet<string>;
  /** The files that `env_file` names and the `.env` of the project, by path, as far as they can be read. */
  readonly envFiles: ReadonlyMap<string, EnvFile>;
}

/** What one service is in its project, without a way on to the others: the same until one of these changes. */
export type Standing = Pick<ServiceNode, 'service' | 'image' | 'published' | 'powers' | 'hostPid'>;

export interface ServiceNode {
  readonly service: Service;
  /** The image that runs: the service's own, or the base of the stage it builds. */
  readonly image: ImageReference | undefined;
  /** What kind of program that is, by the last part of the image's name. */
  readonly role: 'datastore' | 'admin' | 'socket-proxy' | 'gate' | undefined;
  /** How others than this machine can reach it; empty for what nobody outside reaches. */
  readonly published: readonly Publication[];
  /** What gives it power over the host: privileged, an engine's socket, the host's processes, a dangerous capability. */
  readonly powers: readonly Power[];
  /** The `pid: host` that gives it the processes of the host: its own, or that of a service whose processes it joins. */
  readonly hostPid: Place | undefined;
  /** The networks it is on, by key; `default` is the implicit one. Empty for `network_mode: none` and joined namespaces. */
  readonly networks: ReadonlySet<string>;
  /** The service whose network namespace it shares (`network_mode: service:x`). */
  readonly networkOf: ServiceNode | undefined;
  /** The services it depends on, links, joins, or names as a host in what it is told. */
  readonly uses: ReadonlySet<ServiceNode>;
  /** True where it gets an address that is not known, so that it may use any other service. */
  readonly mayUseOthers: boolean;
}

export interface Publication {
  /** The port item, or the `network_mode` key. */
  readonly at: Place;
  /** Undefined for the host's network, where every port is open. */
  readonly port: PortMapping | undefined;
}

export interface Power {
  readonly kind: 'privileged' | 'socket' | 'host-pid' | 'capability';
  /** In a few words, for messages: `privileged mode`, `SYS_ADMIN`. */
  readonly what: string;
  readonly at: Place;
}

/** A file of `KEY=value` lines. */
export interface EnvFile {
  readonly path: string;
  readonly text: string;
  readonly entries: readonly EnvEntry[];
}

export interface EnvEntry {
  readonly name: string;
  readonly nameAt: Place;
  /** Unknown where a variable nobody sets is part of it. */
  readonly value: Known<string>;
  /** The value in the text, without quotes. */
  readonly valueAt: Place;
  /** The line, without the blanks around it. */
  readonly at: Place;
}

/** What a Dockerfile has to know of a service that builds one of its stages. Plain data, equal where nothing changed. */
export interface StageUse {
  /** The Dockerfile. */
  readonly dockerfile: string;
  /** The stage that `build.target` names, in lower case, or undefined for the last one. */
  readonly target: string | undefined;
  readonly service: string;
  /** The `build` key. */
  readonly at: Place;
  /** The `user` of the service in Compose. */
  readonly user: 'none' | 'root' | 'other' | 'unknown';
  readonly healthcheck: 'none' | 'set' | 'disabled' | 'unknown';
  /** The folder of the context; undefined for a remote one. */
  readonly contextFolder: string | undefined;
  /** Names of `additional_contexts`, which stand for images in FROM and COPY --from. */
  readonly contextNames: readonly string[];
}

/** Who the process of a service starts as, and the text that decides it. */
export type StartUser =
  | { readonly kind: 'root' | 'other'; readonly at: Place; readonly instruction: Instruction | undefined }
  | { readonly kind: 'unknown' };
