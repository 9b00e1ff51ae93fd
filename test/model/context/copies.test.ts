/** What one COPY or ADD takes of the secrets in its context, and whether it takes everything. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  copiedSecrets,
  copiesWhole,
  entriesOf,
  isContextOf,
  lacksFile,
  leakingSources,
} from '../../../rules/model/context/copies.ts';
import { instruction, load } from './support.ts';

const texts = {
  '.env': 'A=1',
  id_rsa: '',
  'src/app.js': '',
  'src/.env.local': 'A=1',
  'src/deep/.env': 'A=1',
  'srcs/.env': 'A=1',
  'keys/.env': 'A=1',
  '.dockerignore': 'keys\n',
};
const root = ['.env', 'id_rsa', 'src/.env.local', 'src/deep/.env', 'srcs/.env'];
const source = ['src/.env.local', 'src/deep/.env'];

const cases: readonly (readonly [text: string, secrets: readonly string[], whole?: 'whole'])[] = [
  ['COPY . /app', root, 'whole'],
  ['COPY ./ /app', root, 'whole'],
  ['COPY / /app', root, 'whole'],
  ['COPY ../ /app', root, 'whole'],
  ['COPY src/.. /app', root, 'whole'],
  ['ADD . /app', root, 'whole'],
  ['copy ["./", "/app/"]', root, 'whole'],
  ['COPY --chown=1:1 --link . .', root, 'whole'],
  ['COPY package.json . /app/', root, 'whole'],
  ['COPY * /app/', root, 'whole'],
  ['COPY src /app', source],
  ['COPY /src/ .', source],
  ['COPY ../src/./ .', source],
  ['COPY sr[c] .', source],
  ['COPY src* .', [...source, 'srcs/.env']],
  ['COPY */.env .', ['srcs/.env']],
  ['COPY src/*.js .', []],
  ['COPY src/app.js keys .', []],
  ['COPY .env /app/', ['.env']],
  ['COPY id_* /root/.ssh/', ['id_rsa']],
  ['COPY --parents ./src/./deep/.env /app/', ['src/deep/.env']],
  ['COPY --from=build . /app', []],
  ['ONBUILD COPY . /app', []],
  ['COPY <<EOF /app/.env\nA=1\nEOF', []],
  ['ADD https://example.com/.env /app/', []],
  ['ADD git@example.com:a/b.git /app/', []],
  ['ARG DIR=src\nCOPY $DIR /app', source],
  ['ARG DIR\nCOPY $DIR /app', []],
  ['ARG DIR\nCOPY $DIR src /app/', source],
  ['COPY --exclude=**/.env* . /app', ['id_rsa'], 'whole'],
  ['COPY --exclude=.env --exclude=id_rsa . /app', [...source, 'srcs/.env'], 'whole'],
  ['COPY --exclude=.env src srcs /app/', ['src/.env.local', 'src/deep/.env']],
  ['COPY --exclude=.env s* /app/', ['src/.env.local', 'src/deep/.env']],
  ['COPY --exclude=deep src /app', ['src/.env.local']],
  ['COPY --exclude=src . /app', ['.env', 'id_rsa', 'srcs/.env'], 'whole'],
  ['ARG X\nCOPY --exclude=$X . /app', [], 'whole'],
  ['RUN --mount=target=/src true', []],
];

describe('what an instruction copies', () => {
  for (const [text, secrets, whole] of cases) {
    it(text.replaceAll('\n', ' ; '), async () => {
      const loaded = await load(`FROM alpine AS build\nFROM alpine\n${text}\n`, texts);
      const { context, file } = loaded;
      const last = file.instructions.at(-1) ?? instruction(loaded, 'FROM');
      assert.deepEqual(
        copiedSecrets(context, last)
          .map(({ path }) => path)
          .sort(),
        [...secrets].sort(),
      );
      assert.equal(copiesWhole(context, last), whole === 'whole');
    });
  }

  it('is told for each source', async () => {
    const loaded = await load('FROM alpine\nCOPY srcs package.json src /app/\n', texts);
    const { file, context } = loaded;
    const found = leakingSources(context, instruction(loaded, 'COPY'));
    assert.deepEqual(
      found.map(({ argument, secrets }) => [
        file.text.slice(argument.inner.start, argument.inner.end),
        secrets.map(({ path }) => path),
      ]),
      [
        ['srcs', ['srcs/.env']],
        ['src', source],
      ],
    );
  });

  it('counts a file once that two sources take', async () => {
    const loaded = await load('FROM alpine\nCOPY . .env /app/\n', { '.env': 'A=1' });
    assert.equal(copiedSecrets(loaded.context, instruction(loaded, 'COPY')).length, 1);
  });

  it('is nothing whole where the ignore file lets nothing through', async () => {
    const loaded = await load('FROM alpine\nCOPY . /app\n', { 'a.js': '', '.dockerignore': '**' });
    assert.equal(copiesWhole(loaded.context, instruction(loaded, 'COPY')), false);
  });

  it('has entries without ignored ones', async () => {
    const loaded = await load('FROM alpine\nCOPY * /app/\n', {
      'a.js': '',
      'keys/b': '',
      '.dockerignore': 'keys',
    });
    const argument = instruction(loaded, 'COPY').args[0];
    assert.ok(argument !== undefined);
    const paths = entriesOf(loaded.context, { argument, path: '*' }).map(({ path }) => path);
    assert.deepEqual(paths, ['.dockerignore', 'a.js']);
  });
});

describe('a folder that is the context', () => {
  const guesses: readonly (readonly [copies: string, is: boolean])[] = [
    ['COPY . .', true],
    ['COPY package.json .\nCOPY . .', true],
    ['COPY package.json dist ./', true],
    ['COPY web/package.json .\nCOPY . .', false],
    ['COPY web*/package.json .', true],
    ['COPY --from=x web /a', true],
  ];
  for (const [copies, is] of guesses) {
    it(`${is ? 'may' : 'can not'} be one without web/ for ${copies.replace('\n', ' ; ')}`, async () => {
      const { file, context } = await load(`FROM alpine\n${copies}\n`, { 'package.json': '' });
      assert.equal(isContextOf(context, file), is);
    });
  }
});

describe('a file that is not there', () => {
  const copies = 'FROM alpine\nCOPY package.json package-lock.json ./\n';
  const cases: readonly (readonly [name: string, texts: Readonly<Record<string, string>>, lacks: boolean])[] =
    [
      ['is missing', { 'package.json': '' }, true],
      ['is ignored', { 'package.json': '', 'package-lock.json': '', '.dockerignore': '*-lock.json' }, true],
      ['is there', { 'package.json': '', 'package-lock.json': '' }, false],
      ['may lie in another folder than this one', { 'web/package.json': '' }, false],
    ];
  for (const [name, held, lacks] of cases) {
    it(name, async () => {
      const { file, context } = await load(copies, held);
      assert.equal(lacksFile(context, file, 'package-lock.json'), lacks);
    });
  }

  it('is not known without a context', async () => {
    const { file } = await load(copies, { a: '' });
    assert.equal(lacksFile(undefined, file, 'package-lock.json'), false);
  });
});
