// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose writes its variables like this.
// Longer than 300 lines because the generator, both readings and the list of known differences belong together.
/**
 * The merge of Compose files, proven with a program that nobody here wrote: Debian's `docker-compose` 1.29, whose
 * `config` prints what it made of the files. It is compared on generated pairs of a base and an override.
 *
 * Where 1.29 and today's Compose (compose-go) are known to differ, and what is done about it here:
 * - `dns`, `dns_search`, `tmpfs`: 1.29 appends and keeps repetitions, compose-go keeps each entry once. Compared as sets.
 * - `security_opt`: 1.29 keeps each entry once, compose-go appends. Compared as a set.
 * - `group_add`: 1.29 replaces the whole list, the specification appends. Not generated.
 * - `extra_hosts`: 1.29 keeps one address per host, compose-go all of them. Each file names hosts of its own here.
 * - `logging` of an extended service: 1.29 writes the result of the merge into the extended service as well, a defect
 *   of its own. Generated only where nobody extends the service.
 * - 1.29 sorts `ports`, `volumes`, `cap_add`, compose-go keeps the order of the files. Compared as sets.
 * - 1.29 drops empty `options` of `logging` where it merges. Not generated.
 * - An empty label is null in one and '' in the other; Docker gets ''. Compared as ''.
 * - 1.29 refuses a bind over a named volume of the same target ("Duplicate mount points"), compose-go replaces it.
 *   Named volumes have targets of their own here.
 * - 1.29 takes `v:/v` for a volume called v, compose-go for a path on a Windows drive (format/volume.go). Not generated.
 * - 1.29 expands ranges of ports while merging. No ranges are generated.
 * - 1.29 knows neither `${X:+alternative}` nor nested variables, casts no quoted booleans, and has no `!reset`, `!override`
 *   or `include`. Not generated; test/model/compose covers them from the specification.
 * - 1.29 forbids `extends` of services with `depends_on` or `links` (not generated) and prints `$` as `$$` (undone).
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { loadComposeProject } from '../../rules/model/compose/project.ts';
import type { Mount, PortMapping, Service } from '../../rules/model/compose/types.ts';
import type { Known } from '../../rules/model/known.ts';
import { plain } from '../model/compose/support.ts';
import { diskFiles } from '../support/analyse-folder.ts';
import { memoryFiles } from '../support/memory-files.ts';
import { cleanEnvironment, missing } from './docker-compose.ts';

type Attributes = Readonly<Record<string, unknown>>;

const words = fc.constantFrom('one', 'two', 'three');
const interpolated = fc.constantFrom(
  '${FILLED}',
  '$FILLED-end',
  '${FILLED:-spare}',
  '${EMPTY:-spare}',
  '${EMPTY-spare}',
  '${ABSENT:-spare}',
  '${ABSENT-}',
  'a$$b',
);
const text = fc.oneof(words, interpolated);
const listOf = (...items: string[]) => fc.subarray(items, { minLength: 1 });
const oneOrMany = (...items: string[]) => fc.oneof(fc.constantFrom(...items), listOf(...items));

/** A mapping, or the same as a list of `K=V`. */
function keyed(value: fc.Arbitrary<string | number | null>, separator = '=', keys = ['A', 'B', 'C']) {
  const pairs = fc.dictionary(fc.constantFrom(...keys), value, { minKeys: 1, noNullPrototype: true });
  const asList = pairs.map((mapping) =>
    Object.entries(mapping).map(([key, entry]) => (entry === null ? key : `${key}${separator}${entry}`)),
  );
  return fc.oneof(pairs, asList);
}

const wordsOrList = fc.oneof(
  fc.constantFrom('run it', 'sh -c "echo one"', 'serve'),
  fc.array(text, { minLength: 1, maxLength: 3 }),
);

/** A bare key passes the variable through, or is an empty label; it counts above a value too. */
const entries = fc.oneof(text, fc.nat(9), fc.constant(''), fc.constant(null));

type Role = 'base' | 'override' | 'extender';

