/** What rules about mounts, devices, labels, users and engines know, as tables. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandWords, scriptOf } from '../../rules/model/compose/command-words.ts';
import { hostNamesAround } from '../../rules/model/compose/host-names.ts';
import { loadComposeProject } from '../../rules/model/compose/project.ts';
import { isRoot } from '../../rules/model/compose/users.ts';
import { isLoopbackHost } from '../../rules/model/knowledge/addresses.ts';
import { isDangerousDevice, isSingleDevice } from '../../rules/model/knowledge/devices.ts';
import { openDaemon, plainEngineHost } from '../../rules/model/knowledge/docker-daemon.ts';
import { readLevel } from '../../rules/model/knowledge/selinux-levels.ts';
import { controlsHost, disclosedBy } from '../../rules/model/knowledge/sensitive-host-paths.ts';
import { insecureOptions, isOpenToAll, readMode } from '../../rules/model/knowledge/tmpfs-options.ts';
import { memoryFiles } from '../support/memory-files.ts';

describe('controlsHost', () => {
  const table: readonly (readonly [string, boolean])[] = [
    ['/etc', true],
    ['/etc/cron.d', true],
    ['/etcetera', false],
    ['/usr/local/bin', true],
    ['/home', true],
    ['/home/me', false],
    ['/var/lib', true],
    ['/var/lib/app', false],
    ['/var/lib/docker/volumes/x', true],
    ['/dev', true],
    ['/dev/bus', true],
    ['/dev/sda', false],
    ['/dev/shm', false],
    ['/etc/letsencrypt/live', false],
    ['/etc/localtime', false],
    ['~', false],
  ];
  for (const [path, expected] of table)
    it(`'${path}' is ${expected}`, () => assert.equal(controlsHost(path), expected));
});

describe('disclosedBy', () => {
  const table: readonly (readonly [string, ReturnType<typeof disclosedBy>])[] = [
    ['/etc/shadow', 'system'],
    ['/root/.bashrc', 'system'],
    ['/root/.ssh', 'credentials'],
    ['/var/lib', 'system'],
    ['/var/log', 'logs'],
    ['/var/log/app', undefined],
    ['/home', 'home'],
    ['/home/me', 'home'],
    ['/home/me/work', undefined],
    ['C:/Users/me', 'home'],
    ['C:/Users/me/.aws', 'credentials'],
    ['~', 'home'],
    ['~/../..', 'home'],
    ['~other/.ssh/id_rsa', 'credentials'],
    ['~/.ssh/known_hosts', undefined],
    ['~/.sshd', undefined],
    ['~/.config/gcloud/x', 'credentials'],
    ['/srv/.aws', undefined],
    ['/etc/ssl/certs/ca.pem', undefined],
    ['/etc/ssl/private', 'system'],
    ['/dev/dri', undefined],
    ['/usr/share', undefined],
  ];
  for (const [path, expected] of table)
    it(`'${path}' is ${expected}`, () => assert.equal(disclosedBy(path), expected));
});

describe('isDangerousDevice', () => {
  const dangerous = [
    '/dev',
    '/dev/sda',
    '/dev/sdab12',
    '/dev/nvme0n1p2',
    '/dev/md/raid',
    '/dev/mapper',
    '/dev/kvm',
  ];
  const harmless = [
    '/dev/dri/card0',
    '/dev/sdcard',
    '/dev/modem',
    '/dev/memory',
    '/dev/loopback',
    '/srv/dev/sda',
  ];
  for (const path of dangerous) it(`'${path}' is`, () => assert.equal(isDangerousDevice(path), true));
  for (const path of harmless) it(`'${path}' is not`, () => assert.equal(isDangerousDevice(path), false));
  it('tells devices from folders of the system', () => {
    assert.deepEqual(['/dev/sda', '/dev/dri', '/dev/pts', '/dev', '/srv'].map(isSingleDevice), [
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('readLevel', () => {
  const table: readonly (readonly [string, string | undefined, string?])[] = [
    ['s0', 'none', 's0:'],
    ['s0:c1,c2', 'own', 's0:1,2'],
    ['s0:c2,c1,c1', 'own', 's0:1,2'],
    ['s0-s0:c5.c7', 'own', 's0:5,6,7'],
    ['s0:c0.c1023', 'everything'],
    ['s0-s0:c0.c1023', 'everything'],
    ['s0:c7.c5', undefined],
    ['s0:c1024', undefined],
    ['s0:', undefined],
    ['s0-s0-s0', undefined],
    ['high', undefined],
    ['', undefined],
  ];
  for (const [text, separation, key] of table)
    it(`'${text}' keeps ${separation}`, () => {
      const level = readLevel(text);
      assert.equal(level?.separation, separation);
      if (key !== undefined) assert.equal(level?.key, key);
    });
});

describe('tmpfs options', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['size=1m,noexec', []],
    ['exec,suid', ['exec', 'suid']],
    ['exec,noexec', []],
    ['noexec,exec', ['exec']],
    ['mode=1777', []],
    ['mode=0777', ['mode=0777']],
    ['mode=777,mode=700', []],
    ['mode=u+w', []],
  ];
  for (const [options, expected] of table)
    it(`of '${options}' ${expected.length} are weak`, () =>
      assert.deepEqual(insecureOptions(options.split(',')), expected));

  const modes: readonly (readonly [string, boolean, boolean | undefined])[] = [
    ['0777', false, true],
    ['0o777', false, true],
    ['777', true, true],
    ['777', false, false],
    ['511', false, true],
    ['01777', false, false],
    ['wide', true, undefined],
  ];
  for (const [text, quoted, open] of modes)
    it(`mode ${quoted ? `"${text}"` : text} is ${open ? 'open' : 'not open'}`, () => {
      const mode = readMode(text, quoted);
      assert.equal(mode === undefined ? undefined : isOpenToAll(mode), open);
    });
});

describe('isRoot', () => {
  for (const name of ['root', '0', '00', '+0']) it(`'${name}' is`, () => assert.equal(isRoot(name), true));
  for (const name of ['', 'rooted', '10', undefined])
    it(`'${name}' is not`, () => assert.equal(isRoot(name), false));
});

describe('the address of an engine', () => {
  it('has a host where it has no TLS', () => {
    assert.deepEqual(
      ['tcp://a:2375', 'TCP://[::1]:2375/', 'tcp://a:2376', 'tcp://a', 'unix:///a:2375', 'tcp://a:23750'].map(
        plainEngineHost,
      ),
      ['a', '::1', undefined, undefined, undefined, undefined],
    );
  });
  it('may be the loopback address', () => {
    assert.deepEqual(
      ['127.0.0.1', '127.9.9.9', 'LOCALHOST', '::1', '128.0.0.1', '1.127.0.0'].map(isLoopbackHost),
      [true, true, true, true, false, false],
    );
  });
});

async function load(service: string) {
  const text = `services:\n  app:\n    image: app:1\n${service}`;
  const project = await loadComposeProject('/work/compose.yaml', memoryFiles({ 'compose.yaml': text }));
  const [app] = project.services;
  assert.ok(app !== undefined);
  return { app, project };
}

describe('the words of a command', () => {
  const table: readonly (readonly [string, readonly (string | undefined)[]])[] = [
    [`a 'b c' "d\\"e" f\\ g`, ['a', 'b c', 'd"e', 'f g']],
    [`a "" b`, ['a', '', 'b']],
    ['a && b', ['a']],
    ['a b>c', ['a', 'b']],
    ['a $UNKNOWN', ['a', undefined]],
    ['', []],
    [`unclosed 'quote`, ['unclosed', 'quote']],
  ];
  for (const [text, expected] of table)
    it(`of ${text}`, async () => {
      const { app } = await load(`    command: ${JSON.stringify(text)}\n`);
      const words = commandWords(app.get('command'));
      assert.deepEqual(
        words.map((word) => (word.text.known ? word.text.value : undefined)),
        expected,
      );
    });

  it('are what the items of a list are, and lead back to them from within a nested shell', async () => {
    const { app } = await load('    command: [sh, -c, "x; dockerd --tls=false"]\n');
    const words = commandWords(app.get('command'));
    const daemon = scriptOf(words).commands.find(({ name }) => name === 'dockerd');
    assert.ok(daemon !== undefined);
    const open = openDaemon(daemon);
    assert.equal(open?.option, '--tls=false');
    assert.equal(words[open?.start ?? -1]?.written, app.list('command')[2]);
  });
});

describe('the names of services', () => {
  it('are those of containers, hosts, aliases and links as well', async () => {
    const { app } = await load(
      '    container_name: c\n    hostname: h\n    links: ["x:l", y]\n    networks: {default: {aliases: [n]}}\n',
    );
    const names = hostNamesAround(app);
    for (const name of ['app', 'c', 'h', 'l', 'n', 'y']) assert.ok(names.has(name), name);
    for (const name of ['', 'x', 'ap', 'app\n', 'default']) assert.ok(!names.has(name), name);
  });
});
