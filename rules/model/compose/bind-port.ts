import type { Edit } from '../place.ts';
import { replacePart } from './edit.ts';
import { setInEntry } from './edit-entry.ts';
import { portOf } from './ports.ts';
import { shapeOf } from './scalar.ts';
import type { ComposeProject, PortMapping } from './types.ts';

const loopback = '127.0.0.1';

/**
 * Publishes a port on the loopback address only. Refused where variables are part of the entry: what they bring with
 * them is not known, an address perhaps.
 */
export function bindToLoopback(project: ComposeProject, port: PortMapping): readonly Edit[] | undefined {
  const edits = bindWritten(project, port);
  const { hides } = port.value;
  if (hides === undefined || edits === undefined) return edits;
  // An entry of an earlier file that says the same would show, for it is the same no more.
  const hidden = 'key' in hides ? undefined : portOf(hides);
  const below = hidden === undefined ? undefined : bindToLoopback(project, hidden);
  return below === undefined ? undefined : [...edits, ...below];
}

function bindWritten(project: ComposeProject, port: PortMapping): readonly Edit[] | undefined {
  const { value, hostIp } = port;
  if (value.kind === 'mapping') return setInEntry(project, value, 'host_ip', loopback);
  if (value.kind !== 'scalar' || value.interpolated || !hostIp.known) return undefined;
  const text = shapeOf(value);
  // A container port alone keeps its random host port: `127.0.0.1::80`.
  if (hostIp.value === undefined)
    return replacePart(project, value, 0, 0, `${loopback}:${text.includes(':') ? '' : ':'}`);
  const written = text.startsWith('[') ? `[${hostIp.value}]` : hostIp.value;
  return text.startsWith(written) ? replacePart(project, value, 0, written.length, loopback) : undefined;
}
