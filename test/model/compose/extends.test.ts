// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Compose look like those of JavaScript.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Value } from '../../../rules/model/compose/types.ts';
import { known } from '../../../rules/model/known.ts';
import { load, plain, serviceOf, show, type Texts } from './support.ts';

/** Steps and seat of a value, as text. */
function trace(value: Value | undefined, texts: Texts): readonly (string | undefined)[] {
  return [
    value && show(value.place, texts),
    value && show(value.seat, texts),
    ...(value?.via.map(({ kind, at }) => `${kind} ${show(at, texts)}`) ?? []),
  ];
}

describe('extends: in the same file (2.18)', () => {
  const text = `services:
  base: {image: a, privileged: true, cap_add: [A], environment: [X=1]}
  web: {extends: base, cap_add: [B], environment: {Y: 2}}
  long: {extends: {service: web}, image: c}
`;

  it('the child is merged over its base', async () => {
    const project = await load(text);
    assert.deepEqual(plain(serviceOf(project, 'web').mapping), {
      image: 'a',
      privileged: 'true',
      cap_add: ['A', 'B'],
      environment: { X: '1', Y: '2' },
      extends: 'base',
    });
    const long = serviceOf(project, 'long');
    assert.deepEqual(
      [long.scalar('image')?.text, long.privileged, long.capAdd.map(({ name }) => name)],
      ['c', true, ['A', 'B']],
    );
    assert.deepEqual(project.problems, []);
  });

  it('findings stay at the text', async () => {
    const long = serviceOf(await load(text), 'long');
    assert.deepEqual(trace(long.get('privileged'), text), [
      'true',
      'true',
      'extends extends',
      'extends extends',
    ]);
    assert.deepEqual(trace(long.get('image'), text), ['c', 'c']);
    assert.equal(show(long.key, text), 'long');
  });

  it('tags of the child act on the base, and on earlier files', async () => {
    const project = await load({
      'compose.yaml': 'services:\n  web: {image: a, user: root, cap_add: [Z]}\n',
      'compose.override.yaml':
        'services:\n  base: {image: b, privileged: true, cap_add: [A]}\n  web: {extends: base, privileged: !reset null, user: !reset null, cap_add: !override [B]}\n',
    });
    const { extends: _, ...web } = plain(serviceOf(project, 'web').mapping) as Record<string, unknown>;
    assert.deepEqual(web, { image: 'b', cap_add: ['B'] });
    assert.equal(serviceOf(project, 'base').privileged, true);
  });
});

describe('extends: of another file (2.18)', () => {
  const texts = {
    'compose.yaml':
      'services:\n  web:\n    extends: {file: base/common.yaml, service: app}\n    cap_add: [B]\n',
    'base/common.yaml':
      'x-h: &h {privileged: true}\nservices:\n  app: {extends: {service: root}, <<: *h, volumes: [./d:/d]}\n  root: {image: "${TAG:-a}", cap_add: [A]}\n',
    '.env': 'TAG=from-project\n',
    'base/.env': 'TAG=from-base\n',
  };

  it('its services are no services of the project, and its paths are its own', async () => {
    const project = await load(texts);
    assert.deepEqual(
      project.services.map(({ name }) => name),
      ['web'],
    );
    const web = serviceOf(project, 'web');
    assert.deepEqual(
      web.mounts.map(({ hostPath }) => hostPath),
      [known('/work/base/d')],
    );
    assert.equal(web.scalar('image')?.text, 'from-project');
    assert.deepEqual(
      project.files.map(({ path }) => path),
      ['/work/compose.yaml', '/work/base/common.yaml'],
    );
    assert.equal(web.complete, true);
  });

  it('findings sit at the extends key, and know the way', async () => {
    const web = serviceOf(await load(texts), 'web');
    assert.deepEqual(trace(web.get('privileged'), texts), [
      'base/common.yaml:true',
      'compose.yaml:extends',
      'extends compose.yaml:extends',
      'merge-key base/common.yaml:<<: *h',
    ]);
    assert.deepEqual(
      web.capAdd.map(({ seat }) => show(seat, texts)),
      ['compose.yaml:extends', 'compose.yaml:B'],
    );
  });
});

