/** What rules know about the world, as tables. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ImageReference } from '../../rules/model/image-reference.ts';
import { isUnspecifiedAddress } from '../../rules/model/knowledge/addresses.ts';
import {
  capabilityNames,
  dangerousCapabilities,
  defaultCapabilities,
} from '../../rules/model/knowledge/capabilities.ts';
import { controlAccess } from '../../rules/model/knowledge/control-sockets.ts';
import { isRuntimePath, isSystemPath } from '../../rules/model/knowledge/host-paths.ts';
import { capabilitiesNeededBy } from '../../rules/model/knowledge/image-capabilities.ts';
import { isSocketProxy } from '../../rules/model/knowledge/socket-proxies.ts';
import { known, unknown } from '../../rules/model/known.ts';

describe('isUnspecifiedAddress', () => {
  const all = [
    '0.0.0.0',
    '000.0.0.0',
    '::',
    '[::]',
    '::0',
    '0::',
    '0:0:0:0:0:0:0:0',
    '::0.0.0.0',
    '::ffff:0.0.0.0',
    '::FFFF:0:0',
    '::%eth0',
  ];
  const one = [
    '127.0.0.1',
    '0.0.0.1',
    '10.0.0.0',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
    'fe80::',
    '::ffff',
    '0',
    '',
    'localhost',
  ];
  for (const address of all)
    it(`'${address}' is every interface`, () => assert.equal(isUnspecifiedAddress(address), true));
  for (const address of one)
    it(`'${address}' is not`, () => assert.equal(isUnspecifiedAddress(address), false));
});

describe('controlAccess', () => {
  const table: readonly (readonly [string, ReturnType<typeof controlAccess>])[] = [
    ['/var/run/docker.sock', 'socket'],
    ['/run/docker.sock', 'socket'],
    ['~/.docker/run/docker.sock', 'socket'],
    ['/run/k3s/containerd/containerd.sock', 'socket'],
    ['/run/systemd/private', 'socket'],
    ['/var/run/systemd/private', 'socket'],
    ['//./pipe/docker_engine', 'pipe'],
    ['//./pipe/dockerDesktopLinuxEngine', 'pipe'],
    ['/', 'folder'],
    ['/var', 'folder'],
    ['/var/run', 'folder'],
    ['/var/run/containerd', 'folder'],
    ['/run/postgresql', undefined],
    ['/var/lib', undefined],
    ['/run/docker.sock.d', undefined],
    ['/srv/docker.sock/data', undefined],
    ['/srv/my-docker.sock', undefined],
    ['/srv/systemd-private', undefined],
    ['//./pipe/other', undefined],
    ['C:/', undefined],
  ];
  for (const [path, access] of table)
    it(`${path}: ${access}`, () => assert.equal(controlAccess(path), access));
});

describe('host paths', () => {
  for (const path of [
    '/',
    '/etc',
    '/etc/app',
    '/usr/share/x',
    '/home',
    '/home/anna',
    '~',
    '~anna',
    '~/..',
    '~/../bob',
    '/var/lib',
    '/var/run',
    '/tmp',
    '/lib64',
    '/dev/dri',
  ]) {
    it(`${path} belongs to the system`, () => assert.equal(isSystemPath(path), true));
  }
  for (const path of [
    '/home/anna/app',
    '~/app',
    '/srv/app',
    '/opt/app',
    '/var/lib/app',
    '/tmp/app',
    '/etcetera',
    '/data',
    'C:/data',
  ]) {
    it(`${path} does not`, () => assert.equal(isSystemPath(path), false));
  }
  for (const path of [
    '/var/run/x',
    '/run',
    '/srv/app/app.sock',
    '/var/log/nginx',
    '/var/lib/docker/volumes',
  ]) {
    it(`${path} is no data`, () => assert.equal(isRuntimePath(path), true));
  }
  for (const path of ['/srv/sock', '/var/lib/dockerish', '/srv/app']) {
    it(`${path} may be data`, () => assert.equal(isRuntimePath(path), false));
  }
});

describe('capabilities', () => {
  it('are one of three kinds', () => {
    assert.deepEqual(
      [...dangerousCapabilities.keys()].filter((name) => defaultCapabilities.has(name)),
      [],
    );
  });
  it('are those of Linux, and ALL', () => {
    assert.equal(defaultCapabilities.size, 14);
    assert.equal(capabilityNames.size, 42);
  });
});

describe('images', () => {
  const image = (repository: string, registry?: string): ImageReference => ({
    text: known(repository),
    registry: known(registry),
    repository: known(repository),
    tag: known(undefined),
    digest: known(undefined),
    tagSpan: undefined,
  });
  const stepDown = ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'];

  it('of Docker Hub have known needs, under each of their names', () => {
    assert.deepEqual(capabilitiesNeededBy(image('mysql'), true), stepDown);
    assert.deepEqual(capabilitiesNeededBy(image('library/mysql', 'docker.io'), true), stepDown);
  });
  it('of other registries, unknown ones and none have none', () => {
    assert.deepEqual(capabilitiesNeededBy(image('mysql', 'registry.example'), true), []);
    assert.deepEqual(capabilitiesNeededBy(image('my/mysql'), true), []);
    assert.deepEqual(capabilitiesNeededBy({ ...image('mysql'), registry: unknown }, true), []);
    assert.deepEqual(capabilitiesNeededBy(undefined, true), []);
  });
  it('that step down need nothing when they start as a user', () => {
    assert.deepEqual(capabilitiesNeededBy(image('mysql'), false), []);
    assert.deepEqual(capabilitiesNeededBy(image('caddy'), false), ['NET_BIND_SERVICE']);
  });
  it('never need more than Docker grants', () => {
    for (const name of ['postgres', 'mysql', 'redis', 'nginx', 'caddy', 'rabbitmq', 'valkey/valkey']) {
      const needed = capabilitiesNeededBy(image(name), true);
      assert.notEqual(needed.length, 0);
      assert.deepEqual(
        needed.filter((capability) => !defaultCapabilities.has(capability)),
        [],
      );
    }
  });
  it('are socket proxies by their repository', () => {
    assert.equal(isSocketProxy(image('tecnativa/docker-socket-proxy', 'ghcr.io')), true);
    assert.equal(isSocketProxy(image('linuxserver/socket-proxy', 'lscr.io')), true);
    assert.equal(isSocketProxy(image('evil/docker-socket-proxy')), false);
    assert.equal(isSocketProxy(undefined), false);
  });
});
