/** What `--format sarif` prints holds against the official schema, whatever the files are called and hold. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { rules } from '../../rules/index.ts';
import { root } from '../../scripts/root.ts';
import { project, runIn } from './support.ts';

/**
 * The schema of the OASIS standard as of its revision "rtm.5", which Microsoft's package for SARIF matchers carries; no
 * package of reasonable size carries the last one (errata 01). Compared with that of Microsoft's SARIF multitool 5.7.0,
 * the last one differs in `changedSince` alone. It is written in draft 04, of which it uses nothing that a later draft
 * reads in another way but the name of `$id`.
 */
const {
  id: _id,
  $schema: _draft,
  ...schema
} = JSON.parse(
  readFileSync(
    join(
      dirname(createRequire(import.meta.url).resolve('@microsoft/jest-sarif')),
      'schemas/sarif-2.1.0-rtm.5.json',
    ),
    'utf8',
  ),
);
// One of its patterns is none in a regular expression with the flag `u`.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

/** What errata 01 describes in another way than rtm.5: forms of identifiers and languages, and a list of roles. */
const changedSince = /guid$|^deprecatedGuids$|^language$|^roles$/i;

function assertValid(text: string): void {
  const log = JSON.parse(text, (key, value) => {
    assert.doesNotMatch(key, changedSince, 'this schema is too old to judge that');
    return value;
  });
  assert.ok(validate(log), JSON.stringify(validate.errors, null, 2));
}

const many = `services:
  app:
    image: app:1
    privileged: true
    # bulkhead ignore=no-host-network -- it measures "the host"
    network_mode: host
    # bulkhead ignore=no-runtime-socket
    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]
    ports: ["80:80"]
  derived:
    extends: {file: base.yaml, service: base}
`;

const base = 'services:\n  base:\n    image: b:1\n    privileged: true\n';

const cases: readonly (readonly [name: string, files: Readonly<Record<string, string>>])[] = [
  ['nothing at all', {}],
  ['a clean file', { Dockerfile: 'FROM scratch\nUSER 1000\n' }],
  [
    'findings with related places, fixes and suppressions with and without reason',
    { 'compose.yaml': many, 'base.yaml': base },
  ],
  ['a Dockerfile', { Dockerfile: 'FROM alpine AS build\nRUN sudo curl x | sh\nFROM build\nUSER root\n' }],
  ['what could not be parsed', { 'compose.yaml': 'services: [\n' }],
  ['names that a URI cannot hold as they are', { 'a b#c%d?/ü/compose.yaml': many }],
  [
    'suppression by configuration',
    {
      '.bulkhead.yaml': 'ignore: [{rule: "compose/*", reason: "line\\nbreak \\"quoted\\""}]\n',
      'compose.yaml': many,
    },
  ],
];

