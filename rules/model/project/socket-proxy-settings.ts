/** What a socket proxy lets through, by its environment. */
import type { KeyValue, Service } from '../compose/types.ts';

/**
 * Sections of the engine's API that give power by themselves (github.com/Tecnativa/docker-socket-proxy, "Grant or revoke
 * access to certain API sections"; the other proxies use the same names).
 */
const grave: ReadonlyMap<string, string> = new Map([
  ['EXEC', 'run commands in every container'],
  ['AUTH', 'use the registry logins'],
  ['SECRETS', 'read the secrets of the swarm'],
  ['BUILD', 'build images'],
  ['COMMIT', 'make images of containers'],
  ['SWARM', 'change the swarm'],
  ['PLUGINS', 'install plugins, which run as root on the host'],
]);

/** Sections that only give power where requests may change something (`POST`). */
const changeable: ReadonlyMap<string, string> = new Map([
  ['CONTAINERS', 'start containers, privileged ones as well'],
  ['IMAGES', 'replace and delete images'],
  ['VOLUMES', 'make volumes that bind any folder of the host'],
  ['NETWORKS', 'change networks'],
]);

export interface OpenSection {
  readonly entry: KeyValue;
  /** What it allows, to be read after "lets its clients". */
  readonly power: string;
}

/** The entries that let too much through; for changes it is `POST`, with the gravest section that it opens. */
export function openSections({ environment }: Service): readonly OpenSection[] {
  // The last entry of a name counts.
  const entries = new Map(environment.map((entry) => [entry.name.toUpperCase(), entry]));
  const isOn = (name: string) => {
    const entry = entries.get(name);
    return entry?.text.known === true && /^(?:1|true)$/i.test(entry.text.value.trim());
  };
  const found: OpenSection[] = [];
  for (const [name, entry] of entries) {
    const power = name === 'POST' ? [...changeable].find(([section]) => isOn(section))?.[1] : grave.get(name);
    if (power !== undefined && isOn(name)) found.push({ entry, power });
  }
  return found;
}
