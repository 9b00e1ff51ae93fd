// Longer than 300 lines because it is one table of texts before and after an edit.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Compose look like those of JavaScript.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bindToLoopback } from '../../../rules/model/compose/bind-port.ts';
import * as edit from '../../../rules/model/compose/edit.ts';
import { parseComposeFile } from '../../../rules/model/compose/file.ts';
import type { Pair, Scalar, Service } from '../../../rules/model/compose/types.ts';
import type { Edit } from '../../../rules/model/place.ts';
import { edited, load, serviceOf } from './support.ts';

type Change = (service: Service) => readonly Edit[] | undefined;
type Row = readonly [what: string, before: string, after: string];

/** Runs one change over texts; what lies below `services:` is given. `refused` is an outcome like any other. */
function table(title: string, change: Change, rows: readonly Row[]): void {
  describe(title, () => {
    for (const [what, before, after] of rows) {
      it(what, async () => {
        const text = `services:\n${before}`;
        const result = edited(text, change(serviceOf(await load(text), 'web')));
        assert.equal(result, after === 'refused' ? after : `services:\n${after}`);
        if (after !== 'refused') assert.deepEqual(parseComposeFile('/c', result).problems, []);
      });
    }
  });
}

const pairOf = (service: Service, ...path: string[]): Pair => {
  const pair = service.pair(...path);
  assert.ok(pair);
  return pair;
};

table('deletePair', (web) => edit.deletePair(web.project(), pairOf(web, 'privileged')), [
  [
    'a line',
    '  web:\n    image: a\n    privileged: true\n    user: x\n',
    '  web:\n    image: a\n    user: x\n',
  ],
  [
    'with its comment, not with others',
    '  web:\n    # image\n    image: a\n    # why\n    privileged: true # here\n    # user\n    user: x\n',
    '  web:\n    # image\n    image: a\n    # why\n    # user\n    user: x\n',
  ],
  ['the first key', '  web:\n    privileged: true\n    image: a\n', '  web:\n    image: a\n'],
  ['the last line without line break', '  web:\n    image: a\n    privileged: true', '  web:\n    image: a'],
  [
    'CRLF',
    '  web:\r\n    image: a\r\n    privileged: true\r\n    user: x\r\n',
    '  web:\r\n    image: a\r\n    user: x\r\n',
  ],
  ['CRLF at the end', '  web:\r\n    image: a\r\n    privileged: true', '  web:\r\n    image: a'],
  [
    'in braces, in the middle',
    '  web: {image: a, privileged: true, user: x}\n',
    '  web: {image: a, user: x}\n',
  ],
  ['in braces, first', '  web: {privileged: true, image: a}\n', '  web: {image: a}\n'],
  ['in braces, last', '  web: { image: a, privileged: true }\n', '  web: { image: a }\n'],
  ['in braces over several lines', '  web: {\n    image: a,\n    privileged: true\n  }\n', 'refused'],
  ['the only key of a service', '  web:\n    privileged: true\n', 'refused'],
  ['in an anchor others use', '  web: &w\n    image: a\n    privileged: true\n  db: *w\n', 'refused'],
  [
    'in an anchor nobody uses',
    '  web: &w\n    image: a\n    privileged: true\n',
    '  web: &w\n    image: a\n',
  ],
  [
    'a value others use',
    '  web:\n    image: a\n    privileged: &p true\n  db: {image: a, privileged: *p}\n',
    'refused',
  ],
  ['by a merge key', '  db: &d\n    image: a\n    privileged: true\n  web:\n    <<: *d\n', 'refused'],
  [
    'a key of its own with an alias',
    '  db: {image: a, privileged: &p true}\n  web:\n    image: a\n    privileged: *p\n',
    '  db: {image: a, privileged: &p true}\n  web:\n    image: a\n',
  ],
  ['by extends', '  db: {image: a, privileged: true}\n  web:\n    extends: db\n', 'refused'],
  ['a key in quotes', '  web:\n    image: a\n    "privileged": "true"\n', '  web:\n    image: a\n'],
]);

