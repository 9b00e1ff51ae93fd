/** What a code frame shows where a rule about secrets marks a path or a name, and that a value beside it stays hidden. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rules } from '../../rules/index.ts';
import { project } from './support.ts';

/** No real credential; written in two parts so that nobody takes it for one. */
const value = `hunter2${'x9f8e7d6c5b4'}`;

interface Case {
  readonly rule: string;
  readonly files: Readonly<Record<string, string>>;
  /** A line of a frame. */
  readonly shows: string;
}

const dotEnv = `DB_PASSWORD=${value}\n`;

const cases: readonly Case[] = [
  {
    rule: 'dockerfile/context-leaks-secrets',
    files: { Dockerfile: `FROM alpine:3\nCOPY . /app\nUSER 1000\n`, '.env': dotEnv },
    shows: '2 | COPY . /app',
  },
  {
    rule: 'project/context-leaks-secrets',
    files: {
      'compose.yaml': 'services:\n  web:\n    build: .\n',
      Dockerfile: `FROM alpine:3\nCOPY . /app\nUSER 1000\n`,
      '.env': dotEnv,
    },
    shows: '2 | COPY . /app',
  },
  {
    rule: 'dockerfile/copy-secret-file',
    files: { Dockerfile: 'FROM alpine:3\nCOPY id_rsa /root/.ssh/\nUSER 1000\n' },
    shows: '2 | COPY id_rsa /root/.ssh/',
  },
  {
    rule: 'dockerfile/secret-mount-mode',
    files: {
      Dockerfile: `FROM alpine:3\nRUN --mount=type=secret,id=npm,mode=0444 npm ci --auth-token ${value}\nUSER 1000\n`,
    },
    shows: '2 | RUN --mount=type=secret,id=npm,mode=0444 npm ci --auth-token ••••',
  },
  {
    rule: 'project/secret-fan-out',
    files: {
      'compose.yaml': [
        'services:',
        '  web:',
        '    image: web:1',
        '    ports: ["80:80"]',
        '    env_file: shared.env',
        '  db: { image: "postgres:17", env_file: shared.env }',
        '',
      ].join('\n'),
      'shared.env': dotEnv,
    },
    shows: '5 |     env_file: shared.env',
  },
  {
    rule: 'project/secret-fan-out',
    files: {
      'compose.yaml': [
        'services:',
        `  web: { image: "web:1", ports: ["80:80"], env_file: shared.env, environment: { API_TOKEN: ${value} } }`,
        '  db: { image: "postgres:17", env_file: shared.env }',
        '',
      ].join('\n'),
      'shared.env': dotEnv,
    },
    shows:
      '2 |   web: { image: "web:1", ports: ["80:80"], env_file: shared.env, environment: { API_TOKEN: ••••',
  },
  {
    rule: 'dockerfile/copy-secret-file',
    files: { Dockerfile: `FROM alpine:3\nCOPY id_rsa /root/password=${value}/\nUSER 1000\n` },
    shows: '2 | COPY id_rsa /root/password=••••',
  },
];

describe('frames of rules about secrets', () => {
  for (const { rule, files, shows } of cases) {
    it(`${rule}: ${shows}`, async (test) => {
      const { runWith } = await project(test, files);
      const { stdout, stderr } = await runWith({ rules }, 'lint', '--tenancy', 'mixed');
      assert.match(stdout, new RegExp(` ${rule}\\b`), stderr);
      const blocks = stdout.split('\n\n').filter((block) => block.includes(` ${rule} `));
      assert.ok(
        blocks.some((block) => block.split('\n').some((line) => line.trim() === shows)),
        stdout.replaceAll(value, '(the value)'),
      );
      assert.ok(!stdout.includes(value), 'the value is shown');
    });
  }
});
