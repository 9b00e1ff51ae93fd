// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Compose look like those of JavaScript.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createComposeCache } from '../../../rules/model/compose/cache.ts';
import { parseComposeFile } from '../../../rules/model/compose/file.ts';
import { load, loadService, marked, plain, serviceOf, show } from './support.ts';

describe('YAML: aliases and merge keys (2.15, 2.16)', () => {
  const text = `x-common: &common
  privileged: true
  environment: &env {A: 1, B: 2}
x-user: &user {user: root, privileged: false}
services:
  web:
    <<: *common
    image: a
  db:
    <<: [*user, *common]
    image: b
    environment: {<<: *env, B: 3}
  cache: *common
  queue:
    <<:
      - *common
      - {user: app}
    privileged: false
`;

  it('local keys win, and of a list the earlier one', async () => {
    const project = await load(text);
    assert.deepEqual(plain(project.root?.pairs.get('services')?.value), {
      web: { image: 'a', privileged: 'true', environment: { A: '1', B: '2' } },
      db: { image: 'b', environment: { B: '3', A: '1' }, user: 'root', privileged: 'false' },
      cache: { privileged: 'true', environment: { A: '1', B: '2' } },
      queue: { privileged: 'false', environment: { A: '1', B: '2' }, user: 'app' },
    });
  });

  it('findings sit at the pulling text, once per service', async () => {
    const project = await load(text);
    const seat = (name: string, key: string) => {
      const value = serviceOf(project, name).get(key);
      return value && show(value.seat, text);
    };
    assert.equal(seat('web', 'privileged'), '<<: *common');
    assert.equal(seat('db', 'user'), '*user');
    assert.equal(seat('cache', 'privileged'), '*common');
    assert.equal(seat('queue', 'environment'), '*common');
    assert.equal(seat('queue', 'user'), 'app');
    const [a, b] = serviceOf(project, 'db').environment.toSorted((left, right) =>
      left.name.localeCompare(right.name),
    );
    assert.equal(a && show(a.valueSeat, text), '<<: *env');
    assert.equal(b && show(b.valueSeat, text), '3');
  });

  it('the origin is the first step back', async () => {
    const value = serviceOf(await load(text), 'web').get('environment');
    assert.ok(value);
    assert.equal(show(value.place, text), '{A: 1, B: 2}');
    assert.deepEqual(
      value.via.map(({ kind, at }) => `${kind} ${show(at, text)}`),
      ['merge-key <<: *common'],
    );
  });

  it('steps through nested anchors stand outermost first', async () => {
    const nested = 'x-a: &a {user: root}\nx-b: &b {<<: *a}\nservices:\n  web: {image: x, <<: *b}\n';
    const user = (await loadService(nested)).scalar('user');
    assert.deepEqual(
      user?.via.map(({ at }) => show(at, nested)),
      ['<<: *b', '<<: *a'],
    );
    assert.equal(user && show(user.seat, nested), '<<: *b');
  });

  it('an anchor can be set anew', async () => {
    const again = 'x-a: &a 1\nx-b: &a 2\nservices:\n  web: {image: x, user: *a}\n';
    assert.equal((await loadService(again)).scalar('user')?.text, '2');
  });

  it('a merge key in quotes is a key', async () => {
    const quoted = 'x-a: &a {user: root}\nservices:\n  web: {image: x, "<<": *a}\n';
    assert.equal((await loadService(quoted)).get('user'), undefined);
  });
});

describe('YAML: values as text (2.15)', () => {
  const rows: readonly (readonly [written: string, text: string])[] = [
    ['22:22', '22:22'],
    ['0440', '0440'],
    ['0o440', '0o440'],
    ['1.50', '1.50'],
    ['1e3', '1e3'],
    ['.inf', '.inf'],
    ['2024-01-01', '2024-01-01'],
    ['yes', 'yes'],
    ['!!str 5', '5'],
    ['"a\\u0041"', 'aA'],
    ['>-\n      a\n      b', 'a b'],
  ];
  for (const [written, text] of rows) {
    it(written, async () => {
      assert.equal(
        (await loadService(`services:\n  web:\n    image: x\n    user: ${written}\n`)).scalar('user')?.text,
        text,
      );
    });
  }
});

describe('YAML: x- keys (2.17)', () => {
  it('are no services, at the top or among the services', async () => {
    const project = await load(
      'x-web: {image: a, privileged: true}\nservices:\n  x-base: {image: b, privileged: true}\n  web: {image: c}\n',
    );
    assert.deepEqual(
      project.services.map(({ name }) => name),
      ['web'],
    );
  });
});