table(
  'deletePair, the parents that would be empty',
  (web) => edit.deletePair(web.project(), pairOf(web, 'deploy', 'resources', 'limits', 'pids')),
  [
    [
      'up to the service',
      '  web:\n    image: a\n    deploy:\n      resources:\n        limits:\n          pids: 0 # c\n    user: x\n',
      '  web:\n    image: a\n    user: x\n',
    ],
    [
      'as far as needed',
      '  web:\n    image: a\n    deploy:\n      replicas: 2\n      resources: {limits: {pids: 0}}\n',
      '  web:\n    image: a\n    deploy:\n      replicas: 2\n',
    ],
    [
      'in braces',
      '  web:\n    image: a\n    deploy: {replicas: 1, resources: {limits: {pids: 0, cpus: 1}}}\n',
      '  web:\n    image: a\n    deploy: {replicas: 1, resources: {limits: {cpus: 1}}}\n',
    ],
  ],
);

table(
  'deletePair, a key of a list item',
  (web) => {
    const [item] = web.list('post_start');
    const pair = item?.kind === 'mapping' ? item.pairs.get('privileged') : undefined;
    assert.ok(pair);
    return edit.deletePair(web.project(), pair);
  },
  [
    [
      'the first',
      '  web:\n    image: a\n    post_start:\n      - privileged: true # c\n        command: x\n',
      '  web:\n    image: a\n    post_start:\n      - command: x\n',
    ],
    [
      'another',
      '  web:\n    image: a\n    post_start:\n      - command: x\n        privileged: true\n',
      '  web:\n    image: a\n    post_start:\n      - command: x\n',
    ],
    [
      'the only one',
      '  web:\n    image: a\n    post_start:\n      - privileged: true\n',
      '  web:\n    image: a\n',
    ],
    [
      'a comment between',
      '  web:\n    image: a\n    post_start:\n      - privileged: true\n        # why\n        command: x\n',
      'refused',
    ],
  ],
);

table(
  'deleteItem',
  (web) => {
    const item = web.securityOptions.find(({ argument }) => argument === 'unconfined');
    assert.ok(item);
    return edit.deleteItem(web.project(), pairOf(web, 'security_opt'), item.value);
  },
  [
    [
      'a line',
      '  web:\n    image: a\n    security_opt:\n      - a:b\n      - seccomp:unconfined # why\n      - c\n',
      '  web:\n    image: a\n    security_opt:\n      - a:b\n      - c\n',
    ],
    [
      'not indented',
      '  web:\n    image: a\n    security_opt:\n    - seccomp:unconfined\n    - c\n',
      '  web:\n    image: a\n    security_opt:\n    - c\n',
    ],
    [
      'the only one',
      '  web:\n    image: a\n    security_opt: # c\n      - "seccomp=unconfined"\n    user: x\n',
      '  web:\n    image: a\n    user: x\n',
    ],
    [
      'in brackets, first',
      '  web:\n    image: a\n    security_opt: [seccomp=unconfined, "c"]\n',
      '  web:\n    image: a\n    security_opt: ["c"]\n',
    ],
    [
      'in brackets, middle',
      '  web:\n    image: a\n    security_opt: [ a , seccomp=unconfined , c ]\n',
      '  web:\n    image: a\n    security_opt: [ a , c ]\n',
    ],
    [
      'in brackets, last',
      "  web:\n    image: a\n    security_opt: [a, 'seccomp=unconfined']\n",
      '  web:\n    image: a\n    security_opt: [a]\n',
    ],
    [
      'in brackets, the only one',
      '  web:\n    image: a\n    security_opt: [seccomp=unconfined]\n',
      '  web:\n    image: a\n',
    ],
    ['one string', '  web:\n    image: a\n    security_opt: seccomp=unconfined\n', '  web:\n    image: a\n'],
    [
      'with an anchor of its own',
      '  web:\n    image: a\n    security_opt:\n      - &s seccomp=unconfined\n      - c\n',
      '  web:\n    image: a\n    security_opt:\n      - c\n',
    ],
    [
      'by an alias',
      '  db: {image: a, security_opt: &s [seccomp=unconfined]}\n  web: {image: a, security_opt: *s}\n',
      'refused',
    ],
    [
      'in a list others use',
      '  web: {image: a, security_opt: &s [a, seccomp=unconfined]}\n  db: {image: a, security_opt: *s}\n',
      'refused',
    ],
    [
      'a list in a list',
      '  web:\n    image: a\n    security_opt:\n      - c\n      - seccomp:unconfined\n      - - d\n',
      '  web:\n    image: a\n    security_opt:\n      - c\n      - - d\n',
    ],
  ],
);

