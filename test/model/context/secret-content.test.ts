/** Which files of a context hold secrets, which of them are opened for that, and that nothing of them is kept. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mostSecretsRead } from '../../../rules/model/context/load.ts';
import { load, watchedFiles } from './support.ts';

const whole = 'FROM alpine\nCOPY . /app\n';
const token = `npm_${'a1B2'.repeat(9)}`;
const privateKey = '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n';

async function secretsIn(texts: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { context } = await load(whole, texts);
  return context.entries.filter(({ isSecret }) => isSecret).map(({ path }) => path);
}

describe('secret files of a context', () => {
  const secret: readonly (readonly [path: string, text: string])[] = [
    ['.env', 'A=1'],
    ['config/.env.production', ''],
    ['id_rsa', ''],
    ['.aws/credentials', ''],
    ['state/terraform.tfstate', '{}'],
    ['certs/server.key', privateKey],
    ['certs/fullchain.pem', `-----BEGIN CERTIFICATE-----\nMIIC\n${privateKey}`],
    ['config/master.key', '0123456789abcdef0123456789abcdef\n'],
    ['.npmrc', `registry=https://r.example\n//r.example/:_authToken=${token}\n`],
    ['.pypirc', '[pypi]\nusername = me\npassword = hunter22\n'],
    ['.netrc', 'machine a.example login me password hunter22\n'],
    ['.docker/config.json', '{"auths": {"r.example": {"auth": "bWU6aHVudGVyMjI="}}}'],
    ['.git/config', '[remote "origin"]\n\turl = https://me:hunter22@git.example/a.git\n'],
    ['.git/config', '[http "https://git.example/"]\n\textraheader = AUTHORIZATION: basic bWU6aHVudGVy\n'],
  ];
  for (const [path, text] of secret) {
    it(`${path} ${text.slice(0, 20).replaceAll('\n', ' ')}`, async () => {
      assert.deepEqual(await secretsIn({ [path]: text }), [path]);
    });
  }

  const harmless: readonly (readonly [path: string, text: string])[] = [
    ['.env.example', 'A=1'],
    ['.env.sample', 'A=1'],
    ['id_ed25519.pub', 'ssh-ed25519 AAAA'],
    ['server.example.key', privateKey],
    ['certs/server.pem', '-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n'],
    ['jwt.key', '-----BEGIN PUBLIC KEY-----\nMIIC\n-----END PUBLIC KEY-----\n'],
    ['talk.key', 'words and words'],
    ['.npmrc', 'save-exact=true\nregistry=https://r.example\n'],
    ['.npmrc', '//r.example/:_authToken=${NPM_TOKEN}\n'],
    ['.npmrc', `; //r.example/:_authToken=${token}\n`],
    ['.npmrc', '//r.example/:_authToken=<your-token>\n'],
    ['.pypirc', '[distutils]\nindex-servers = pypi\n'],
    ['.netrc', 'machine a.example login me\n'],
    ['.docker/config.json', '{"credsStore": "desktop", "auths": {"r.example": {}}}'],
    ['.git/config', '[remote "origin"]\n\turl = https://git.example/a.git\n'],
    ['.git/config', '[remote "origin"]\n\turl = git@git.example:a.git\n'],
    ['src/env.js', ''],
  ];
  for (const [path, text] of harmless) {
    it(`not ${path} ${text.slice(0, 40).replaceAll('\n', ' ')}`, async () => {
      assert.deepEqual(await secretsIn({ [path]: text }), []);
    });
  }

  it('are not opened where their name tells, they are ignored, or nothing copies them', async () => {
    const files = watchedFiles({
      '.env': 'A=1',
      'a/server.key': privateKey,
      'b/server.key': privateKey,
      '.npmrc': '',
      '.dockerignore': 'a\n!a/x',
    });
    await load('FROM alpine\nCOPY .env a b/server.key /\n', {}, { files });
    const opened = files.asked.reads.filter((path) => !path.endsWith('ignore'));
    assert.deepEqual(opened, ['/work/b/server.key']);
  });

  it('are opened up to a number', async () => {
    const keys = Array.from({ length: mostSecretsRead + 5 }, (_, at) => [`${at}.key`, privateKey]);
    assert.equal((await secretsIn(Object.fromEntries(keys))).length, mostSecretsRead);
  });

  it('are not kept', async () => {
    const texts = {
      '.npmrc': `//r.example/:_authToken=${token}`,
      '.env': 'PASSWORD=hunter22',
      'a.key': privateKey,
    };
    const { context } = await load(`${whole}ENTRYPOINT ["sh", "/app/.env"]\nCMD ["/app/a.key"]\n`, texts);
    assert.deepEqual([...context.texts], []);
    assert.doesNotMatch(JSON.stringify(context), /hunter22|npm_|PRIVATE KEY/);
  });
});
