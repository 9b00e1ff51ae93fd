/** Ports of data stores, control interfaces and remote logins: what is attacked first where it can be reached. */

export interface SensitivePort {
  readonly port: number;
  /** What listens there, for messages. */
  readonly program: string;
}

/** By TCP port, as the programs' own documentation and IANA's service names give them. */
const programs: ReadonlyMap<number, string> = new Map([
  [22, 'SSH'],
  [23, 'telnet'],
  [1433, 'SQL Server'],
  [1521, 'Oracle Database'],
  [2375, 'the Docker API'],
  [2376, 'the Docker API'],
  [2379, 'etcd'],
  [3306, 'MySQL'],
  [3389, 'remote desktop'],
  [5432, 'PostgreSQL'],
  [5601, 'Kibana'],
  [5900, 'VNC'],
  [5984, 'CouchDB'],
  [6379, 'Redis'],
  [7474, 'Neo4j'],
  [8500, 'Consul'],
  [9042, 'Cassandra'],
  [9200, 'Elasticsearch'],
  [11211, 'memcached'],
  [15672, 'the RabbitMQ management interface'],
  [27017, 'MongoDB'],
]);

/** Programs that answer on UDP as well. */
const overUdp: ReadonlySet<number> = new Set([11211]);

/** The first sensitive port of a range of container ports, both ends included; undefined where there is none. */
export function sensitivePortIn(
  range: { readonly from: number; readonly to: number },
  protocol: string,
): SensitivePort | undefined {
  for (const [port, program] of programs) {
    if (port < range.from || port > range.to) continue;
    if (protocol === 'tcp' || (protocol === 'udp' && overUdp.has(port))) return { port, program };
  }
  return undefined;
}