table(
  'deleteItem, a long entry',
  (web) => {
    const [port] = web.ports;
    assert.ok(port);
    return edit.deleteItem(web.project(), pairOf(web, 'ports'), port.value);
  },
  [
    [
      'all its lines',
      '  web:\n    image: a\n    ports:\n      - target: 80 # c\n        published: 80\n        # d\n      - "81:81"\n',
      '  web:\n    image: a\n    ports:\n        # d\n      - "81:81"\n',
    ],
    [
      'in braces',
      '  web:\n    image: a\n    ports: [{target: 80}, "81"]\n',
      '  web:\n    image: a\n    ports: ["81"]\n',
    ],
  ],
);

table(
  'deleteKeyValue',
  (web) => {
    const entry = web.environment.find(({ name }) => name === 'A');
    assert.ok(entry);
    return edit.deleteKeyValue(web.project(), pairOf(web, 'environment'), entry);
  },
  [
    [
      'of a map',
      '  web:\n    image: a\n    environment:\n      A: 1\n      B: 2\n',
      '  web:\n    image: a\n    environment:\n      B: 2\n',
    ],
    [
      'of a list',
      '  web:\n    image: a\n    environment:\n      - A=1\n      - B=2\n',
      '  web:\n    image: a\n    environment:\n      - B=2\n',
    ],
  ],
);

const scalarOf = (service: Service, ...path: string[]): Scalar => {
  const scalar = service.scalar(...path);
  assert.ok(scalar);
  return scalar;
};

table('replaceScalar', (web) => edit.replaceScalar(web.project(), scalarOf(web, 'user'), '1000:1000'), [
  ['plain', '  web:\n    image: a\n    user: root # c\n', '  web:\n    image: a\n    user: 1000:1000 # c\n'],
  [
    'double quotes',
    '  web:\n    image: a\n    user: "root"\n',
    '  web:\n    image: a\n    user: "1000:1000"\n',
  ],
  [
    'single quotes',
    "  web:\n    image: a\n    user: 'root'\n",
    "  web:\n    image: a\n    user: '1000:1000'\n",
  ],
  ['in braces', '  web: {image: a, user: root}\n', '  web: {image: a, user: 1000:1000}\n'],
  ['a variable', '  web:\n    image: a\n    user: ${U:-root}\n', 'refused'],
  ['several lines', '  web:\n    image: a\n    user: >-\n      root\n', 'refused'],
  ['shared', '  web:\n    image: a\n    user: &u root\n  db: {image: a, user: *u}\n', 'refused'],
  ['by an alias', '  db: {image: a, user: &u root}\n  web: {image: a, user: *u}\n', 'refused'],
  ['nothing', '  web:\n    image: a\n    user:\n', 'refused'],
]);

table(
  'replaceScalar, quotes where they are needed',
  (web) => edit.replaceScalar(web.project(), scalarOf(web, 'user'), '${U:?}, # x'),
  [
    ['plain', '  web:\n    image: a\n    user: root\n', '  web:\n    image: a\n    user: "${U:?}, # x"\n'],
    ['in braces', '  web: {image: a, user: root}\n', '  web: {image: a, user: "${U:?}, # x"}\n'],
  ],
);

table(
  'replaceScalar, the value of an entry',
  (web) => {
    const value = web.environment.find(({ name }) => name === 'DB_PASSWORD')?.value;
    assert.ok(value);
    return edit.replaceScalar(web.project(), value, '${DB_PASSWORD:?}');
  },
  [
    [
      'of a map',
      '  web:\n    image: a\n    environment:\n      DB_PASSWORD: "x"\n',
      '  web:\n    image: a\n    environment:\n      DB_PASSWORD: "${DB_PASSWORD:?}"\n',
    ],
    [
      'of a list',
      '  web:\n    image: a\n    environment:\n      - DB_PASSWORD=x\n',
      '  web:\n    image: a\n    environment:\n      - DB_PASSWORD=${DB_PASSWORD:?}\n',
    ],
    [
      'of a list in brackets',
      '  web:\n    image: a\n    environment: [DB_PASSWORD=x, "B=1"]\n',
      '  web:\n    image: a\n    environment: ["DB_PASSWORD=${DB_PASSWORD:?}", "B=1"]\n',
    ],
    ['of a list, a default', '  web:\n    image: a\n    environment: ["DB_PASSWORD=${X:-y}"]\n', 'refused'],
  ],
);

