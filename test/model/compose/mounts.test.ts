// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Compose look like those of JavaScript.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cleanHostPath } from '../../../rules/model/compose/host-path.ts';
import type { Mount } from '../../../rules/model/compose/types.ts';
import { type Known, known, unknown } from '../../../rules/model/known.ts';
import { load, loadService, serviceOf, show } from './support.ts';

async function mountOf(
  written: string,
  rest = '',
): Promise<{ readonly mount: Mount; readonly text: string }> {
  const text = `services:\n  web:\n    image: x\n    volumes:\n      - ${written}\n${rest}`;
  const [mount] = (await loadService(text)).mounts;
  assert.ok(mount);
  return { mount, text };
}

const none = known(undefined);

describe('mounts: short form (2.22)', () => {
  const rows: readonly (readonly [
    written: string,
    type: Mount['type'],
    hostPath: Known<string | undefined>,
    target: Known<string | undefined>,
  ])[] = [
    ['/data', 'volume', none, known('/data')],
    ['data:/data', 'volume', none, known('/data')],
    ['docker.sock:/s', 'volume', none, known('/s')],
    ['./data:/data/', 'bind', known('/work/data'), known('/data')],
    ['.:/app', 'bind', known('/work'), known('/app')],
    ['..:/app', 'bind', known('/'), known('/app')],
    ['../../../../etc:/x', 'bind', known('/etc'), known('/x')],
    ['/var/run/docker.sock:/s', 'bind', known('/var/run/docker.sock'), known('/s')],
    ['//var//run/./docker.sock/:/s', 'bind', known('/var/run/docker.sock'), known('/s')],
    ['/var/lib/../run/docker.sock:/s', 'bind', known('/var/run/docker.sock'), known('/s')],
    ['/proc/self/root:/h', 'bind', known('/'), known('/h')],
    ['/proc/1/root/etc:/h', 'bind', known('/etc'), known('/h')],
    ['~:/h', 'bind', known('~'), known('/h')],
    ['~/.ssh:/h', 'bind', known('~/.ssh'), known('/h')],
    ['"$HOME/.ssh:/h"', 'bind', known('~/.ssh'), known('/h')],
    ['"${HOME}:/h"', 'bind', known('~'), known('/h')],
    ['"${PWD}:/h"', 'bind', known('/work'), known('/h')],
    ['"${XDG_RUNTIME_DIR}/docker.sock:/s"', 'bind', known('/run/user/$UID/docker.sock'), known('/s')],
    ['"${SOCK:-/var/run/docker.sock}:/s"', 'bind', known('/var/run/docker.sock'), known('/s')],
    ['"${X:-/}:/x"', 'bind', known('/'), known('/x')],
    ['"${DIR}:/x"', 'unknown', unknown, known('/x')],
    ['"${DIR}/sub:/x"', 'bind', unknown, known('/x')],
    ['"./${DIR}:/x"', 'bind', unknown, known('/x')],
    ['"${MOUNT}"', 'unknown', unknown, unknown],
    ['"./a:${T}"', 'bind', known('/work/a'), unknown],
    ['C:\\data:/x', 'bind', known('C:/data'), known('/x')],
    ['c:/data:/x:ro', 'bind', known('c:/data'), known('/x')],
    // One letter and a colon are a drive for Compose, whatever was meant (compose-go, format/volume.go, isWindowsDrive).
    ['v:/v', 'volume', known(undefined), known('v:/v')],
    ['v:/v:ro', 'bind', known('v:/v'), known('ro')],
    ['vv:/v', 'volume', known(undefined), known('/v')],
    [
      '\\\\.\\pipe\\docker_engine:\\\\.\\pipe\\docker_engine',
      'npipe',
      known('//./pipe/docker_engine'),
      known('\\\\.\\pipe\\docker_engine'),
    ],
  ];
  for (const [written, type, hostPath, target] of rows) {
    it(written, async () => {
      const { mount, text } = await mountOf(written);
      assert.deepEqual(
        [mount.form, mount.type, mount.hostPath, mount.target],
        ['short', type, hostPath, target],
      );
      assert.equal(show(mount.seat, text), written);
    });
  }
});

describe('mounts: options of the short form (2.22)', () => {
  type Reading = Pick<Mount, 'readOnly' | 'selinux' | 'propagation'>;
  const rows: readonly (readonly [
    written: string,
    spans: readonly (string | undefined)[],
    reading: Reading,
  ])[] = [
    ['./a:/a', [], { readOnly: known(false), selinux: none, propagation: none }],
    ['./a:/a:ro', ['ro'], { readOnly: known(true), selinux: none, propagation: none }],
    ['./a:/a:ro,rw', ['ro', 'rw'], { readOnly: known(false), selinux: none, propagation: none }],
    ['"./a:/a:z,ro"', ['z', 'ro'], { readOnly: known(true), selinux: known('z'), propagation: none }],
    [
      './a:/a:Z,rslave',
      ['Z', 'rslave'],
      { readOnly: known(false), selinux: known('Z'), propagation: known('rslave') },
    ],
    ['./a:/a:whatever', ['whatever'], { readOnly: known(false), selinux: none, propagation: none }],
    ['"./a:/a:${M:-ro}"', ['ro'], { readOnly: known(true), selinux: none, propagation: none }],
    ['"./a:/a:${M}"', [], { readOnly: unknown, selinux: unknown, propagation: unknown }],
    ['"./a:/a:z,${M}"', ['z'], { readOnly: unknown, selinux: known('z'), propagation: unknown }],
    ["'./it''s:/a:ro'", ['ro'], { readOnly: known(true), selinux: none, propagation: none }],
    ['"./a\\x41:/a:r\\x6F"', [undefined], { readOnly: known(true), selinux: none, propagation: none }],
  ];
  for (const [written, spans, reading] of rows) {
    it(written, async () => {
      const { mount, text } = await mountOf(written);
      assert.deepEqual(
        { readOnly: mount.readOnly, selinux: mount.selinux, propagation: mount.propagation },
        reading,
      );
      assert.deepEqual(
        mount.options.map(({ span }) => span && text.slice(span.start, span.end)),
        spans,
      );
    });
  }
});

