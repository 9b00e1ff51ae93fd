import type { Edit } from '../place.ts';
import { appendItem, insertPair } from './edit.ts';
import { addPair } from './edit-insert.ts';
import { replaceScalar } from './edit-replace.ts';
import { ownFileOf } from './edit-text.ts';
import { knownText } from './scalar.ts';
import type { Service } from './types.ts';

/**
 * Moves a service from its only network to a new internal one, which the services that use it join as well. Refused
 * where the service has several networks or options for one, where the services stand in several files, and where the
 * name is taken.
 */
export function isolateOnNetwork(
  service: Service,
  users: readonly Service[],
  name: string,
): readonly Edit[] | undefined {
  const project = service.project();
  if (project.networks.has(name) || users.some(({ key }) => key.path !== service.key.path)) return undefined;
  // Whoever inserts last at one offset stands below: the section of networks comes after all services.
  const parts = [leaveFor(service, name), ...users.map((user) => join(user, name)), declare(service, name)];
  const edits: Edit[] = [];
  for (const part of parts) {
    if (part === undefined) return undefined;
    edits.push(...part);
  }
  return edits;
}

function leaveFor(service: Service, name: string): readonly Edit[] | undefined {
  const networks = service.pair('networks');
  if (networks === undefined) return insertPair(service, 'networks', ['', `- ${name}`]);
  const items = networks.value.kind === 'sequence' ? networks.value.items : [];
  const [only, ...others] = items;
  if (only?.kind !== 'scalar' || others.length > 0) return undefined;
  return replaceScalar(service.project(), only, name);
}

/** Beside the networks it has; the implicit one is lost where others are listed. */
function join(service: Service, name: string): readonly Edit[] | undefined {
  const networks = service.get('networks');
  if (networks === undefined) return insertPair(service, 'networks', ['', '- default', `- ${name}`]);
  if (networks.kind !== 'sequence' || networks.items.some((item) => knownText(item) === undefined))
    return undefined;
  return appendItem(service, 'networks', name);
}

function declare(service: Service, name: string): readonly Edit[] | undefined {
  const file = ownFileOf(service);
  const [root, ...others] = file?.roots ?? [];
  if (file === undefined || root?.kind !== 'mapping' || others.length > 0) return undefined;
  const section = root.pairs.find((pair) => pair.name === 'networks');
  const indent = ' '.repeat(file.indent);
  if (section === undefined)
    return addPair(file, root, 'networks', ['', `${name}:`, `${indent}internal: true`]);
  const isShared = file.index.pairAt(section.key.start)?.isShared !== false;
  const { value } = section;
  if (value.kind !== 'mapping' || isShared || value.tag !== undefined || value.pairs.length === 0)
    return undefined;
  return addPair(file, value, name, ['', 'internal: true']);
}
