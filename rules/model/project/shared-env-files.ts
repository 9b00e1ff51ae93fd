/** Files of variables that services others can reach have in common with services nobody can. */
import { knownText } from '../compose/scalar.ts';
import type { Service } from '../compose/types.ts';
import type { Place } from '../place.ts';
import { type EnvFileEntry, envFileEntriesOf } from './env-files.ts';
import { runSameProgram } from './shared-builds.ts';
import type { ServiceGraph, ServiceNode } from './types.ts';
import { secretsOfFile } from './written-secrets.ts';

export interface SharedEnvFile {
  /** A service that others can reach, with the entry that gives it the file. */
  readonly service: Service;
  readonly entry: EnvFileEntry;
  /** The names of the secrets that the file spells out. */
  readonly names: readonly string[];
  /** The services nobody reaches from outside, with their entries of the same file. */
  readonly others: readonly { readonly name: string; readonly at: Place }[];
}

/** Services that run the same program need the same settings, and are no others to each other. */
export function sharedEnvFiles(graph: ServiceGraph): readonly SharedEnvFile[] {
  const nodes = [...graph.nodes.values()];
  const inner = nodes.filter(isUnpublished);
  return nodes
    .filter(({ published }) => published.length > 0)
    .flatMap(({ service }) =>
      envFileEntriesOf(service).flatMap((entry) => {
        const file = graph.envFiles.get(entry.path);
        const names = file === undefined ? [] : secretsOfFile(file).map(({ name }) => name);
        if (names.length === 0) return [];
        const others = inner.flatMap((other) => {
          if (runSameProgram(service, other.service)) return [];
          const same = envFileEntriesOf(other.service).find(({ path }) => path === entry.path);
          return same === undefined ? [] : [{ name: other.service.name, at: same.scalar.seat }];
        });
        return others.length === 0 ? [] : [{ service, entry, names: [...new Set(names)], others }];
      }),
    );
}

/** Whether it is known that nobody outside reaches a service: no variable hides an address or the kind of network. */
function isUnpublished({ service, published, networkOf }: ServiceNode): boolean {
  if (published.length > 0 || networkOf !== undefined) return false;
  const mode = service.networkMode;
  return (
    (mode === undefined || mode.state === 'empty' || knownText(mode) === 'none') &&
    service.complete &&
    service.ports.every(({ hostIp, readable }) => hostIp.known && readable)
  );
}