describe('extends: what cannot be had', () => {
  const rows: readonly (readonly [
    what: string,
    texts: Record<string, string>,
    problems: readonly string[],
    gaps: readonly string[],
  ])[] = [
    [
      'no such service',
      { 'compose.yaml': 'services:\n  web: {image: a, extends: gone}\n' },
      ['compose.yaml:gone'],
      [],
    ],
    [
      'no such file',
      { 'compose.yaml': 'services:\n  web: {image: a, extends: {file: gone.yaml, service: x}}\n' },
      [],
      ['compose.yaml:gone.yaml'],
    ],
    [
      'outside',
      { 'compose.yaml': 'services:\n  web: {image: a, extends: {file: ../../x.yaml, service: x}}\n' },
      [],
      ['compose.yaml:../../x.yaml'],
    ],
    [
      'remote',
      { 'compose.yaml': 'services:\n  web: {image: a, extends: {file: "https://x/c.yaml", service: x}}\n' },
      [],
      ['compose.yaml:"https://x/c.yaml"'],
    ],
    [
      'unknown file',
      { 'compose.yaml': 'services:\n  web: {image: a, extends: {file: "${F}", service: x}}\n' },
      [],
      ['compose.yaml:"${F}"'],
    ],
    [
      'not in that file',
      {
        'compose.yaml': 'services:\n  web: {image: a, extends: {file: b.yaml, service: x}}\n',
        'b.yaml': 'services: {y: {image: b}}\n',
      },
      ['compose.yaml:x'],
      [],
    ],
    ['being typed', { 'compose.yaml': 'services:\n  web:\n    image: a\n    extends:\n' }, [], []],
    [
      'a gap further down',
      {
        'compose.yaml': 'services:\n  web: {extends: {file: b.yaml, service: x}}\n',
        'b.yaml': 'services: {x: {image: b, extends: {file: /etc/c.yaml, service: y}}}\n',
      },
      [],
      ['b.yaml:/etc/c.yaml'],
    ],
  ];
  for (const [what, texts, problems, gaps] of rows) {
    it(what, async () => {
      const project = await load(texts);
      assert.deepEqual(
        project.problems.map((problem) => show(problem, texts)),
        problems,
      );
      assert.deepEqual(
        project.gaps.map((gap) => show(gap, texts)),
        gaps,
      );
      assert.equal(serviceOf(project, 'web').complete, false);
    });
  }
});

describe('extends: cycles are one problem', () => {
  const rows: readonly (readonly [what: string, texts: Record<string, string>])[] = [
    ['itself', { 'compose.yaml': 'services:\n  web: {image: a, extends: web}\n' }],
    [
      'two services',
      { 'compose.yaml': 'services:\n  web: {image: a, extends: b}\n  b: {image: b, extends: web}\n' },
    ],
    [
      'two files',
      {
        'compose.yaml': 'services:\n  web: {image: a, extends: {file: b.yaml, service: b}}\n',
        'b.yaml': 'services:\n  b: {image: b, extends: {file: compose.yaml, service: web}}\n',
      },
    ],
  ];
  for (const [what, texts] of rows) {
    it(what, async () => {
      const project = await load(texts);
      assert.deepEqual(
        project.problems.map(({ message }) => message),
        ['This service extends itself, directly or through others; Compose refuses that.'],
      );
      assert.equal(serviceOf(project, 'web').scalar('image')?.text, 'a');
    });
  }
});

describe('extends: long chains', () => {
  const chain = (length: number) =>
    `services:\n${Array.from({ length }, (_, index) => `  s${index}: {image: a, environment: {E${index}: 1}${index < length - 1 ? `, extends: s${index + 1}` : ''}}\n`).join('')}`;

  it('a hundred services are followed to the end', async () => {
    const project = await load(chain(100));
    assert.deepEqual(project.problems, []);
    assert.equal(serviceOf(project, 's0').environment.length, 100);
  });

  it('thousands end with one problem', async () => {
    const project = await load(chain(3000));
    assert.equal(project.problems.length, 1);
  });
});
