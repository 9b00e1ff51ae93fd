import { deletePair } from '../model/compose/edit.ts';
import type { Network, Service } from '../model/compose/types.ts';
import type { Fix } from './finding.ts';
import { itemFix, oneFix } from './report.ts';

/** Whether an entry stands for a network of that name that Compose does not make itself. */
export function isExternalNetwork(network: Network | undefined, realName: string): boolean {
  if (network === undefined || !network.external.known || !network.realName.known) return false;
  return network.external.value && network.realName.value === realName;
}

/** The fix that takes a service off one of its networks, however they are listed. */
export function leaveNetwork(service: Service, name: string, title: string): readonly Fix[] {
  const project = service.project();
  const networks = service.pair('networks');
  if (networks?.value.kind === 'mapping') {
    const pair = networks.value.pairs.get(name);
    return oneFix('review', title, pair && deletePair(project, pair));
  }
  const item = service.list('networks').find((value) => value.kind === 'scalar' && value.text === name);
  return item === undefined ? [] : itemFix('review', title, project, networks, item);
}
