/** Which services name the files of the secrets that they are granted. */
import { itemsOf } from '../compose/item.ts';
import { knownText } from '../compose/scalar.ts';
import { serviceCommandsOf } from '../compose/service-commands.ts';
import type { Grant, Service } from '../compose/types.ts';
import { officialName } from '../image-reference.ts';
import { envFileEntriesOf } from './env-files.ts';
import type { ServiceGraph, ServiceNode } from './types.ts';

/** The folder into which Compose mounts secrets (compose-spec, services, "secrets"). */
const secretsFolder = '/run/secrets';

/** A grant that its service never names, while other services name theirs of the same secret. */
export interface UnusedGrant {
  readonly node: ServiceNode;
  readonly grant: Grant;
  readonly readers: readonly { readonly node: ServiceNode; readonly grant: Grant }[];
}

/** Such grants of services that run an official image, as far as all is known that these are told. */
export function unusedGrants(graph: ServiceGraph): readonly UnusedGrant[] {
  const bySecret = new Map<string, { readonly node: ServiceNode; readonly grant: Grant }[]>();
  for (const node of graph.nodes.values()) {
    for (const grant of node.service.grants) {
      if (grant.kind !== 'secret') continue;
      const granted = bySecret.get(grant.name);
      if (granted === undefined) bySecret.set(grant.name, [{ node, grant }]);
      else granted.push({ node, grant });
    }
  }
  return [...bySecret.values()].flatMap((granted) => {
    if (granted.length < 2) return [];
    const told = granted.map(({ node, grant }) => ({
      node,
      grant,
      path: pathOfGrant(grant),
      ...toldTo(node, graph),
    }));
    const readers = told.filter(({ path, words }) => path !== undefined && words.has(path));
    if (readers.length === 0) return [];
    return told.flatMap(({ node, grant, path, words, isWhole }) =>
      path !== undefined && isWhole && runsOfficialImage(node) && !mayName(words, path)
        ? [{ node, grant, readers }]
        : [],
    );
  });
}

/** The path of a granted secret in the container; undefined where it is not known. */
function pathOfGrant({ name, value }: Grant): string | undefined {
  const target = value.kind === 'mapping' ? value.pairs.get('target')?.value : undefined;
  if (target === undefined || (target.kind === 'scalar' && target.state === 'empty'))
    return `${secretsFolder}/${name}`;
  const text = knownText(target);
  return text === undefined || text.startsWith('/') ? text : `${secretsFolder}/${text}`;
}

/** What a service is told in words, and whether these are all there are. */
interface Told {
  readonly words: ReadonlySet<string>;
  /** False where a value is not known, or a file that is not read may hold more. */
  readonly isWhole: boolean;
}

function toldTo({ service }: ServiceNode, graph: ServiceGraph): Told {
  const files = envFileEntriesOf(service).map(({ path }) => graph.envFiles.get(path));
  const commands = serviceCommandsOf(service).flatMap(({ words }) => words.map(({ text }) => text));
  const values = [
    ...service.environment.map(({ text }) => text),
    ...commands,
    ...files.flatMap((file) => file?.entries.map(({ value }) => value) ?? []),
  ];
  return {
    words: new Set(values.flatMap((value) => (value.known ? pathsIn(value.value) : []))),
    isWhole:
      service.complete &&
      values.every(({ known }) => known) &&
      files.length === itemsOf(service.get('env_file')).length &&
      files.every((file) => file !== undefined) &&
      !mayReadFiles(service),
  };
}

/** The words of a text that may be paths, each with single slashes. */
function pathsIn(text: string): readonly string[] {
  return text
    .split(/[\s"'`=:,;|&<>(){}[\]]+/)
    .filter((word) => word.includes('/'))
    .map((word) => word.replace(/\/{2,}/g, '/').replace(/(?<=.)\/+$/, ''));
}

/** Whether settings or scripts from outside the image get into the container, which may name any path. */
function mayReadFiles(service: Service): boolean {
  return (
    service.grants.some(({ kind }) => kind === 'config') ||
    service.mounts.some(({ type }) => type === 'bind' || type === 'unknown' || type === 'image') ||
    itemsOf(service.get('volumes_from')).length > 0
  );
}

/** Whether words name a path, or a folder above it, whose files a program may list. */
function mayName(words: ReadonlySet<string>, path: string): boolean {
  for (let at = path.length; at > 0; at = path.lastIndexOf('/', at - 1))
    if (words.has(path.slice(0, at))) return true;
  return [...words].some((word) => word.includes('*') || word.includes('$'));
}

/** Whether a service runs an official image as it is, whose settings are those that its page documents. */
function runsOfficialImage({ service, image }: ServiceNode): boolean {
  return !service.hasBuild && image !== undefined && officialName(image) !== undefined;
}
