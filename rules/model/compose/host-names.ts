import { itemsOf, valueAt } from './item.ts';
import { isListed, listed } from './listed.ts';
import { knownText } from './scalar.ts';
import type { ComposeProject, Service } from './types.ts';

/** Tells the names by which one service of a project can reach another, as far as one service wants to know. */
export function hostNamesAround(service: Service): Pick<ReadonlySet<string>, 'has'> {
  const has = (name: string) =>
    service.project().fact(`host ${name}`, (project) => isListed(name, project.fact('hosts', hostNames)));
  return { has };
}

function hostNames({ services }: ComposeProject): string {
  return listed(services.flatMap((service) => [...hostNamesOfService(service), ...linkNames(service)]));
}

/** The names by which others reach one service. */
export function hostNamesOfService(service: Service): readonly string[] {
  return service.kept('host names', () => readHostNames(service));
}

function readHostNames(service: Service): readonly string[] {
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
