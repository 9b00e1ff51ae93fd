/** Whose a service is, by the label that says so. */
import type { ServiceGraph, ServiceNode } from './types.ts';

/** The label that names the tenant of a service. */
export const tenantLabel = 'bulkhead.tenant';

/** The tenant a service belongs to; undefined where no label says so, or an unknown variable hides it. */
export function tenantOf({ service }: ServiceNode): string | undefined {
  const label = service.keyValues('labels').findLast(({ name }) => name === tenantLabel);
  return label?.text.known === true && label.text.value !== '' ? label.text.value : undefined;
}

/** All tenants of a project. */
export function tenantsIn({ nodes }: ServiceGraph): ReadonlySet<string> {
  return new Set([...nodes.values()].flatMap((node) => tenantOf(node) ?? []));
}