describe('mounts: long form (2.22)', () => {
  const rows: readonly (readonly [written: string, reading: Partial<Mount>])[] = [
    [
      '{type: bind, source: ./a, target: /a/}',
      { type: 'bind', hostPath: known('/work/a'), target: known('/a'), readOnly: known(false) },
    ],
    ['{type: bind, source: a, target: /a}', { type: 'bind', hostPath: known('/work/a') }],
    ['{type: bind, source: /a, target: /a, read_only: "yes"}', { readOnly: known(true) }],
    ['{type: bind, source: /a, target: /a, read_only: "${R}"}', { readOnly: unknown }],
    [
      '{type: bind, source: /a, target: /a, bind: {selinux: Z, propagation: rshared}}',
      { selinux: known('Z'), propagation: known('rshared') },
    ],
    ['{source: /a, target: /a}', { type: 'bind', hostPath: known('/a') }],
    ['{source: a, target: /a}', { type: 'volume', hostPath: none, source: known('a') }],
    ['{type: volume, target: /a}', { type: 'volume', hostPath: none, source: none }],
    ['{type: tmpfs, target: /a, tmpfs: {size: 1m, mode: 0777}}', { type: 'tmpfs', hostPath: none }],
    ['{type: image, source: "a:1", target: /a}', { type: 'image', source: known('a:1'), hostPath: none }],
    ['{type: "${T}", source: /a, target: /a}', { type: 'unknown', hostPath: unknown }],
    [
      '{type: npipe, source: "\\\\\\\\.\\\\pipe\\\\docker_engine", target: x}',
      { type: 'npipe', hostPath: known('//./pipe/docker_engine') },
    ],
    ['{type: bind, source: "${S}", target: /a}', { type: 'bind', hostPath: unknown, source: unknown }],
  ];
  for (const [written, reading] of rows) {
    it(written, async () => {
      const { mount } = await mountOf(written);
      assert.equal(mount.form, 'long');
      for (const [name, value] of Object.entries(reading))
        assert.deepEqual(mount[name as keyof Mount], value, name);
      assert.equal(mount.mapping, mount.value);
    });
  }
});

describe('mounts: tmpfs', () => {
  it('a string, a list, with options', async () => {
    const text =
      'services:\n  web:\n    image: x\n    tmpfs: /tmp:size=64m,mode=1777\n  b: {image: x, tmpfs: [/run, "/x:exec"]}\n';
    const project = await load(text);
    const read = (name: string) =>
      serviceOf(project, name).mounts.map(({ form, target, options }) => [
        form,
        target,
        options.map((option) => option.name),
      ]);
    assert.deepEqual(read('web'), [['tmpfs', known('/tmp'), ['size=64m', 'mode=1777']]]);
    assert.deepEqual(read('b'), [
      ['tmpfs', known('/run'), []],
      ['tmpfs', known('/x'), ['exec']],
    ]);
  });
});

describe('mounts: paths (2.23)', () => {
  const rows: readonly (readonly [path: string, clean: string])[] = [
    ['', '/p'],
    ['a/./b/../c', '/p/a/c'],
    ['/..', '/'],
    ['/proc/../etc', '/etc'],
    ['/proc/thread-self/root/proc/1/root/etc', '/etc'],
    ['/proc/self/rootfs', '/proc/self/rootfs'],
    ['~/../x', '~/../x'],
    ['~/a/../b', '~/b'],
    ['~other/x', '~other/x'],
    ['C:\\a\\..\\b', 'C:/b'],
    ['\\\\server\\share', '//server/share'],
    ['./.', '/p'],
  ];
  for (const [path, clean] of rows)
    it(path || 'nothing', () => assert.equal(cleanHostPath(path, '/p'), clean));
});

describe('mounts: named volumes that are binds (2.24)', () => {
  const rows: readonly (readonly [volume: string, hostPath: Known<string | undefined>])[] = [
    ['{driver: local, driver_opts: {type: none, device: /etc, o: bind}}', known('/etc')],
    ['{driver_opts: {type: none, device: ./d, o: "rw,bind"}}', known('/work/d')],
    ['{driver_opts: {device: /run/docker.sock, o: rbind}}', known('/run/docker.sock')],
    ['{driver_opts: {type: bind, device: /etc}}', known('/etc')],
    ['{driver_opts: {type: none, device: "${D}", o: bind}}', unknown],
    ['{driver_opts: {type: nfs, device: ":/export", o: addr=1.2.3.4}}', none],
    ['{driver: other, driver_opts: {type: none, device: /etc, o: bind}}', none],
    ['{driver_opts: {type: none, device: /etc, o: "${O}"}}', none],
    ['{external: true}', none],
    ['', none],
  ];
  for (const [volume, hostPath] of rows) {
    it(volume || 'nothing', async () => {
      const { mount, text } = await mountOf('data:/d', `volumes:\n  data: ${volume}\n`);
      assert.deepEqual([mount.type, mount.hostPath, mount.volume?.name], ['volume', hostPath, 'data']);
      if (hostPath.known && hostPath.value !== undefined)
        assert.match(show(mount.volume?.bindDevice?.seat ?? mount.seat, text), /^[./]/);
    });
  }
});
