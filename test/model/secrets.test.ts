/** What counts as a secret by name, by value and by shape; the values are made up, and built so that no scanner takes them for real. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { classifySecretName, isPublicName } from '../../rules/model/knowledge/secret-names.ts';
import { secretInPair } from '../../rules/model/knowledge/secret-pairs.ts';
import {
  looksLikePlaceholder,
  soleVariable,
  urlPassword,
} from '../../rules/model/knowledge/secret-values.ts';
import { knownTokenForm } from '../../rules/model/knowledge/token-forms.ts';

function letters(count: number): string {
  return 'aB3dE5gH7jK9mN2pQ4sT6vW8yZ'.repeat(10).slice(0, count);
}

describe('classifySecretName', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['PASSWORD', 'password holds'],
    ['dbPassword', 'password holds'],
    ['db-password', 'password holds'],
    ['PGPASSWORD', 'password holds'],
    ['NEXUS_PSW', 'password holds'],
    ['DB_PASS', 'password holds'],
    ['AWSSecretKey', 'secret holds'],
    ['AUTHTOKEN', 'token holds'],
    ['ENCRYPTION_KEY', 'key holds'],
    ['PASSWORD_SALT', 'password holds'],
    ['SENTRY_DSN', 'dsn holds'],
    ['DB_PASSWORD_FILE', 'password describes'],
    ['TOKEN_TTL', 'token describes'],
    ['ALLOW_EMPTY_PASSWORD', 'password describes'],
    ['JWT_PUBLIC_KEY', 'none'],
    ['RSA_PRIVATE_KEY_PUBLIC', 'key describes'],
    ['TOKENIZERS_PARALLELISM', 'none'],
    ['SECRETARY', 'none'],
    ['MAX_TOKENS', 'none'],
    ['KEYMAP', 'none'],
    ['PRIMARY_KEY', 'none'],
    ['PWD', 'none'],
    ['PASS', 'none'],
    ['COMPASS', 'none'],
    ['', 'none'],
  ];
  for (const [name, expected] of cases) {
    it(`${name || 'an empty name'}: ${expected}`, () => {
      const secret = classifySecretName(name);
      assert.equal(secret === undefined ? 'none' : `${secret.kind} ${secret.role}`, expected);
    });
  }
});

describe('knownTokenForm', () => {
  const forms: readonly (readonly [string, string])[] = [
    [`AKIA${'QWERTYUIOP234567'}`, 'an AWS access key'],
    [`ghp_${letters(36)}`, 'a GitHub token'],
    [`github_pat_${letters(22)}_${letters(59)}`, 'a GitHub token'],
    [`glpat-${letters(20)}`, 'a GitLab token'],
    [`xoxb-123456789012-${letters(24)}`, 'a Slack token'],
    [`https://hooks.slack.com/services/T000/B000/${letters(24)}`, 'a Slack webhook address'],
    [`sk_live_${letters(24)}`, 'a live Stripe key'],
    [`npm_${letters(36)}`, 'an npm token'],
    ['-----BEGIN OPENSSH PRIVATE KEY-----', 'a private key'],
    [`eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib2IifQ.${letters(43)}`, 'a signed web token (JWT)'],
  ];
  for (const [token, name] of forms) {
    it(`finds ${name} with its place`, () => {
      const text = `Authorization: Bearer ${token} # note`;
      const found = knownTokenForm(text);
      assert.equal(found?.form.name, name);
      assert.equal(text.slice(found?.start, found?.end), token);
    });
  }

  const others = [
    'AKIAIOSFODNN7EXAMPLE',
    `ghp_${'x'.repeat(36)}`,
    `pk_live_${letters(24)}`,
    `sk_test_${letters(24)}`,
    `myghp_${letters(36)}`,
    '-----BEGIN CERTIFICATE-----',
    '-----BEGIN PUBLIC KEY-----',
    'sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d',
    'eyJhbGciOiJIUzI1NiJ9',
    'npm_config_cache',
  ];
  for (const text of others)
    it(`leaves ${text.slice(0, 30)} alone`, () => assert.equal(knownTokenForm(text), undefined));
});

describe('urlPassword', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['postgres://app:hunter2@db:5432/app', 'hunter2'],
    ['redis://:hunter2@cache/0', 'hunter2'],
    ['see https://a:b@c/ for more', 'b'],
    ['https://user@example.com/', undefined],
    ['http://host:8080/a@b', undefined],
    ['http://host:8080', undefined],
    ['git@github.com:acme/tool.git', undefined],
  ];
  for (const [text, password] of cases) it(text, () => assert.equal(urlPassword(text)?.text, password));
});

describe('looksLikePlaceholder', () => {
  for (const text of [
    '<token>',
    'xxxxxxxx',
    '***',
    'YOUR_API_KEY',
    'your-token-here',
    'replace-me',
    '{{ token }}',
    'TODO',
  ]) {
    it(`${text} is a slot`, () => assert.equal(looksLikePlaceholder(text), true));
  }
  for (const text of ['changeme', 'hunter2', 'secret', 'my-secret-key', 'xx', '']) {
    it(`${text || 'an empty text'} is none`, () => assert.equal(looksLikePlaceholder(text), false));
  }
});

/** `${…}`, which looks like a mistaken template string where it is written out. */
function braced(text: string): string {
  return `\${${text}}`;
}

describe('soleVariable', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['$X', 'X '],
    [braced('X'), 'X '],
    [braced('X:-'), 'X '],
    [braced('X:-y'), 'X y'],
    [braced('X-y'), 'X y'],
    [braced('X:?missing'), 'X '],
    ['a$X', undefined],
    ['$X$Y', undefined],
    ['x', undefined],
  ];
  for (const [text, expected] of cases) {
    it(text, () => {
      const variable = soleVariable(text);
      assert.equal(variable && `${variable.name} ${variable.fallback}`, expected);
    });
  }
});

describe('secretInPair', () => {
  const cases: readonly (readonly [string, string, string | undefined])[] = [
    ['DB_PASSWORD', 'hunter2', 'name'],
    ['DB_PASSWORD', '', undefined],
    ['DB_PASSWORD', '/run/secrets/db', undefined],
    ['DB_PASSWORD', 'none', undefined],
    ['DB_PASSWORD', 'https://example.com', undefined],
    ['DB_PASSWORD', 'https://a:b@example.com', 'url'],
    ['ANYTHING', `ghp_${letters(36)}`, 'form'],
    ['SUPABASE_ANON_KEY', `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib2IifQ.${letters(43)}`, undefined],
    ['ANYTHING', 'hunter2', undefined],
    ['SALT', 'hunter2', undefined],
  ];
  for (const [name, value, expected] of cases) {
    it(`${name}=${value.slice(0, 24)}: ${expected ?? 'nothing'}`, () =>
      assert.equal(secretInPair(name, value)?.by, expected));
  }

  it('knows names that hand their value out', () => {
    assert.deepEqual(['NEXT_PUBLIC_KEY', 'SUPABASE_ANON_KEY', 'API_KEY'].map(isPublicName), [
      true,
      true,
      false,
    ]);
  });

  it('reads long values in no time', () => {
    const started = performance.now();
    for (const part of ['a_', 'xox-', '/a', 'your', 'x', '1-', 'eyJ', ' '])
      secretInPair('DB_PASSWORD', part.repeat(50_000));
    assert.ok(performance.now() - started < 2_000);
  });
});
