import { parseComposeFile } from './file.ts';
import type { YamlNode, YamlPair } from './yaml-node.ts';

/** The names Compose looks for. */
const composeName = /^(?:docker-)?compose(?:[.-].+)?\.ya?ml$/i;

/** The names VS Code's language `dockercompose` claims: `*docker*compose*.yml`. */
export function namesDockerCompose(name: string): boolean {
  const lower = name.toLowerCase();
  const docker = lower.indexOf('docker');
  return docker >= 0 && lower.includes('compose', docker + 'docker'.length) && /\.ya?ml$/.test(lower);
}

/** What Compose allows at the top level, beside `x-` keys (Compose specification, schema). */
const rootKeys = new Set([
  'version',
  'name',
  'include',
  'services',
  'networks',
  'volumes',
  'secrets',
  'configs',
  'models',
]);

/** What charts and platforms call settings of their services, and Compose does not. */
const foreignServiceKeys = new Set([
  'autoscaling',
  'chart',
  'class',
  'ingress',
  'replicaCount',
  'replicas',
  'resources',
  'service',
  'type',
]);

/**
 * Whether a YAML file is a Compose file, by its name or by its content: a `services` mapping in which a service has
 * an image, a build or an extends of its own, and nothing beside it that Compose refuses. Kubernetes manifests,
 * workflows, pipelines, values of charts and x- maps are not.
 */
export function looksLikeCompose(path: string, text: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (composeName.test(name) || namesDockerCompose(name)) return true;
  // Parsing is dear beside this question, which almost every other YAML file answers with no.
  if (!/^["']?services["']?[ \t]*:/m.test(text)) return false;
  return parseComposeFile(path, text).roots.some(isComposeRoot);
}

function isComposeRoot(root: YamlNode): boolean {
  if (root.kind !== 'mapping' || root.pairs.some(isForeign)) return false;
  const services = root.pairs.find((pair) => pair.name === 'services')?.value;
  return services?.kind === 'mapping' && services.pairs.some((pair) => isService(pair.value));
}

/** A key that Compose does not know. One without a value is still being typed. */
function isForeign({ name, isMerge, value }: YamlPair): boolean {
  const isTyped = value.kind === 'scalar' && value.isNull;
  return !isMerge && !isTyped && !rootKeys.has(name) && !name.startsWith('x-');
}

function isService(node: YamlNode): boolean {
  if (node.kind === 'alias') return node.target !== undefined && isService(node.target);
  return (
    node.kind === 'mapping' &&
    !node.pairs.some(({ name }) => foreignServiceKeys.has(name)) &&
    node.pairs.some(({ name, isMerge, value }) =>
      isMerge
        ? isService(value)
        : name === 'build' || name === 'extends' || (name === 'image' && isText(value)),
    )
  );
}

/** The image of a chart's values is a mapping with a repository and a tag. */
function isText(node: YamlNode): boolean {
  if (node.kind === 'alias') return node.target !== undefined && isText(node.target);
  return node.kind === 'scalar';
}