table(
  'replacePart',
  (web) => {
    const [port] = web.ports;
    assert.ok(port?.value.kind === 'scalar');
    return edit.replacePart(web.project(), port.value, 0, 0, '127.0.0.1:');
  },
  [
    [
      'in double quotes',
      '  web:\n    image: a\n    ports: ["80:80"]\n',
      '  web:\n    image: a\n    ports: ["127.0.0.1:80:80"]\n',
    ],
    [
      'plain',
      '  web:\n    image: a\n    ports:\n      - 80:80 # c\n',
      '  web:\n    image: a\n    ports:\n      - 127.0.0.1:80:80 # c\n',
    ],
    [
      'in front of a variable',
      '  web:\n    image: a\n    ports: ["${P}:80"]\n',
      '  web:\n    image: a\n    ports: ["127.0.0.1:${P}:80"]\n',
    ],
    ['inside a default', '  web:\n    image: a\n    ports: ["${P:-80}:80"]\n', 'refused'],
    ['shared', '  web: {image: a, ports: &p ["80:80"]}\n  db: {image: a, ports: *p}\n', 'refused'],
    ['by an alias', '  db: {image: a, ports: &p ["80:80"]}\n  web: {image: a, ports: *p}\n', 'refused'],
  ],
);

table(
  'replacePart, an option',
  (web) => {
    const [mount] = web.mounts;
    const option = mount?.options[0];
    assert.ok(option?.span);
    return edit.replaceText(web.project(), { path: web.key.path, ...option.span }, 'ro');
  },
  [
    [
      'plain',
      '  web:\n    image: a\n    volumes: [./a:/a:Z]\n',
      '  web:\n    image: a\n    volumes: [./a:/a:ro]\n',
    ],
    [
      'single quotes with an escape',
      "  web:\n    image: a\n    volumes: ['./it''s:/a:Z']\n",
      "  web:\n    image: a\n    volumes: ['./it''s:/a:ro']\n",
    ],
  ],
);

table('insertPair', (web) => edit.insertPair(web, 'cap_drop', ['', '- ALL']), [
  [
    'behind the last key',
    '  web:\n    image: a # c\n\n  # db\n  db:\n    image: b\n',
    '  web:\n    image: a # c\n    cap_drop:\n      - ALL\n\n  # db\n  db:\n    image: b\n',
  ],
  [
    'the steps of the file',
    '    web:\n        image: a\n',
    '    web:\n        image: a\n        cap_drop:\n            - ALL\n',
  ],
  ['no line break at the end', '  web:\n    image: a', '  web:\n    image: a\n    cap_drop:\n      - ALL'],
  [
    'CRLF',
    '  web:\r\n    image: a\r\n  db:\r\n    image: b\r\n',
    '  web:\r\n    image: a\r\n    cap_drop:\r\n      - ALL\r\n  db:\r\n    image: b\r\n',
  ],
  [
    'behind a nested key',
    '  web:\n    build:\n      args:\n        - A=1 # c\n',
    '  web:\n    build:\n      args:\n        - A=1 # c\n    cap_drop:\n      - ALL\n',
  ],
  [
    'behind a block scalar',
    '  web:\n    image: a\n    command: |\n      x\n      y\n\n  db: {image: b}\n',
    '  web:\n    image: a\n    command: |\n      x\n      y\n    cap_drop:\n      - ALL\n\n  db: {image: b}\n',
  ],
  [
    'behind an empty key',
    '  web:\n    image: a\n    user:\n',
    '  web:\n    image: a\n    user:\n    cap_drop:\n      - ALL\n',
  ],
  ['in braces', '  web: {image: a}\n', '  web: {image: a, cap_drop: [ALL]}\n'],
  [
    'beside a merge key',
    '  db: &d {image: a}\n  web:\n    <<: *d\n',
    '  db: &d {image: a}\n  web:\n    <<: *d\n    cap_drop:\n      - ALL\n',
  ],
  [
    'a service that extends',
    '  db: {image: a}\n  web:\n    extends: db\n',
    '  db: {image: a}\n  web:\n    extends: db\n    cap_drop:\n      - ALL\n',
  ],
  ['there already', '  web:\n    image: a\n    cap_drop: []\n', 'refused'],
  ['shared', '  web: &w\n    image: a\n  db: *w\n', 'refused'],
  ['an alias', '  db: &d {image: a}\n  web: *d\n', 'refused'],
]);