/** What a service may have. */
const attributesOf = (role: Role): Readonly<Record<string, fc.Arbitrary<unknown>>> => ({
  cap_add: listOf('NET_ADMIN', 'SYS_TIME', 'CHOWN'),
  cap_drop: listOf('ALL', 'MKNOD'),
  command: wordsOrList,
  devices: listOf('/dev/fuse:/dev/fuse', '/dev/null:/dev/fuse', '/dev/zero:/dev/zero').map((all) =>
    all.slice(0, 1),
  ),
  dns: oneOrMany('1.1.1.1', '9.9.9.9'),
  dns_search: oneOrMany('one.test', 'two.test'),
  entrypoint: wordsOrList,
  environment: keyed(entries),
  expose: listOf('80', '443', '53/udp'),
  extra_hosts: keyed(fc.constantFrom('10.0.0.1', '10.0.0.2'), ':', [`${role}.test`, `${role}.example`]),
  healthcheck: fc.record(
    {
      test: fc.constantFrom('curl one', ['CMD', 'true'], ['CMD-SHELL', 'exit 1']),
      interval: fc.constantFrom('5s', '10s'),
      retries: fc.nat(5),
    },
    { requiredKeys: [] },
  ),
  hostname: text,
  image: fc.constantFrom('app:1', 'app:${FILLED}', '${ABSENT:-db}:2'),
  labels: keyed(entries),
  logging: fc.record(
    {
      driver: fc.constantFrom('json-file', 'syslog'),
      options: fc.dictionary(fc.constantFrom('tag', 'env'), words, { minKeys: 1, noNullPrototype: true }),
    },
    { requiredKeys: [] },
  ),
  mem_limit: fc.constantFrom('64m', '1g'),
  pid: fc.constant('host'),
  ports: listOf('80:80', '8080:80', '127.0.0.1:80:80', '53:53/udp', '53:53', '443', '${ABSENT:-9000}:9000'),
  privileged: fc.boolean(),
  read_only: fc.boolean(),
  restart: fc.constantFrom('always', 'no'),
  security_opt: listOf('no-new-privileges:true', 'seccomp:unconfined', 'label:disable'),
  sysctls: keyed(fc.constantFrom('0', '1'), '=', ['net.core.somaxconn', 'net.ipv4.ip_forward']),
  tmpfs: oneOrMany('/run', '/tmp'),
  ulimits: fc.dictionary(
    fc.constantFrom('nofile', 'nproc'),
    fc.oneof(fc.nat(99), fc.record({ soft: fc.nat(9), hard: fc.integer({ min: 10, max: 99 }) })),
    { minKeys: 1, noNullPrototype: true },
  ),
  user: fc.oneof(text, fc.constantFrom('1000:1000')),
  volumes: fc
    .record({
      data: fc.option(fc.constantFrom('./one:/data', './two:/data:ro', '/etc:/data', '../up:/data')),
      logs: fc.option(fc.constantFrom('/var/log:/logs:ro', './${FILLED}:/logs')),
      named: fc.option(fc.constantFrom('store:/store', 'other:/store:ro')),
      anonymous: fc.option(fc.constant('/cache')),
    })
    .map((mounts) => Object.values(mounts).filter((mount) => mount !== null)),
  working_dir: fc.constantFrom('/one', '/two/${FILLED}'),
});

const names = Object.keys(attributesOf('base'));
const some = (role: Role) => fc.record(attributesOf(role), { requiredKeys: [] });
const pairs = fc.array(
  fc.record({
    base: some('base'),
    override: fc.option(some('override')),
    extender: fc.option(some('extender')),
  }),
  { minLength: 10, maxLength: 10 },
);

interface Pair {
  readonly base: Attributes;
  readonly override: Attributes | null;
  readonly extender: Attributes | null;
}

/** Many pairs become two files, for the program takes most of its time to start. */
function filesOf(all: readonly Pair[]): { readonly base: string; readonly override: string } {
  const base: Record<string, unknown> = {};
  const override: Record<string, unknown> = {};
  for (const [index, pair] of all.entries()) {
    const { logging, ...rest } = pair.base;
    const isExtended = pair.extender !== null;
    base[`base${index}`] = { image: 'app:0', ...rest, ...(isExtended || !logging ? {} : { logging }) };
    if (pair.override) override[`base${index}`] = pair.override;
    if (!pair.extender) continue;
    base[`more${index}`] = { extends: { service: `base${index}` }, ...pair.extender };
    // The extending service is overridden too, by what its neighbour is overridden with.
    const other = all[(index + 1) % all.length]?.override;
    if (other) override[`more${index}`] = other;
  }
  const document = (services: object) =>
    stringify({ version: '2.4', services, volumes: { store: {}, other: {} } }, { version: '1.1' });
  return { base: document(base), override: document(override) };
}

function stringsOf(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(stringsOf);
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, stringsOf(entry)]));
  return String(value);
}

function setOf(value: unknown): readonly string[] {
  return [...new Set([value].flat().map(String))].sort();
}

function mapOf(value: unknown, separator: string, empty: '' | null): Record<string, unknown> {
  const entries = Array.isArray(value)
    ? value.map((item): [string, unknown] => {
        const at = String(item).indexOf(separator);
        return at < 0 ? [String(item), null] : [String(item).slice(0, at), String(item).slice(at + 1)];
      })
    : Object.entries(value as object);
  return Object.fromEntries(
    entries.map(([key, entry]) => [key, entry === null ? empty : String(entry)] as const).sort(),
  );
}