describe('sarif', () => {
  for (const [name, files] of cases) {
    it(`is valid for ${name}`, async (test) => {
      const work = await project(test, files);
      const { stdout } = await work.runWith({ rules }, 'lint', '--format', 'sarif');
      assertValid(stdout);
    });
  }

  it('is valid for the examples, with every rule', async () => {
    const { stdout } = await runIn(join(root, 'examples'), { rules }, ['lint', '--format', 'sarif']);
    assertValid(stdout);
    assert.ok(JSON.parse(stdout).runs[0].tool.driver.rules.length > 20);
  });

  it('is valid outside of the working directory and with a baseline', async (test) => {
    const work = await project(test, { 'compose.yaml': many, 'base.yaml': base, 'sub/x': '' });
    const elsewhere = { cwd: join(work.folder, 'sub') };
    assertValid((await work.runWith(elsewhere, 'lint', '--format', 'sarif', '..')).stdout);
    assert.equal((await work.run('baseline')).code, 0);
    await work.write('compose.yaml', `${many}    pid: host\n  other: {image: "o:1", privileged: true}\n`);
    const { stdout } = await work.runWith({}, 'lint', '--format', 'sarif');
    assertValid(stdout);
    const results: { baselineState: string; suppressions?: unknown }[] = JSON.parse(stdout).runs[0].results;
    const states = new Set(results.map(({ baselineState }) => baselineState));
    assert.deepEqual([...states].sort(), ['new', 'unchanged']);
    for (const { baselineState, suppressions } of results)
      if (baselineState === 'unchanged') assert.ok(suppressions !== undefined);
  });

  it('is not valid by accident: the schema refuses what is wrong', async (test) => {
    const work = await project(test, { 'compose.yaml': many });
    const log = JSON.parse((await work.run('lint', '--format', 'sarif')).stdout);
    const broken: ((run: typeof log) => void)[] = [
      (run) => delete run.tool,
      (run) => {
        run.results[0].level = 'fatal';
      },
      (run) => {
        run.results[0].locations[0].physicalLocation.artifactLocation.uri = 'a b';
      },
      (run) => {
        run.results[0].locations[0].physicalLocation.region.startLine = 0;
      },
      (run) => {
        run.results[0].surprise = true;
      },
    ];
    for (const damage of broken) {
      const copy = structuredClone(log);
      damage(copy.runs[0]);
      assert.equal(validate(copy), false, damage.toString());
    }
  });

  it('resolves its relative paths, names services and marks weaknesses for code scanning', async (test) => {
    const work = await project(test, { 'a b/compose.yaml': many });
    const [run] = JSON.parse((await work.run('lint', '--format', 'sarif')).stdout).runs;
    const { uri: base } = run.originalUriBaseIds['%SRCROOT%'];
    const result = run.results.find(({ ruleId }: { ruleId: string }) => ruleId === 'compose/no-privileged');
    const [{ physicalLocation, logicalLocations }] = result.locations;
    assert.equal(
      new URL(physicalLocation.artifactLocation.uri, base).href,
      new URL(`file://${work.folder}/a%20b/compose.yaml`).href,
    );
    assert.deepEqual(logicalLocations, [
      { name: 'app', fullyQualifiedName: 'services.app', kind: 'resource' },
    ]);
    const rule = run.tool.driver.rules[result.ruleIndex];
    assert.ok(rule.properties.tags.includes('external/cwe/cwe-250'));
    assert.equal(result.fixes[0].properties.safety, 'review');
  });

  it('tells of each rule why and how grave, and of each suppression why', async (test) => {
    const work = await project(test, { 'compose.yaml': many, 'base.yaml': base });
    const [run] = JSON.parse((await work.run('lint', '--format', 'sarif')).stdout).runs;
    for (const { id, name, shortDescription, fullDescription, help, properties } of run.tool.driver.rules) {
      assert.ok(name !== '' && shortDescription.text !== '' && fullDescription.text !== '', id);
      assert.match(help.markdown, /^# .+\n[\s\S]*^## Why$/m, id);
      assert.ok(Number(properties['security-severity']) > 0 && Number(properties['security-severity']) <= 10);
      assert.ok(properties.tags.includes('security'));
    }
    const suppressed = run.results.filter(
      ({ suppressions }: { suppressions?: unknown }) => suppressions !== undefined,
    );
    assert.deepEqual(
      new Map(
        suppressed.map(({ ruleId, suppressions }: { ruleId: string; suppressions: unknown }) => [
          ruleId,
          suppressions,
        ]),
      ),
      new Map<string, unknown>([
        [
          'compose/no-host-network',
          [{ kind: 'inSource', status: 'accepted', justification: 'it measures "the host"' }],
        ],
        ['compose/no-runtime-socket', [{ kind: 'inSource', status: 'accepted' }]],
      ]),
    );
  });

  it('keeps fingerprints when lines move', async (test) => {
    const printsOf = async (text: string) => {
      const work = await project(test, { 'compose.yaml': text, 'base.yaml': base });
      const [run] = JSON.parse((await work.run('lint', '--format', 'sarif')).stdout).runs;
      return run.results.map(
        ({ partialFingerprints }: { partialFingerprints: unknown }) => partialFingerprints,
      );
    };
    const before = await printsOf(many);
    assert.ok(before.length > 5 && before.every((prints: unknown) => prints !== undefined));
    assert.deepEqual(await printsOf(`# one\n\n# two\n${many}`), before);
  });

  it('gives a fix as edits that make the text it promises', async (test) => {
    const work = await project(test, { Dockerfile: 'FROM alpine:3\nRUN sudo true\nUSER 1000\n' });
    const [run] = JSON.parse((await work.run('lint', '--format', 'sarif')).stdout).runs;
    const { fixes } = run.results.find(({ ruleId }: { ruleId: string }) => ruleId === 'dockerfile/no-sudo');
    const [{ artifactLocation, replacements }] = fixes[0].artifactChanges;
    assert.deepEqual(artifactLocation.uri, 'Dockerfile');
    const [{ deletedRegion, insertedContent }] = replacements;
    assert.deepEqual(deletedRegion, { startLine: 2, startColumn: 5, endLine: 2, endColumn: 10 });
    assert.equal(insertedContent?.text ?? '', '');
  });

  it('gives a rule the gravest of the severities its findings have', async (test) => {
    // Mounted by a proxy that filters requests, the socket is a mild finding; elsewhere it is grave.
    const socket = 'volumes: ["/var/run/docker.sock:/var/run/docker.sock"]';
    const proxy = `  proxy:\n    image: tecnativa/docker-socket-proxy:1\n    ${socket}\n`;
    const work = await project(test, {
      'compose.yaml': `services:\n${proxy}  app:\n    image: a:1\n    ${socket}\n`,
    });
    const [run] = JSON.parse((await work.run('lint', '--format', 'sarif')).stdout).runs;
    const several = run.tool.driver.rules.filter(({ id }: { id: string }) => {
      const results = run.results.filter(({ ruleId }: { ruleId: string }) => ruleId === id);
      return new Set(results.map(({ level }: { level: string }) => level)).size > 1;
    });
    assert.ok(several.length > 0, 'some rule speaks with two severities');
    for (const { id, defaultConfiguration } of run.tool.driver.rules) {
      const levels = run.results
        .filter(({ ruleId }: { ruleId: string }) => ruleId === id)
        .map(({ level }: { level: string }) => level);
      const order = ['error', 'warning', 'note'];
      const [first] = levels.sort(
        (left: string, right: string) => order.indexOf(left) - order.indexOf(right),
      );
      assert.equal(defaultConfiguration.level, first);
    }
  });
});
