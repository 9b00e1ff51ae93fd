import { parseComposeFile } from './file.ts';
import type { YamlNode } from './yaml-node.ts';

/** The names Compose looks for and those VS Code's language `dockercompose` claims. */
const composeName = /^(?:docker-)?compose(?:[.-].+)?\.ya?ml$|docker.*compose.*\.ya?ml$/i;

/** Top-level keys that other YAML dialects with a `services` mapping have, and Compose has not. */
const foreignKeys = new Set([
  'apiVersion',
  'kind',
  'jobs',
  'on',
  'stages',
  'pipelines',
  'pipeline',
  'stage',
  'dockerComposeFile',
]);

/**
 * Whether a YAML file is a Compose file, by its name or by its content: a `services` mapping in which a service has
 * an image, a build or an extends of its own. Kubernetes manifests, workflows, pipelines and x- maps are not.
 */
export function looksLikeCompose(path: string, text: string): boolean {
  if (composeName.test(path.slice(path.lastIndexOf('/') + 1))) return true;
  // Parsing is dear beside this question, which almost every other YAML file answers with no.
  if (!/^["']?services["']?[ \t]*:/m.test(text)) return false;
  return parseComposeFile(path, text).roots.some(isComposeRoot);
}

function isComposeRoot(root: YamlNode): boolean {
  if (root.kind !== 'mapping' || root.pairs.some((pair) => foreignKeys.has(pair.name))) return false;
  const services = root.pairs.find((pair) => pair.name === 'services')?.value;
  return services?.kind === 'mapping' && services.pairs.some((pair) => isService(pair.value));
}

function isService(node: YamlNode): boolean {
  if (node.kind === 'alias') return node.target !== undefined && isService(node.target);
  return (
    node.kind === 'mapping' &&
    node.pairs.some(({ name, isMerge, value }) =>
      isMerge ? isService(value) : name === 'image' || name === 'build' || name === 'extends',
    )
  );
}