/** Brings the spellings of one attribute into one. */
function normal(name: string, value: unknown): unknown {
  if (name === 'environment') return mapOf(value, '=', null);
  if (name === 'labels' || name === 'sysctls') return mapOf(value, '=', '');
  if (name === 'extra_hosts') return mapOf(value, ':', '');
  const sets = ['cap_add', 'cap_drop', 'devices', 'dns', 'dns_search', 'expose', 'security_opt', 'tmpfs'];
  return sets.includes(name) ? setOf(value) : stringsOf(value);
}

function sure<T>(value: Known<T>): T {
  assert.ok(value.known, 'a value is unknown though every variable has one');
  return value.value;
}

function ourPort(port: PortMapping): string {
  const published = sure(port.published);
  return [sure(port.hostIp) ?? '', published?.from ?? '', `${sure(port.target).from}/${port.protocol}`].join(
    ':',
  );
}

function theirPort(port: string | Attributes): string {
  if (typeof port !== 'string')
    return ['', port.published ?? '', `${port.target}/${port.protocol ?? 'tcp'}`].join(':');
  const [address, protocol = 'tcp'] = port.split('/');
  const parts = (address ?? '').split(':');
  while (parts.length < 3) parts.unshift('');
  return `${parts.join(':')}/${protocol}`;
}

function ourMount(mount: Mount): string {
  const source = mount.type === 'bind' ? sure(mount.hostPath) : sure(mount.source);
  return [source ?? '', sure(mount.target), sure(mount.readOnly) ? 'ro' : 'rw'].join(':');
}

function theirMount(mount: string): string {
  return mount.includes(':') ? mount : `:${mount}:rw`;
}

function ours(service: Service): Attributes {
  const shape: Record<string, unknown> = {};
  for (const name of names) {
    const value = service.get(name);
    if (value !== undefined) shape[name] = normal(name, plain(value));
  }
  shape.ports = setOf(service.ports.map(ourPort));
  shape.volumes = setOf(service.mounts.filter(({ form }) => form !== 'tmpfs').map(ourMount));
  return shape;
}

function theirs(service: Attributes): Attributes {
  const shape: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(service)) shape[name] = normal(name, value);
  shape.ports = setOf(((service.ports ?? []) as readonly (string | Attributes)[]).map(theirPort));
  shape.volumes = setOf(((service.volumes ?? []) as readonly string[]).map(theirMount));
  return shape;
}

describe('the merge of a base and its override', { skip: missing }, () => {
  it('is that of docker-compose', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bulkhead-merge-'));
    try {
      writeFileSync(join(folder, '.env'), 'FILLED=filled\nEMPTY=\n');
      const property = fc.asyncProperty(pairs, async (all) => {
        const { base, override } = filesOf(all);
        writeFileSync(join(folder, 'compose.yaml'), base);
        writeFileSync(join(folder, 'compose.override.yaml'), override);
        const args = ['-f', 'compose.yaml', '-f', 'compose.override.yaml', 'config'];
        const { stdout } = await promisify(execFile)('docker-compose', args, {
          cwd: folder,
          env: cleanEnvironment(folder),
        });
        const printed = parse(stdout.replaceAll('$$', '$'), { version: '1.1' }) as {
          readonly services: Readonly<Record<string, Attributes>>;
        };
        const project = await loadComposeProject(join(folder, 'compose.yaml'), diskFiles(folder));
        assert.deepEqual(project.problems, []);
        assert.deepEqual(
          project.services.map(({ name }) => name).sort(),
          Object.keys(printed.services).sort(),
        );
        for (const service of project.services)
          assert.deepEqual(ours(service), theirs(printed.services[service.name] ?? {}), service.name);
      });
      await fc.assert(property, { numRuns: 24, seed: 1129, endOnFailure: true });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a bare key over a key with a value', () => {
  // Both programs take the bare key, whichever way it is written (compose-go, override/merge.go, mergeToSequence).
  const files = (key: string, base: string, overlay: string) => ({
    'compose.yaml': `services: {web: {image: app, build: {context: .}, ${key}: ${base}}}\n`,
    'compose.override.yaml': `services: {web: {${key}: ${overlay}}}\n`,
  });
  for (const key of ['environment', 'labels', 'annotations', 'sysctls']) {
    for (const [base, overlay, merged] of [
      ['{B: 6}', '{B: }', { B: null }],
      ['{B: 6}', '[B]', { B: null }],
      ['[B=6]', '[B]', ['B']],
      ['[B=6]', '{B: }', { B: null }],
      ['{B: }', '{B: 6}', { B: '6' }],
    ] as const) {
      it(`${key}: ${overlay} over ${base}`, async () => {
        const project = await loadComposeProject(
          '/work/compose.yaml',
          memoryFiles(files(key, base, overlay)),
        );
        assert.deepEqual(project.problems, []);
        assert.deepEqual(plain(project.services[0]?.get(key)), merged);
      });
    }
  }
});
