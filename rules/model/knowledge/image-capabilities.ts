import type { ImageReference } from '../image-reference.ts';

/** The capabilities an image needs back once all are dropped, and where that was learnt. */
interface Need {
  readonly capabilities: readonly string[];
  readonly source: string;
  /** Also where the service sets a user of its own: the program carries the capability as a file capability. */
  readonly forAnyUser?: true;
}

/** PostgreSQL also sets the mode of a folder that is no longer root's. DAC_READ_SEARCH would do too, but reads the host. */
const postgres: Need = {
  capabilities: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'],
  source: 'github.com/docker-library/postgres: docker-entrypoint.sh, issue 649',
};

/** Entry points that take over the data folder as root and then step down to a user of their own. */
function stepsDown(source: string): Need {
  return { capabilities: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'], source };
}

/**
 * Known needs by repository, for images that start as root. As of November 2026. All of these belong to what Docker
 * grants by default, so that giving them back is never more than the image had before.
 */
const needs: ReadonlyMap<string, Need> = new Map([
  ['postgres', postgres],
  ['pgvector/pgvector', postgres],
  ['postgis/postgis', postgres],
  ['timescale/timescaledb', postgres],
  ['mysql', stepsDown('github.com/docker-library/mysql: docker-entrypoint.sh')],
  ['mariadb', stepsDown('github.com/MariaDB/mariadb-docker: docker-entrypoint.sh')],
  ['mongo', stepsDown('github.com/docker-library/mongo: docker-entrypoint.sh')],
  ['rabbitmq', stepsDown('github.com/docker-library/rabbitmq: docker-entrypoint.sh')],
  [
    'redis',
    {
      capabilities: ['CHOWN', 'SETGID', 'SETUID'],
      source: 'github.com/redis/docker-library-redis: docker-entrypoint.sh, issue 175',
    },
  ],
  [
    'valkey/valkey',
    {
      capabilities: ['CHOWN', 'SETGID', 'SETUID'],
      source: 'github.com/valkey-io/valkey-container: docker-entrypoint.sh',
    },
  ],
  [
    'nginx',
    {
      capabilities: ['CHOWN', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'],
      source: 'github.com/nginx/docker-nginx: issue 524',
    },
  ],
  [
    'caddy',
    {
      capabilities: ['NET_BIND_SERVICE'],
      source: 'github.com/caddyserver/caddy-docker: setcap in the Dockerfile, issue 396',
      forAnyUser: true,
    },
  ],
]);

/**
 * The capabilities a well-known image of Docker Hub needs back, as names without `CAP_`. Empty for all other images,
 * whose needs are not known.
 *
 * @param startsAsRoot - whether the service leaves the image's own start as root in place.
 */
export function capabilitiesNeededBy(
  image: ImageReference | undefined,
  startsAsRoot: boolean,
): readonly string[] {
  if (!image?.repository.known || !image.registry.known) return [];
  const registry = image.registry.value ?? 'docker.io';
  if (registry !== 'docker.io' && registry !== 'index.docker.io') return [];
  const need = needs.get(image.repository.value.replace(/^library\//, ''));
  return need === undefined || !(startsAsRoot || need.forAnyUser) ? [] : need.capabilities;
}
