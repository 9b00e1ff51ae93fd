// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Compose look like those of JavaScript.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load, plain, serviceOf } from './support.ts';

const base = 'services: {web: {image: a}}\n';
const overlay = 'services: {web: {privileged: true}}\n';

interface Row {
  readonly what: string;
  readonly files: readonly string[];
  readonly asked: string;
  readonly read: readonly string[];
  readonly view?: 'fragment';
  readonly env?: string;
}

const rows: readonly Row[] = [
  { what: 'a base alone', files: ['compose.yaml'], asked: 'compose.yaml', read: ['compose.yaml'] },
  ...[
    'compose.override.yml',
    'compose.override.yaml',
    'docker-compose.override.yml',
    'docker-compose.override.yaml',
  ].map((name) => ({
    what: `an override of any of the four names: ${name}`,
    files: ['compose.yml', name],
    asked: 'compose.yml',
    read: ['compose.yml', name],
  })),
  {
    what: 'the first override that exists',
    files: ['docker-compose.yml', 'docker-compose.override.yml', 'compose.override.yaml'],
    asked: 'docker-compose.yml',
    read: ['docker-compose.yml', 'compose.override.yaml'],
  },
  {
    what: 'a base that Compose would not choose is read alone',
    files: ['compose.yaml', 'docker-compose.yml', 'compose.override.yaml'],
    asked: 'docker-compose.yml',
    read: ['docker-compose.yml'],
  },
  {
    what: 'docker-compose.yml before docker-compose.yaml',
    files: ['docker-compose.yaml', 'docker-compose.yml', 'compose.override.yml'],
    asked: 'docker-compose.yml',
    read: ['docker-compose.yml', 'compose.override.yml'],
  },
  {
    what: 'an override is read over its base',
    files: ['compose.yaml', 'compose.override.yaml'],
    asked: 'compose.override.yaml',
    read: ['compose.yaml', 'compose.override.yaml'],
  },
  {
    what: 'an override without base',
    files: ['compose.override.yaml'],
    asked: 'compose.override.yaml',
    read: ['compose.override.yaml'],
    view: 'fragment',
  },
  {
    what: 'an override of a file of another name',
    files: ['x.override.yml'],
    asked: 'x.override.yml',
    read: ['x.override.yml'],
    view: 'fragment',
  },
  {
    what: 'another file of the folder',
    files: ['compose.yaml', 'compose.prod.yaml', 'compose.override.yaml'],
    asked: 'compose.prod.yaml',
    read: ['compose.prod.yaml'],
    view: 'fragment',
  },
  {
    what: 'COMPOSE_FILE that lists the file',
    files: ['compose.yaml', 'compose.prod.yaml', 'compose.override.yaml'],
    asked: 'compose.prod.yaml',
    env: 'COMPOSE_FILE=compose.yaml:compose.prod.yaml',
    read: ['compose.yaml', 'compose.prod.yaml'],
  },
  {
    what: 'COMPOSE_FILE with a separator of its own',
    files: ['compose.yaml', 'b.yaml'],
    asked: 'compose.yaml',
    env: 'COMPOSE_PATH_SEPARATOR=,\nCOMPOSE_FILE=compose.yaml,b.yaml',
    read: ['compose.yaml', 'b.yaml'],
  },
  {
    what: 'COMPOSE_FILE that lists other files',
    files: ['compose.yaml', 'b.yaml', 'compose.override.yaml'],
    asked: 'compose.yaml',
    env: 'COMPOSE_FILE=b.yaml',
    read: ['compose.yaml'],
  },
];

describe('discovery (2.1) and view (2.2)', () => {
  for (const { what, files, asked, read, view = 'project', env } of rows) {
    it(what, async () => {
      const isOverlay = (name: string) => /override|prod|^b\./.test(name);
      const texts = Object.fromEntries(files.map((name) => [name, isOverlay(name) ? overlay : base]));
      const project = await load(env === undefined ? texts : { ...texts, '.env': env }, asked);
      assert.deepEqual(
        project.files.map(({ path }) => path),
        read.map((name) => `/work/${name}`),
      );
      assert.equal(project.path, `/work/${asked}`);
      assert.equal(project.view, view);
      assert.equal(serviceOf(project, 'web').complete, view === 'project');
    });
  }

  it('an override that cannot be read leaves a gap', async () => {
    const project = await load({ 'compose.yaml': base, '.env': 'COMPOSE_FILE=compose.yaml:../out.yaml' });
    assert.equal(project.gaps.length, 1);
    assert.equal(serviceOf(project, 'web').complete, false);
  });
});

describe('fragment or project, by content (2.2)', () => {
  const views: readonly (readonly [
    what: string,
    text: string,
    view: string,
    complete: readonly boolean[],
  ])[] = [
    [
      'image, build, extends, provider',
      'services: {a: {image: x}, b: {build: .}, c: {extends: a}, d: {provider: {type: x}}}\n',
      'project',
      [true, true, true, false],
    ],
    [
      'a service that waits for another file',
      'services: {a: {image: x}, b: {user: root}}\n',
      'fragment',
      [false, false],
    ],
    ['a service that is being typed', 'services:\n  a: {image: x}\n  b:\n', 'project', [true]],
    [
      'templates under x- keys',
      'x-a: {user: root}\nservices: {a: {image: x}, x-b: {user: root}}\n',
      'project',
      [true],
    ],
    ['no services at all', 'volumes: {}\n', 'project', []],
  ];
  for (const [what, text, view, complete] of views) {
    it(what, async () => {
      const project = await load(text);
      assert.deepEqual([project.view, project.services.map((service) => service.complete)], [view, complete]);
    });
  }
});

describe('profiles (2.20)', () => {
  it('all services are there, each with its profiles', async () => {
    const project = await load('services: {a: {image: x}, b: {image: x, profiles: [debug, "${P}"]}}\n');
    assert.deepEqual(
      project.services.map(({ profiles }) => profiles),
      [[], ['debug']],
    );
    assert.deepEqual(plain(serviceOf(project, 'a').mapping), { image: 'x' });
  });
});
