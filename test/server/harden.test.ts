// Longer than 300 lines because it holds whole files before and after.
/** The actions that put in all missing controls of one service at once: text in, text after the one edit out. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { CodeAction } from 'vscode-languageserver';
import { fullCapabilities } from './support/abilities.ts';
import { type ClientInput, editsOf, TestClient, uriOf } from './support/client.ts';
import { MemoryDisk } from './support/memory-disk.ts';

const compose = uriOf('/work/compose.yaml');
const safe = "Harden service 'db'";
const review = "Harden service 'db', also what needs review";

async function opened(
  test: TestContext,
  text: string,
  input: Partial<ClientInput> = {},
  uri = compose,
): Promise<TestClient> {
  const client = await TestClient.start({
    host: new MemoryDisk(),
    folders: ['/work'],
    settings: { rules: { 'compose/log-rotation': 'warning' } },
    ...input,
  });
  test.after(() => client.stop());
  await client.open(uri, 'dockercompose', text);
  await client.idle();
  return client;
}

/** The hardening actions that are offered with the cursor before a text. */
async function offered(client: TestClient, at: string): Promise<readonly CodeAction[]> {
  const document = client.documentOf(compose);
  const offset = document.getText().indexOf(at);
  assert.ok(offset >= 0, `'${at}' is in the document`);
  const start = document.positionAt(offset);
  const diagnostics = client.shown.get(compose)?.diagnostics ?? [];
  const actions = await client.codeActions(compose, { start, end: start }, { diagnostics });
  return actions.filter(({ title }) => title.startsWith('Harden'));
}

/** Chooses an action as a user does; the text after its edit. */
async function chosen(client: TestClient, title: string, at = 'db:'): Promise<string> {
  const actions = await offered(client, at);
  const action = actions.find((one) => one.title === title);
  assert.ok(action, `${title} is not among ${actions.map((one) => one.title).join('; ')}`);
  const { edit } = await client.resolved(action);
  const text = await client.apply(compose, edit);
  await client.idle();
  return text;
}

/** The file, its text after the safe action, and after the other one instead. */
const styles: readonly (readonly [what: string, before: string, safely: string, wholly: string])[] = [
  [
    'a service with comments around it',
    `services:
  db: # the database
    image: example.org/db:1.2

  # the front
  web:
    image: example.org/web:1
`,
    `services:
  db: # the database
    image: example.org/db:1.2
    logging:
      driver: local

  # the front
  web:
    image: example.org/web:1
`,
    `services:
  db: # the database
    image: example.org/db:1.2
    cpus: 1.0
    cap_drop:
      - ALL
    logging:
      driver: local
    mem_limit: 512m
    security_opt:
      - no-new-privileges:true
    pids_limit: 200
    read_only: true
    tmpfs:
      - /tmp:size=64m
      - /run:size=64m

  # the front
  web:
    image: example.org/web:1
`,
  ],
  [
    'limits below deploy, lists, and no line break at the end',
    `services:
    db:
        image: "example.org/db:1.2"
        deploy:
            resources:
                limits:
                    memory: 1g # measured
            restart_policy: { condition: any }
        security_opt:
            - label=type:app_t
        logging:
            driver: json-file
            options:
                tag: x`,
    `services:
    db:
        image: "example.org/db:1.2"
        deploy:
            resources:
                limits:
                    memory: 1g # measured
            restart_policy: { condition: any }
        security_opt:
            - label=type:app_t
        logging:
            driver: json-file
            options:
                tag: x
                max-size: 10m`,
    `services:
    db:
        image: "example.org/db:1.2"
        deploy:
            resources:
                limits:
                    memory: 1g # measured
                    cpus: 1.0
                    pids: 200
            restart_policy: { condition: any }
        security_opt:
            - label=type:app_t
            - no-new-privileges:true
        logging:
            driver: json-file
            options:
                tag: x
                max-size: 10m
        cap_drop:
            - ALL
        read_only: true
        tmpfs:
            - /tmp:size=64m
            - /run:size=64m`,
  ],
  [
    'all in braces',
    'services:\n  db: {image: "e.org/db:1", security_opt: [label=type:a_t], deploy: {resources: {limits: {cpus: "1"}}}}\n',
    'services:\n  db: {image: "e.org/db:1", security_opt: [label=type:a_t], deploy: {resources: {limits: {cpus: "1"}}}, logging: {driver: local}}\n',
    'services:\n  db: {image: "e.org/db:1", security_opt: [label=type:a_t, no-new-privileges:true], deploy: {resources: {limits: {cpus: "1", memory: 512m, pids: 200}}}, cap_drop: [ALL], logging: {driver: local}, read_only: true, tmpfs: [/tmp:size=64m, /run:size=64m]}\n',
  ],
  [
    'controls that are written but void, lists that are not indented, CRLF',
    `services:
  db:
    image: example.org/db:1.2
    read_only: false # for now
    cap_drop: [MKNOD]
    tmpfs:
    - /tmp:size=1m
    mem_limit: 0
    logging: {driver: json-file, options: {tag: x}}
networks: {}
`.replaceAll('\n', '\r\n'),
    `services:
  db:
    image: example.org/db:1.2
    read_only: false # for now
    cap_drop: [MKNOD]
    tmpfs:
    - /tmp:size=1m
    mem_limit: 0
    logging: {driver: json-file, options: {tag: x, max-size: 10m}}
networks: {}
`.replaceAll('\n', '\r\n'),
    `services:
  db:
    image: example.org/db:1.2
    read_only: true # for now
    cap_drop: [MKNOD, ALL]
    tmpfs:
    - /tmp:size=1m
    - /run:size=64m
    mem_limit: 512m
    logging: {driver: json-file, options: {tag: x, max-size: 10m}}
    cpus: 1.0
    security_opt:
      - no-new-privileges:true
    pids_limit: 200
networks: {}
`.replaceAll('\n', '\r\n'),
  ],
  [
    'a list that a merge key brings stays as it is',
    `x-limits: &limits
  mem_limit: 64m
  security_opt: [seccomp=a.json]
services:
  db:
    <<: *limits
    image: example.org/db:1.2
`,
    `x-limits: &limits
  mem_limit: 64m
  security_opt: [seccomp=a.json]
services:
  db:
    <<: *limits
    image: example.org/db:1.2
    logging:
      driver: local
`,
    `x-limits: &limits
  mem_limit: 64m
  security_opt: [seccomp=a.json]
services:
  db:
    <<: *limits
    image: example.org/db:1.2
    cpus: 1.0
    cap_drop:
      - ALL
    logging:
      driver: local
    pids_limit: 200
    read_only: true
    tmpfs:
      - /tmp:size=64m
      - /run:size=64m
`,
  ],
];

