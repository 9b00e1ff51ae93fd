// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Compose look like those of JavaScript.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Known, known, unknown } from '../../../rules/model/known.ts';
import { loadService, show } from './support.ts';

const none = known(undefined);
const port = (from: number, to = from) => known({ from, to });

type Row = readonly [
  written: string,
  hostIp: Known<string | undefined>,
  published: Known<{ from: number; to: number } | undefined>,
  target: Known<{ from: number; to: number }>,
  protocol?: string,
];

const short: readonly Row[] = [
  ['80', none, none, port(80)],
  ['"80"', none, none, port(80)],
  ['8080:80', none, port(8080), port(80)],
  ['"22:22"', none, port(22), port(22)],
  ['22:22', none, port(22), port(22)],
  ['3000-3005', none, none, port(3000, 3005)],
  ['"9090-9091:8080-8081"', none, port(9090, 9091), port(8080, 8081)],
  ['"8000-9000:80"', none, port(8000, 9000), port(80)],
  ['"6060:6060/udp"', none, port(6060), port(6060), 'udp'],
  ['"53/UDP"', none, none, port(53), 'udp'],
  ['"127.0.0.1:8001:8001"', known('127.0.0.1'), port(8001), port(8001)],
  ['"127.0.0.1::80"', known('127.0.0.1'), none, port(80)],
  ['"0.0.0.0:80:80"', known('0.0.0.0'), port(80), port(80)],
  ['"[::1]:80:80"', known('::1'), port(80), port(80)],
  ['"::1:6000:6000"', known('::1'), port(6000), port(6000)],
  ['"[::]:80:80/tcp"', known('::'), port(80), port(80)],
  ['":80:80"', none, port(80), port(80)],
  ['"${P:-8080}:80"', none, port(8080), port(80)],
  ['"${P}:80"', none, unknown, port(80)],
  ['"80${N}:80"', none, unknown, port(80)],
  ['"${BIND}:80:80"', unknown, port(80), port(80)],
  ['"${BIND:-0.0.0.0}:80:80"', known('0.0.0.0'), port(80), port(80)],
  ['"${BIND:-}:80:80"', none, port(80), port(80)],
  ['"${BIND}80:80"', unknown, unknown, port(80)],
  ['"127.0.0.1:${P}:80"', known('127.0.0.1'), unknown, port(80)],
  ['"80:${T}"', none, port(80), unknown],
  ['"80:80/${PROTO}"', none, port(80), port(80), ''],
];

const long: readonly Row[] = [
  ['{target: 80}', none, none, port(80)],
  [
    '{target: 80, published: "8080", host_ip: 127.0.0.1, protocol: udp}',
    known('127.0.0.1'),
    port(8080),
    port(80),
    'udp',
  ],
  ['{target: 80, published: 8080-8090, mode: host}', none, port(8080, 8090), port(80)],
  ['{target: 80, host_ip: "${IP}"}', unknown, none, port(80)],
  ['{target: 80, host_ip: "::"}', known('::'), none, port(80)],
  ['{target: "${T}", published: "${P}"}', none, unknown, unknown],
  ['{target: 80, host_ip:}', none, none, port(80)],
];

describe('ports (2.25)', () => {
  for (const [form, rows] of Object.entries({ short, long })) {
    for (const [written, hostIp, published, target, protocol = 'tcp'] of rows) {
      it(`${form}: ${written}`, async () => {
        const text = `services:\n  web:\n    image: x\n    ports:\n      - ${written}\n`;
        const [read] = (await loadService(text)).ports;
        assert.ok(read);
        assert.deepEqual(
          [read.form, read.hostIp, read.published, read.target, read.protocol],
          [form, hostIp, published, target, protocol],
        );
        assert.equal(read.readable, true);
        assert.equal(show(read.seat, text), written);
      });
    }
  }

  for (const written of ['"${PORTS}"', '"80${X}"', 'nonsense', '"80:http"']) {
    it(`nothing can be said of ${written}`, async () => {
      const [read] = (await loadService(`services:\n  web:\n    image: x\n    ports: [${written}]\n`)).ports;
      assert.deepEqual(read && [read.readable, read.hostIp, read.published, read.target], [
        false,
        unknown,
        unknown,
        unknown,
      ]);
    });
  }

  it('a long entry is marked at its first line', async () => {
    const text =
      'services:\n  web:\n    image: x\n    ports:\n      - target: 80\n        published: 80\n      -\n        name: web\n        target: 81\n      - target:\n          80\n';
    const seats = (await loadService(text)).ports.map(({ seat }) => show(seat, text));
    assert.deepEqual(seats, ['target: 80', 'name: web', 'target:\n          80']);
  });
});