table(
  'insertPair, a mapping',
  (web) => edit.insertPair(web, 'logging', ['', 'driver: local', 'options:', '  max-size: 10m', '  tag: x']),
  [
    [
      'in a block',
      '  web:\n    image: a\n',
      '  web:\n    image: a\n    logging:\n      driver: local\n      options:\n        max-size: 10m\n        tag: x\n',
    ],
    [
      'in braces',
      '  web: {image: a}\n',
      '  web: {image: a, logging: {driver: local, options: {max-size: 10m, tag: x}}}\n',
    ],
  ],
);

table(
  'insertPair, a mapping that braces cannot hold',
  (web) => edit.insertPair(web, 'logging', ['', 'driver: local # c']),
  [['in braces', '  web: {image: a}\n', 'refused']],
);

table('insertAt, one key', (web) => edit.insertAt(web, ['read_only'], 'true'), [
  ['missing', '  web:\n    image: a\n', '  web:\n    image: a\n    read_only: true\n'],
  [
    'there',
    '  web:\n    image: a\n    read_only: false # c\n',
    '  web:\n    image: a\n    read_only: true # c\n',
  ],
  [
    'there in quotes',
    '  web:\n    image: a\n    read_only: "no"\n',
    '  web:\n    image: a\n    read_only: "true"\n',
  ],
  [
    'there by a merge key',
    '  db: &d {image: a, read_only: false}\n  web:\n    <<: *d\n',
    '  db: &d {image: a, read_only: false}\n  web:\n    <<: *d\n    read_only: true\n',
  ],
  [
    'there by extends',
    '  db: {image: a, read_only: false}\n  web:\n    extends: db\n',
    '  db: {image: a, read_only: false}\n  web:\n    extends: db\n    read_only: true\n',
  ],
  ['a variable', '  web:\n    image: a\n    read_only: ${R:-false}\n', 'refused'],
]);

table('insertAt, a path', (web) => edit.insertAt(web, ['deploy', 'resources', 'limits', 'memory'], '512m'), [
  [
    'nothing of it',
    '  web:\n    image: a\n',
    '  web:\n    image: a\n    deploy:\n      resources:\n        limits:\n          memory: 512m\n',
  ],
  [
    'part of it',
    '  web:\n    image: a\n    deploy:\n      replicas: 2 # c\n    user: x\n',
    '  web:\n    image: a\n    deploy:\n      replicas: 2 # c\n      resources:\n        limits:\n          memory: 512m\n    user: x\n',
  ],
  [
    'all but the key',
    '  web:\n    image: a\n    deploy:\n      resources:\n        limits:\n          cpus: 1\n',
    '  web:\n    image: a\n    deploy:\n      resources:\n        limits:\n          cpus: 1\n          memory: 512m\n',
  ],
  [
    'in braces',
    '  web:\n    image: a\n    deploy: {resources: {limits: {cpus: 1}}}\n',
    '  web:\n    image: a\n    deploy: {resources: {limits: {cpus: 1, memory: 512m}}}\n',
  ],
  [
    'nothing of it, in braces',
    '  web: {image: a}\n',
    '  web: {image: a, deploy: {resources: {limits: {memory: 512m}}}}\n',
  ],
  ['a parent by a merge key', '  db: &d {image: a, deploy: {replicas: 2}}\n  web:\n    <<: *d\n', 'refused'],
  [
    'a parent by an alias',
    '  db: {image: a, deploy: &d {replicas: 2}}\n  web:\n    image: a\n    deploy: *d\n',
    'refused',
  ],
  [
    'a parent others use',
    '  web:\n    image: a\n    deploy: &d\n      replicas: 2\n  db: {image: a, deploy: *d}\n',
    'refused',
  ],
  [
    'a parent by extends',
    '  db: {image: a, deploy: {replicas: 2}}\n  web:\n    extends: db\n',
    '  db: {image: a, deploy: {replicas: 2}}\n  web:\n    extends: db\n    deploy:\n      resources:\n        limits:\n          memory: 512m\n',
  ],
  ['a parent that is empty', '  web:\n    image: a\n    deploy:\n', 'refused'],
]);