describe('hardening a service', () => {
  for (const [what, before, safely, wholly] of styles) {
    it(`${what}: safe fixes`, async (test) => {
      const client = await opened(test, before);
      assert.equal(await chosen(client, safe), safely);
      // Applied again there is nothing to do, and so nothing is offered.
      assert.deepEqual(
        (await offered(client, 'db:')).map(({ title }) => title).filter((title) => title === safe),
        [],
      );
    });

    it(`${what}: also those to review`, async (test) => {
      const client = await opened(test, before);
      assert.equal(await chosen(client, review), wholly);
      assert.deepEqual(await offered(client, 'db:'), []);
    });

    it(`${what}: one after the other comes to the same controls`, async (test) => {
      const client = await opened(test, before);
      await chosen(client, safe);
      const lines = (text: string) => text.split(/\r?\n/).sort();
      const both = await chosen(client, review);
      // What stands in braces is one line, in the order in which it was added.
      if (!before.includes('db: {')) assert.deepEqual(lines(both), lines(wholly));
      assert.deepEqual(await offered(client, 'db:'), []);
    });
  }

  it('is one edit of one document, of the version on the screen', async (test) => {
    const client = await opened(test, 'services:\n  db:\n    image: example.org/db:1.2\n');
    await client.type(compose, 'services:', '# above\nservices:');
    const [, action] = await offered(client, 'db:');
    assert.ok(action);
    const { edit } = await client.resolved(action);
    assert.deepEqual(
      edit?.documentChanges?.map((change) => 'textDocument' in change && change.textDocument),
      [{ uri: compose, version: 2 }],
    );
    assert.equal(editsOf(edit, compose).length, 1);
  });

  it('is offered on the whole of the key and nowhere else', async (test) => {
    const client = await opened(
      test,
      'services:\n  db:\n    image: example.org/db:1.2\n  web: {image: "e.org/a:1"}\n',
    );
    const titles = async (at: string) => (await offered(client, at)).map(({ title }) => title);
    for (const at of ['db:', 'b:', ':\n    image']) assert.deepEqual(await titles(at), [safe, review], at);
    for (const at of ['image', 'services', '\n  db']) assert.deepEqual(await titles(at), [], at);
    assert.deepEqual(await titles('web'), [
      "Harden service 'web'",
      "Harden service 'web', also what needs review",
    ]);
  });

  it('names the diagnostic that it answers, and is a quick fix', async (test) => {
    const client = await opened(test, 'services:\n  db:\n    image: example.org/db:1.2\n');
    for (const action of await offered(client, 'db:')) {
      assert.deepEqual(action.diagnostics, [client.diagnostic(compose, 'compose/missing-controls')]);
      assert.equal(action.kind, 'quickfix');
      assert.notEqual(action.isPreferred, true);
    }
  });

  it('leaves alone what is suppressed, other services, and what is wrong without being missing', async (test) => {
    const text = `services:
  # bulkhead ignore-service=compose/read-only-rootfs,compose/no-new-privileges -- writes its own binaries
  db:
    image: example.org/db:1.2
    network_mode: host
    cpus: 1
    pids_limit: 9
    logging: {driver: local}
  web: {image: "example.org/web:1"}
`;
    const client = await opened(test, text);
    assert.equal(
      await chosen(client, review),
      text.replace(
        '    logging: {driver: local}\n',
        '    logging: {driver: local}\n    cap_drop:\n      - ALL\n    mem_limit: 512m\n',
      ),
    );
  });

  it('reaches the list of another file that the service is merged from', async (test) => {
    const override = 'services:\n  db:\n    security_opt: [label=type:app_t]\n';
    const disk = new MemoryDisk({ '/work/compose.override.yaml': override });
    const client = await opened(test, 'services:\n  db:\n    image: example.org/db:1.2\n', { host: disk });
    await client.open(uriOf('/work/compose.override.yaml'), 'dockercompose', override);
    await client.idle();
    const action = (await offered(client, 'db:')).find(({ title }) => title === review);
    assert.ok(action);
    const { edit } = await client.resolved(action);
    assert.equal(
      await client.apply(uriOf('/work/compose.override.yaml'), edit),
      'services:\n  db:\n    security_opt: [label=type:app_t, no-new-privileges:true]\n',
    );
    assert.doesNotMatch(await client.apply(compose, edit), /security_opt/);
    await client.idle();
    assert.deepEqual(await offered(client, 'db:'), []);
  });

  it('answers for the text that is there when it is chosen', async (test) => {
    const client = await opened(test, 'services:\n  db:\n    image: example.org/db:1.2\n');
    const [action] = await offered(client, 'db:');
    assert.ok(action);
    await client.type(compose, 'image: example.org/db:1.2', 'image: example.org/db:1.2\n    mem_limit: 1g');
    const { edit } = await client.resolved(action);
    assert.equal(
      await client.apply(compose, edit),
      'services:\n  db:\n    image: example.org/db:1.2\n    mem_limit: 1g\n    logging:\n      driver: local\n',
    );
  });

  it('of nonsense is no edit and no error', async (test) => {
    const client = await opened(test, 'services:\n  db:\n    image: example.org/db:1.2\n');
    for (const data of [null, 7, {}, { uri: 'file:///nowhere', service: 'db', hardness: 'safe' }])
      assert.equal((await client.resolved({ title: 't', data })).edit, undefined);
    const unknown = { uri: compose, service: 'nobody', hardness: 'review' };
    const { edit } = await client.resolved({ title: 't', data: unknown });
    assert.deepEqual(editsOf(edit, compose), []);
    assert.deepEqual(client.logged, []);
  });
});

