/** `bulkhead lint` of services and the Dockerfiles they build: who speaks where, what counts once, and the overview. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rules } from '../../rules/index.ts';
import { project } from './support.ts';

const names = ['project/runs-as-root', 'dockerfile/missing-user', 'project/context-leaks-secrets'];
const world = { rules: rules.filter(({ id }) => names.includes(id)) };
const compose = 'services:\n  app:\n    build: .\n';
const files = { 'compose.yaml': compose, Dockerfile: 'FROM alpine:3.22\nCMD ["/app"]\n' };

interface Document {
  readonly files: readonly {
    readonly path: string;
    readonly findings: readonly {
      readonly rule: string;
      readonly related?: readonly { readonly path: string }[];
    }[];
  }[];
  readonly services: readonly Record<string, unknown>[];
  readonly summary: Readonly<Record<string, number>>;
}

describe('a service and its Dockerfile', () => {
  it('both speak, each in its own file, and count as one', async (test) => {
    const work = await project(test, files);
    const { stdout } = await work.runWith(world, 'lint', '--format', 'json');
    const document: Document = JSON.parse(stdout);
    assert.deepEqual(
      document.files.map(({ path, findings }) => [path, ...findings.map(({ rule }) => rule)]),
      [
        ['Dockerfile', 'dockerfile/missing-user'],
        ['compose.yaml', 'project/runs-as-root'],
      ],
    );
    assert.deepEqual(document.files[1]?.findings[0]?.related?.[0]?.path, 'Dockerfile');
    assert.equal(document.summary.warning, 1);
  });

  it('a Dockerfile is read for the join, and reported only when it is asked for', async (test) => {
    const secret = {
      ...files,
      Dockerfile: 'FROM alpine:3.22\nUSER 1\nCOPY . /app\n',
      '.env': 'TOKEN=s3cr3t-s3cr3t\n',
    };
    const work = await project(test, secret);
    const rulesOf = async (...args: readonly string[]) => {
      const { stdout } = await work.runWith(world, 'lint', '--format', 'json', ...args);
      assert.doesNotMatch(stdout, /s3cr3t/);
      const document: Document = JSON.parse(stdout);
      return document.files.map(({ path, findings }) => [path, ...findings.map(({ rule }) => rule)]);
    };
    assert.deepEqual(await rulesOf('compose.yaml'), [['compose.yaml']]);
    assert.deepEqual(await rulesOf('.'), [['Dockerfile', 'project/context-leaks-secrets'], ['compose.yaml']]);
  });

  it('has its walls in the JSON', async (test) => {
    const work = await project(test, files);
    const { stdout } = await work.runWith(world, 'lint', '--format', 'json');
    const [service] = (JSON.parse(stdout) as Document).services;
    assert.deepEqual(Object.keys(service ?? {}), ['service', 'path', 'range', 'properties', 'walls']);
    const walls = service?.walls as readonly {
      readonly wall: string;
      readonly state: string;
      readonly at?: unknown;
    }[];
    assert.deepEqual(walls[0], {
      wall: 'user',
      state: 'open',
      why: 'The process starts as root.',
      protects: ['confidentiality', 'integrity'],
      at: {
        path: 'Dockerfile',
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 16 } },
      },
    });
    assert.equal(walls.length, 12);
  });

  it('a declared host has its budget in the text', async (test) => {
    const limited = {
      ...files,
      'compose.yaml': `${compose}    mem_limit: 512m\n`,
      '.bulkhead.yaml': 'host: {memory: 2g}\n',
    };
    const work = await project(test, limited);
    const { stdout } = await work.runWith(world, 'lint');
    assert.match(stdout, /^compose\.yaml: limits of 512 MiB of 2 GiB$/m);
  });
});