table('appendItem', (web) => edit.appendItem(web, 'security_opt', 'no-new-privileges:true'), [
  [
    'no list',
    '  web:\n    image: a\n',
    '  web:\n    image: a\n    security_opt:\n      - no-new-privileges:true\n',
  ],
  [
    'a block',
    '  web:\n    image: a\n    security_opt:\n      - a # c\n    user: x\n',
    '  web:\n    image: a\n    security_opt:\n      - a # c\n      - no-new-privileges:true\n    user: x\n',
  ],
  [
    'a block that is not indented',
    '  web:\n    image: a\n    security_opt:\n    - a\n',
    '  web:\n    image: a\n    security_opt:\n    - a\n    - no-new-privileges:true\n',
  ],
  [
    'brackets',
    '  web:\n    image: a\n    security_opt: [a]\n',
    '  web:\n    image: a\n    security_opt: [a, no-new-privileges:true]\n',
  ],
  [
    'brackets with nothing in them',
    '  web:\n    image: a\n    security_opt: []\n',
    '  web:\n    image: a\n    security_opt: [no-new-privileges:true]\n',
  ],
  [
    'by extends',
    '  db: {image: a, security_opt: [a]}\n  web:\n    extends: db\n',
    '  db: {image: a, security_opt: [a]}\n  web:\n    extends: db\n    security_opt:\n      - no-new-privileges:true\n',
  ],
  ['by an alias', '  db: {image: a, security_opt: &s [a]}\n  web: {image: a, security_opt: *s}\n', 'refused'],
  ['by a merge key', '  db: &d {image: a, security_opt: [a]}\n  web:\n    <<: *d\n', 'refused'],
  [
    'a list others use',
    '  web: {image: a, security_opt: &s [a]}\n  db: {image: a, security_opt: *s}\n',
    'refused',
  ],
  ['a key without list', '  web:\n    image: a\n    security_opt:\n    user: x\n', 'refused'],
]);

describe('edits over several files', () => {
  const texts = {
    'compose.yaml': 'services:\n  web:\n    image: a\n    security_opt: [a]\n',
    'compose.override.yaml':
      'services:\n  web:\n    privileged: true\n    cap_add: [B]\n    security_opt: [b]\n    user: root\n',
  };

  it('each goes to the file that holds the text', async () => {
    const web = serviceOf(await load(texts), 'web');
    const project = web.project();
    const change = (edits: readonly Edit[] | undefined, name: keyof typeof texts) => {
      assert.ok(edits?.every(({ path }) => path === `/work/${name}`));
      return edited(texts[name], edits);
    };
    assert.doesNotMatch(
      change(edit.deletePair(project, pairOf(web, 'privileged')), 'compose.override.yaml'),
      /privileged/,
    );
    assert.match(
      change(edit.replaceScalar(project, scalarOf(web, 'user'), 'app'), 'compose.override.yaml'),
      /user: app/,
    );
    assert.match(change(edit.appendItem(web, 'security_opt', 'c'), 'compose.yaml'), /\[a, c\]/);
    assert.match(change(edit.appendItem(web, 'cap_add', 'C'), 'compose.override.yaml'), /\[B, C\]/);
    assert.match(change(edit.insertAt(web, ['read_only'], 'true'), 'compose.yaml'), /read_only: true/);
  });

  it('the base in another file is left alone', async () => {
    const web = serviceOf(
      await load({
        'compose.yaml': 'services:\n  web:\n    extends: {file: b.yaml, service: b}\n',
        'b.yaml': 'services: {b: {image: a, user: root, ports: ["80:80"], cap_add: [A]}}\n',
      }),
      'web',
    );
    const [port] = web.ports;
    assert.ok(port?.value.kind === 'scalar');
    assert.equal(edit.replaceScalar(web.project(), scalarOf(web, 'user'), 'app'), undefined);
    assert.equal(edit.replacePart(web.project(), port.value, 0, 0, '127.0.0.1:'), undefined);
    assert.equal(
      edit.deleteItem(web.project(), pairOf(web, 'cap_add'), web.list('cap_add')[0] as Scalar),
      undefined,
    );
  });
});