describe('what the review fixes may break', () => {
  const text =
    'services:\n  db:\n    image: example.org/db:1.2\n    read_only: true\n    cpus: 1\n    pids_limit: 9\n';
  const titles = [
    'Drop all capabilities (may break images that need some: see page)',
    'Limit memory to 512m (the kernel kills a service that needs more)',
    'Set no-new-privileges (breaks programs that use sudo, su or file capabilities)',
  ];

  it('stands in the preview, which the client shows before it makes the edit', async (test) => {
    const client = await opened(test, text);
    const [first, second] = await offered(client, 'db:');
    assert.ok(first && second);
    assert.equal((await client.resolved(first)).edit?.changeAnnotations, undefined);
    const { edit } = await client.resolved(second);
    assert.deepEqual(edit?.changeAnnotations, {
      [review]: { label: review, description: titles.join('; '), needsConfirmation: true },
    });
    assert.deepEqual(
      editsOf(edit, compose).map((change) => 'annotationId' in change && change.annotationId),
      [review],
    );
  });

  it('stands in the title for a client that shows no preview and wants the edit at once', async (test) => {
    const { workspace, textDocument } = fullCapabilities;
    const client = await opened(test, text, {
      capabilities: {
        workspace: { ...workspace, workspaceEdit: { documentChanges: true } },
        textDocument: {
          ...textDocument,
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
        },
      },
    });
    const [, action] = await offered(client, 'db:');
    assert.equal(action?.title, `${review}: ${titles.join('; ')}`);
    assert.equal(action?.data, undefined);
    assert.equal(action?.edit?.changeAnnotations, undefined);
    assert.match(await client.apply(compose, action?.edit), /cap_drop:\n {6}- ALL\n/);
  });
});
