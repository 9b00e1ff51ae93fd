/** Whose a service is, by the label that says so. */
import type { ServiceGraph, ServiceNode } from './types.ts';

/** The label that names the tenant of a service, where the configuration names no other. */
export const defaultTenantLabel = 'bulkhead.tenant';

/** The tenant a service belongs to; undefined where no label says so, or an unknown variable hides it. */
export function tenantOf({ service }: ServiceNode, label: string): string | undefined {
  const found = service.keyValues('labels').findLast(({ name }) => name === label);
  return found?.text.known === true && found.text.value !== '' ? found.text.value : undefined;
}

/** All tenants of a project. */
export function tenantsIn({ nodes }: ServiceGraph, label: string): ReadonlySet<string> {
  return new Set([...nodes.values()].flatMap((node) => tenantOf(node, label) ?? []));
}