describe('deleting what hides the same', () => {
  const rows: readonly (readonly [what: string, texts: Readonly<Record<string, string>>, after: unknown])[] =
    [
      [
        'of an earlier file: both go',
        {
          'compose.yaml': 'services:\n  web:\n    image: a\n    pid: host\n    cap_add: [B, C]\n',
          'compose.override.yaml': 'services:\n  web:\n    user: x\n    pid: "host"\n    cap_add: [B, D]\n',
        },
        {
          pid: {
            'compose.yaml': 'services:\n  web:\n    image: a\n    cap_add: [B, C]\n',
            'compose.override.yaml': 'services:\n  web:\n    user: x\n    cap_add: [B, D]\n',
          },
          item: {
            'compose.yaml': 'services:\n  web:\n    image: a\n    pid: host\n    cap_add: [C]\n',
            'compose.override.yaml': 'services:\n  web:\n    user: x\n    pid: "host"\n    cap_add: [D]\n',
          },
        },
      ],
      [
        'of a merge key: refused',
        {
          'compose.yaml':
            'x-a: &a {pid: host, cap_add: [B]}\nservices:\n  web:\n    <<: *a\n    image: a\n    pid: host\n    cap_add: [B]\n',
        },
        { pid: 'refused', item: 'refused' },
      ],
      [
        'of an extended service: refused',
        {
          'compose.yaml':
            'services:\n  db: {image: a, pid: host, cap_add: [B]}\n  web:\n    extends: db\n    pid: host\n    cap_add: [B, C]\n',
        },
        { pid: 'refused', item: 'refused' },
      ],
      [
        'in the same list: both go, with the list where nothing else is in it',
        {
          'compose.yaml':
            'services:\n  web:\n    image: a\n    pid: host\n    cap_add:\n      - B\n      - B # again\n',
        },
        {
          pid: {
            'compose.yaml': 'services:\n  web:\n    image: a\n    cap_add:\n      - B\n      - B # again\n',
          },
          item: { 'compose.yaml': 'services:\n  web:\n    image: a\n    pid: host\n' },
        },
      ],
    ];
  for (const [what, texts, after] of rows) {
    it(what, async () => {
      const project = await load(texts);
      const web = serviceOf(project, 'web');
      const list = pairOf(web, 'cap_add');
      const item = web.capAdd.find(({ name }) => name === 'B')?.value;
      assert.ok(item);
      const all = (edits: readonly Edit[] | undefined) =>
        edits === undefined
          ? 'refused'
          : Object.fromEntries(
              Object.entries(texts).map(([name, text]) => [
                name,
                edited(
                  text,
                  edits.filter(({ path }) => path === `/work/${name}`),
                ),
              ]),
            );
      const result = {
        pid: all(edit.deletePair(project, pairOf(web, 'pid'))),
        item: all(edit.deleteItem(project, list, item)),
      };
      assert.deepEqual(result, after);
    });
  }
});

table('appendItems, where the list comes by extends', (web) => edit.appendItems(web, 'cap_add', ['A', 'B']), [
  [
    'the key is written once',
    '  db: {image: a, cap_add: [X]}\n  web:\n    extends: db\n',
    '  db: {image: a, cap_add: [X]}\n  web:\n    extends: db\n    cap_add:\n      - A\n      - B\n',
  ],
  ['brackets', '  web:\n    image: a\n    cap_add: [X]\n', '  web:\n    image: a\n    cap_add: [X, A, B]\n'],
]);

describe('edits around a syntax error', () => {
  const broken =
    'services:\n  web:\n    image: a\n    privileged: true\n    ports:\n      - target: 80"]|\n          &a x: 1\n';
  const whole = '  db:\n    image: a\n    privileged: true\n    ports:\n      - target: 80\n';
  for (const [what, name, text, areMade] of [
    ['are refused in its service', 'web', broken, false],
    ['are made in a service above it', 'db', broken.replace('services:\n', `services:\n${whole}`), true],
    ['are made in a service below it', 'db', broken + whole, true],
  ] as const) {
    it(what, async () => {
      const project = await load(text);
      assert.notEqual(project.problems.length, 0);
      const service = serviceOf(project, name);
      const [port] = service.ports;
      assert.ok(port);
      const made = [
        edit.deletePair(project, pairOf(service, 'privileged')),
        edit.insertPair(service, 'cap_drop', ['', '- ALL']),
        edit.insertAt(service, ['read_only'], 'true'),
        edit.appendItem(service, 'security_opt', 'a'),
        edit.replaceScalar(project, scalarOf(service, 'image'), 'b'),
        bindToLoopback(project, port),
      ].map((edits) => edits !== undefined);
      assert.deepEqual(
        made,
        made.map(() => areMade),
      );
    });
  }

  it('a port whose key goes on over several lines is left alone', async () => {
    const text =
      'services:\n  web:\n    image: a\n    ports:\n      - ? !!str\n          |\n          |\n          !!str\n';
    const project = await load(text);
    const [port] = serviceOf(project, 'web').ports;
    assert.ok(port);
    assert.equal(bindToLoopback(project, port), undefined);
  });
});
