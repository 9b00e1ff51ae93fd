import { itemsOf, valueAt } from './item.ts';
import { knownText } from './scalar.ts';
import type { ComposeProject, Service } from './types.ts';

/** Every name by which one service of a project can reach another. */
export function hostNamesOf(project: ComposeProject): ReadonlySet<string> {
  return new Set(project.services.flatMap((service) => [service.name, ...ownNames(service)]));
}

function ownNames(service: Service): readonly string[] {
  const single = [service.scalar('container_name'), service.scalar('hostname')].map(knownText);
  const networks = service.get('networks');
  const attachments = networks?.kind === 'mapping' ? [...networks.pairs.values()] : [];
  const aliases = attachments.flatMap(({ value }) => itemsOf(valueAt(value, 'aliases')).map(knownText));
  const links = service.list('links').map((link) => knownText(link)?.split(':').at(-1));
  return [...single, ...aliases, ...links].filter((name) => name !== undefined);
}