describe('YAML: problems stand at their place and the rest stays', () => {
  const rows: readonly (readonly [what: string, text: string, services: readonly string[]])[] = [
    ['a repeated key', 'services:\n  web:\n    image: a\n    ‹image›: b\n  db: {image: c}\n', ['web', 'db']],
    [
      'a repeated service',
      'services:\n  web: {image: a}\n  ‹web›: {image: b}\n  db: {image: c}\n',
      ['web', 'db'],
    ],
    ['a tab', 'services:\n  web:\n    image: a\n‹\t›user: x\n  db: {image: c}\n', ['web', 'db']],
    ['a key without colon', 'services:\n  web:\n    image: a\n    ‹priv›\n  db: {image: c}\n', ['web', 'db']],
    [
      'wrong indentation',
      'services:\n  web:\n    image: a\n‹ ›  user: x\n  db: {image: c}\n',
      ['web', 'user', 'db'],
    ],
    ['an open quote', 'services:\n  web: {image: a}\n  db:\n    image: "b›\n', ['web']],
    ['an open bracket', 'services:\n  web: {image: a}\n  db:\n    ports: ["80‹"›\n', ['web', 'db']],
    ['an alias without anchor', 'services:\n  web: {image: a}\n  db: ‹*gone›\n', ['web']],
    ['an alias inside its own anchor', 'services:\n  web: &w {image: a, x: ‹*w›}\n', ['web']],
    ['services as a list', '‹services›:\n  - web\n', []],
    ['a service as a list', 'services:\n  ‹web›: [a]\n  db: {image: c}\n', ['db']],
    ['a service as text', 'services:\n  ‹web›: nginx\n  db: {image: c}\n', ['db']],
    ['a list', '‹- a›\n- b\n', []],
    ['a single value', '‹hello›\n', []],
    ['an empty file', '‹›', []],
    ['comments only', '‹›# nothing\n', []],
  ];
  for (const [what, withMarks, services] of rows) {
    it(what, async () => {
      const isOpenEnd = !withMarks.includes('‹');
      const { text, start, end } = marked(isOpenEnd ? withMarks.replace('"', '‹"') : withMarks);
      const project = await load(text);
      assert.equal(project.problems.length, 1, JSON.stringify(project.problems));
      const [problem] = project.problems;
      assert.ok(problem);
      if (!isOpenEnd) assert.deepEqual([problem.start, problem.end], [start, end]);
      else assert.ok(problem.start >= start);
      assert.match(problem.message, /^[A-Z`].*[.;]/);
      for (const name of services)
        assert.ok(project.services.some((service) => service.name === name) || name === 'user', name);
    });
  }

  it('absence is not judged where a key may be lost', async () => {
    const project = await load('services:\n  web:\n    image: a\n    priv\n  db:\n    image: b\n');
    assert.deepEqual(
      project.services.map(({ name, complete }) => [name, complete]),
      [
        ['web', false],
        ['db', true],
      ],
    );
  });

  it('messages never hold what the file says', () => {
    const secret = 'hunter2';
    for (const text of [
      `a: "${secret}\\q"\n`,
      `a: ${secret}: ${secret}\n`,
      `- ${secret}\n a: b\n`,
      `a: *${secret}\n`,
      `a: @${secret}\n`,
      `%${secret}\n---\na: b: c\n`,
    ]) {
      const { problems } = parseComposeFile('/work/compose.yaml', text);
      assert.ok(problems.length > 0, text);
      for (const { message } of problems) assert.doesNotMatch(message, /hunter2/);
    }
  });
});

describe('YAML: a file as text', () => {
  it('comments with their places', () => {
    const text =
      '# top\nservices: # s\n  web:\n    # own\n    image: "a # b" # c\n    command: |  # head\n      # not one\n      x\n';
    const { comments } = parseComposeFile('/c', text);
    assert.deepEqual(
      comments.map((comment) => [text.slice(comment.start, comment.end), comment.text, comment.ownLine]),
      [
        ['# top', 'top', true],
        ['# s', 's', false],
        ['# own', 'own', true],
        ['# c', 'c', false],
        ['# head', 'head', false],
      ],
    );
  });

  it('service keys, scalars over several lines, indentation and line ending', () => {
    const text =
      'x-a: &a {b: 1}\r\nservices:\r\n    web:\r\n        command: >\r\n            a\r\n            b\r\n    <<: *a\r\n    x-c: 1\r\n    db: {image: "a\r\n      b"}\r\n';
    const file = parseComposeFile('/c', text);
    assert.deepEqual(
      file.serviceKeys.map(({ name, place }) => [name, text.slice(place.start, place.end)]),
      [
        ['web', 'web'],
        ['db', 'db'],
      ],
    );
    assert.deepEqual(
      file.multilineScalars.map(({ start, end }) => text.slice(start, end)),
      ['>\r\n            a\r\n            b', '"a\r\n      b"'],
    );
    assert.deepEqual([file.indent, file.lineEnding], [4, '\r\n']);
  });

  it('a byte order mark shifts nothing', async () => {
    const text = '\ufeffservices:\n  web: {image: a, user: root}\n';
    const user = (await loadService(text)).scalar('user');
    assert.equal(user && show(user.seat, text), 'root');
  });

  it('one version of a file is parsed once', () => {
    const cache = createComposeCache();
    const first = cache.parse('/c', 'a: 1\n');
    assert.equal(cache.parse('/c', 'a: 1\n'), first);
    assert.notEqual(cache.parse('/c', 'a: 2\n'), first);
    assert.notEqual(cache.parse('/d', 'a: 1\n'), first);
  });

  it('a file that cannot be read is a gap', async () => {
    const { gaps, problems, services } = await load({}, 'compose.yaml');
    assert.deepEqual([gaps.length, problems.length, services.length], [1, 0, 0]);
  });
});
