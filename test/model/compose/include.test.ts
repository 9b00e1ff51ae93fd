// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Compose look like those of JavaScript.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { known } from '../../../rules/model/known.ts';
import { load, plain, serviceOf, show } from './support.ts';

describe('include (2.19)', () => {
  const texts = {
    'compose.yaml':
      'include:\n  - sub/compose.yaml\nservices:\n  web: {image: "${TAG}"}\n  db: {privileged: true}\n',
    'sub/compose.yaml':
      'services:\n  db: {image: "${TAG}", user: "${OWN}", volumes: [./d:/d, data:/x]}\nvolumes:\n  data: {driver_opts: {type: none, o: bind, device: ./v}}\nx-other: 1\n',
    'sub/.env': 'TAG=sub\nOWN=me\n',
    '.env': 'TAG=main\n',
  };

  it('is a project with its own folder and env, under local definitions', async () => {
    const project = await load(texts);
    assert.deepEqual([project.problems, project.gaps], [[], []]);
    const db = serviceOf(project, 'db');
    assert.deepEqual(plain(db.mapping), {
      image: 'main',
      user: 'me',
      volumes: ['./d:/d', 'data:/x'],
      privileged: 'true',
    });
    assert.deepEqual(
      db.mounts.map(({ hostPath }) => hostPath),
      [known('/work/sub/d'), known('/work/sub/v')],
    );
    assert.equal(serviceOf(project, 'web').scalar('image')?.text, 'main');
    assert.ok(project.services.every(({ complete }) => complete));
  });

  it('findings stay at the text and know the entry', async () => {
    const user = serviceOf(await load(texts), 'db').scalar('user');
    assert.equal(user && show(user.seat, texts), 'sub/compose.yaml:"${OWN}"');
    assert.deepEqual(
      user?.via.map(({ kind, at }) => `${kind} ${show(at, texts)}`),
      ['include compose.yaml:sub/compose.yaml'],
    );
  });

  it('long form: several paths merge, folder and env_file are named', async () => {
    const project = await load({
      'compose.yaml':
        'include:\n  - path: [a/one.yaml, a/two.yaml]\n    project_directory: other\n    env_file: [a.env, b.env]\n',
      'a/one.yaml': 'services:\n  db: {image: "${A}:${B}", volumes: [./d:/d], user: root}\n',
      'a/two.yaml': 'services:\n  db: {user: app}\n',
      'a.env': 'A=1\nB=1\n',
      'b.env': 'B=2\n',
    });
    const db = serviceOf(project, 'db');
    assert.deepEqual([db.scalar('image')?.text, db.scalar('user')?.text], ['1:2', 'app']);
    assert.deepEqual(
      db.mounts.map(({ hostPath }) => hostPath),
      [known('/work/other/d')],
    );
  });

  it('goes on through included files', async () => {
    const project = await load({
      'compose.yaml': 'include: [a/a.yaml]\n',
      'a/a.yaml': 'include: [b/b.yaml]\nservices: {a: {image: a}}\n',
      'a/b/b.yaml': 'services: {b: {image: b, volumes: [".:/x"]}}\n',
    });
    assert.deepEqual(project.services.map(({ name }) => name).sort(), ['a', 'b']);
    assert.deepEqual(serviceOf(project, 'b').mounts[0]?.hostPath, known('/work/a/b'));
    assert.deepEqual(plain(project.root?.pairs.get('include')?.value), ['b/b.yaml', 'a/a.yaml']);
  });

  it('extends inside an included file is relative to it', async () => {
    const project = await load({
      'compose.yaml': 'include: [a/a.yaml]\n',
      'a/a.yaml': 'services: {a: {extends: {file: c.yaml, service: c}}}\n',
      'a/c.yaml': 'services: {c: {image: c}}\n',
    });
    assert.equal(serviceOf(project, 'a').scalar('image')?.text, 'c');
  });
});

describe('include: what cannot be seen is said once, and absence is not judged', () => {
  const rows: readonly (readonly [what: string, entry: string, at: string])[] = [
    ['missing', 'gone.yaml', 'gone.yaml'],
    ['outside', '../../etc/x.yaml', '../../etc/x.yaml'],
    ['git', 'https://github.com/x/y.git', 'https://github.com/x/y.git'],
    ['oci', '{path: "oci://x/y"}', '"oci://x/y"'],
    ['ssh', 'git@github.com:x/y.git', 'git@github.com:x/y.git'],
    ['unknown', '"${WHERE}"', '"${WHERE}"'],
  ];
  for (const [what, entry, at] of rows) {
    it(what, async () => {
      const text = `include:\n  - ${entry}\nservices:\n  web: {image: a}\n`;
      const project = await load(text);
      assert.deepEqual(
        project.gaps.map((gap) => show(gap, text)),
        [at],
      );
      assert.deepEqual(project.problems, []);
      assert.deepEqual([project.view, serviceOf(project, 'web').complete], ['project', false]);
    });
  }
});

describe('include: cycles and floods are one problem', () => {
  it('a file that includes itself', async () => {
    const { problems } = await load('include: [compose.yaml]\nservices: {web: {image: a}}\n');
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['This file includes itself, directly or through others; Compose refuses that.'],
    );
  });

  it('two files that include each other', async () => {
    const { problems, services } = await load({
      'compose.yaml': 'include: [b.yaml]\nservices: {web: {image: a}}\n',
      'b.yaml': 'include: [compose.yaml]\nservices: {b: {image: b}}\n',
    });
    assert.equal(problems.length, 1);
    assert.deepEqual(services.map(({ name }) => name).sort(), ['b', 'web']);
  });

  it('a tree that doubles on every level', async () => {
    const levels = Array.from({ length: 30 }, (_, index) => [
      `l${index}.yaml`,
      `include: [{path: [l${index + 1}.yaml]}, {path: l${index + 1}.yaml}]\nservices: {s${index}: {image: a}}\n`,
    ]);
    const { problems } = await load({
      'compose.yaml': 'include: [l0.yaml]\n',
      ...Object.fromEntries(levels),
      'l30.yaml': '{}',
    });
    assert.deepEqual(
      problems.map(({ message }) => message),
      ['The project pulls in more than 500 files; the rest is not read.'],
    );
  });
});
