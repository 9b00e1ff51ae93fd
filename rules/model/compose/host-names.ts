import { itemsOf, valueAt } from './item.ts';
import { knownText } from './scalar.ts';
import type { ComposeProject, Service } from './types.ts';

/** Every name by which one service of a project can reach another. */
export function hostNamesOf(project: ComposeProject): ReadonlySet<string> {
  return new Set(
    project.services.flatMap((service) => [...hostNamesOfService(service), ...linkNames(service)]),
  );
}

/** The names by which others reach one service. */
export function hostNamesOfService(service: Service): readonly string[] {
  const single = [service.scalar('container_name'), service.scalar('hostname')].map(knownText);
  const networks = service.get('networks');
  const attachments = networks?.kind === 'mapping' ? [...networks.pairs.values()] : [];
  const aliases = attachments.flatMap(({ value }) => itemsOf(valueAt(value, 'aliases')).map(knownText));
  return [service.name, ...[...single, ...aliases].filter((name) => name !== undefined)];
}

/** The names that a service gives to those it links. */
function linkNames(service: Service): readonly string[] {
  return service.list('links').flatMap((link) => knownText(link)?.split(':').at(-1) ?? []);
}
