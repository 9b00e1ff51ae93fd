/** What the Dockerfile rules know of files, ports, addresses, search paths and characters. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { carriedVariables } from '../../rules/model/knowledge/carried-variables.ts';
import { hiddenCharacters, lookAlikes } from '../../rules/model/knowledge/deceptive-text.ts';
import { editDistance, nearestWord } from '../../rules/model/knowledge/edit-distance.ts';
import { portUse } from '../../rules/model/knowledge/exposed-ports.ts';
import { withoutSetId } from '../../rules/model/knowledge/file-mode.ts';
import { openElements } from '../../rules/model/knowledge/search-paths.ts';
import { isSecretFile } from '../../rules/model/knowledge/secret-files.ts';
import { sensitivePortIn } from '../../rules/model/knowledge/sensitive-ports.ts';
import { urlCredentials } from '../../rules/model/knowledge/url-credentials.ts';

describe('isSecretFile', () => {
  const secret = [
    '.env',
    'a/.env.local',
    'ID_RSA',
    'tls/ca.key',
    'x.p12',
    '.ssh/config',
    '.kube/config',
    '*.pem',
  ];
  const harmless = [
    '.env.example',
    '.env.prod.sample',
    'id_rsa.pub',
    '.ssh/known_hosts',
    'ca.pem',
    'my-ca.pem',
  ];
  for (const path of secret) it(`${path} is one`, () => assert.equal(isSecretFile(path), true));
  for (const path of [...harmless, 'public.key', '.key', 'monkey', 'config', 'environment', ''])
    it(`'${path}' is none`, () => assert.equal(isSecretFile(path), false));
});

describe('ports', () => {
  for (const [text, port] of [
    ['22', 22],
    ['22/tcp', 22],
    ['20-30', 22],
    ['111/UDP', 111],
  ] as const)
    it(text, () => assert.equal(portUse(text)?.port, port));
  for (const text of ['2222', '514/udp', '22/udp', '22022', 'ssh', '', '30-20'])
    it(`'${text}' is none`, () => assert.equal(portUse(text), undefined));
  it('of published ranges', () => {
    assert.equal(sensitivePortIn({ from: 2370, to: 2380 }, 'tcp')?.port, 2375);
    assert.equal(sensitivePortIn({ from: 11211, to: 11211 }, 'udp')?.port, 11211);
    assert.equal(sensitivePortIn({ from: 3389, to: 3389 }, 'udp'), undefined);
  });
});

describe('urlCredentials', () => {
  const found = (text: string) => urlCredentials(text).map(({ start, end }) => text.slice(start, end));
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['get https://u:p4ss@host/a now', ['https://u:p4ss@host/a']],
    ['https://${TOKEN}@host', ['https://${TOKEN}@host']],
    ['https://me@host ssh://git@host/a git@host:a', []],
    ['https://host/@scope https://host:80/a@b https://u:<password>@host', []],
  ];
  for (const [text, expected] of cases) it(text, () => assert.deepEqual(found(text), expected));
});

describe('openElements', () => {
  const texts = (name: string, value: string) => openElements(name, value, '?').map(({ text }) => text);
  it('finds what others can fill', () => {
    assert.deepEqual(texts('PATH', '.:/usr/bin::bin:/tmp/x'), ['.', '', 'bin', '/tmp/x']);
    assert.deepEqual(texts('LD_PRELOAD', 'liba.so /tmp/b.so'), ['/tmp/b.so']);
  });
  it('leaves the rest', () => assert.deepEqual(texts('PATH', '/usr/bin:?:?/bin:~/bin:/tmpfiles'), []));
  it('does not read lists of Windows', () => assert.deepEqual(texts('PATH', 'a;C:\\b'), []));
});

describe('deceptive text', () => {
  it('is found where it deceives', () => {
    const text = '\uFEFFa\u202Eb\n# \u00A0\nx\u00A0\u200B';
    assert.deepEqual(
      hiddenCharacters(text).map(({ start }) => start),
      [2, 10, 11],
    );
  });
  it('is left where it belongs', () => assert.deepEqual(hiddenCharacters('👨\u200D👩 می\u200Cخواهم'), []));
  it('mixes scripts within a part of a name', () => {
    const text = 'n\u043Ede пример.com';
    assert.deepEqual(
      lookAlikes(text, { start: 0, end: text.length }).map(({ start, latin }) => [start, latin]),
      [[1, 'o']],
    );
  });
});

describe('small helpers', () => {
  it('editDistance', () => {
    assert.equal(editDistance('kitten', 'sitting'), 3);
    assert.equal(editDistance('', 'ab'), 2);
  });
  it('nearestWord', () => {
    assert.equal(nearestWord('bulider', ['base', 'builder']), 'builder');
    assert.equal(nearestWord('composer', ['base', 'builder']), undefined);
  });
  it('withoutSetId', () => {
    const modes = ['4755', '02755', '7777', 'u+s', 'u+xs,g-w', '+s'];
    assert.deepEqual(modes.map(withoutSetId), ['0755', '00755', '1777', 'u-s', 'u+x,g-w', '-s']);
  });
  it('carriedVariables', () => {
    const names = carriedVariables('$A ${B:-x} \\$C ${D:+yes} ${E}').map(({ name }) => name);
    assert.deepEqual(names, ['A', 'B', 'E']);
  });
});
