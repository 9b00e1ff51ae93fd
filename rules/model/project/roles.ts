/** What kind of program an image is, by the last part of its name. As of November 2026. */
import type { ImageReference } from '../image-reference.ts';
import { isSocketProxy } from '../knowledge/socket-proxies.ts';
import type { ServiceNode } from './types.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Programs that keep data for others. */
const datastores = words(
  `postgres postgis timescaledb mysql mariadb mongo redis valkey memcached elasticsearch opensearch cassandra couchdb
  influxdb neo4j clickhouse rabbitmq etcd minio vault`,
);

/** Consoles that can do to a datastore or an engine whatever their user clicks. */
const consoles = words(
  'adminer phpmyadmin pgadmin4 mongo-express redis-commander redisinsight portainer portainer-ce kafka-ui',
);

/** Programs that stand before others and ask who comes: authentication proxies and web application firewalls. */
const gates = words(
  'oauth2-proxy authelia authentik vouch-proxy pomerium modsecurity-crs coraza open-appsec',
);

/** The last part of an image's name without registry, tag and digest, in lower case; undefined where it is not known. */
export function shortNameOf(image: ImageReference | undefined): string | undefined {
  if (image?.repository.known !== true) return undefined;
  return image.repository.value.slice(image.repository.value.lastIndexOf('/') + 1).toLowerCase();
}

export function roleOf(image: ImageReference | undefined): ServiceNode['role'] {
  if (isSocketProxy(image)) return 'socket-proxy';
  const name = shortNameOf(image);
  if (name === undefined) return undefined;
  // authentik's own image is called `server`.
  if (image?.repository.known && /(?:^|\/)goauthentik\/server$/i.test(image.repository.value)) return 'gate';
  if (datastores.has(name)) return 'datastore';
  if (consoles.has(name)) return 'admin';
  return gates.has(name) ? 'gate' : undefined;
}
