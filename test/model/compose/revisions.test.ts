import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ComposeProject } from '../../../rules/model/compose/types.ts';
import { load, plain, show, type Texts } from './support.ts';

/** Each revision as the services before, as written, and after. */
async function revised(texts: Texts): Promise<readonly unknown[]> {
  const services = (project: ComposeProject) =>
    Object.fromEntries(project.services.map(({ name, mapping }) => [name, plain(mapping)]));
  return (await load(texts)).revisions.map(({ before, written, after }) => [
    services(before),
    plain(written.pairs.get('services')?.value),
    services(after),
  ]);
}

const base = 'services:\n  a: {image: a, user: app}\n  b: {image: b}\nvolumes: {data: {}}\n';

describe('revisions', () => {
  it('there are none in one file, nor where files speak of different things', async () => {
    assert.deepEqual(await revised(base), []);
    assert.deepEqual(
      await revised({ 'compose.yaml': base, 'compose.override.yaml': 'services: {c: {image: c}}\n' }),
      [],
    );
  });

  it('hold the services of the later file as they stood before and after', async () => {
    const texts = { 'compose.yaml': base, 'compose.override.yaml': 'services: {a: {user: root}}\n' };
    const after = { a: { image: 'a', user: 'root' }, b: { image: 'b' } };
    assert.deepEqual(await revised(texts), [
      [{ a: { image: 'a', user: 'app' } }, { a: { user: 'root' } }, after],
    ]);
    const project = await load(texts);
    assert.equal(project.revisions[0]?.after, project, 'nothing came after it');
  });

  it('keep the tags of what is written, and act on them in what stands after', async () => {
    const texts = {
      'compose.yaml': base,
      'compose.override.yaml': 'services: {a: {user: !reset null}}\n',
    };
    const [revision] = (await load(texts)).revisions;
    const user = revision?.written.pairs.get('services')?.value;
    const pair = user?.kind === 'mapping' ? user.pairs.get('a')?.value : undefined;
    const written = pair?.kind === 'mapping' ? pair.pairs.get('user') : undefined;
    assert.deepEqual(
      [written?.value.tag, written && show(written.key, texts)],
      ['reset', 'compose.override.yaml:user'],
    );
    assert.deepEqual(
      revision?.before.services.map((service) => service.scalar('user')?.text),
      ['app'],
    );
    assert.equal(revision?.after.services[0]?.scalar('user'), undefined);
  });

  it('come in the order of the files, each over what the others made', async () => {
    const texts = {
      '.env': 'COMPOSE_FILE=compose.yaml:two.yaml:three.yaml\n',
      'compose.yaml': base,
      'two.yaml': 'services: {a: {user: root}}\n',
      'three.yaml': 'services: {a: {user: "1000"}}\n',
    };
    const project = await load(texts);
    const users = (one: ComposeProject) =>
      one.services.find(({ name }) => name === 'a')?.scalar('user')?.text;
    assert.deepEqual(
      project.revisions.map(({ before, after }) => [users(before), users(after)]),
      [
        ['app', 'root'],
        ['root', '1000'],
      ],
    );
  });

  it('are also made by a definition over an included one, and by files that an entry lists', async () => {
    const texts = {
      'compose.yaml': 'include:\n  - path: [one.yaml, two.yaml]\nservices: {a: {user: root}}\n',
      'one.yaml': base,
      'two.yaml': 'services: {b: {user: "5"}}\n',
    };
    const project = await load(texts);
    assert.deepEqual(project.problems, []);
    assert.deepEqual(
      project.revisions.map(({ before, written }) => [
        plain(written.pairs.get('services')?.value),
        before.services.map(({ name }) => name),
      ]),
      [
        [{ b: { user: '5' } }, ['b']],
        [{ a: { user: 'root' } }, ['a']],
      ],
    );
  });

  it('know networks, and the volumes that mounts need', async () => {
    const texts = {
      'compose.yaml':
        'services: {a: {image: a, volumes: ["data:/d:ro"]}}\nnetworks: {inner: {internal: true}}\nvolumes: {data: {driver_opts: {type: none, o: bind, device: /srv}}}\n',
      'compose.override.yaml': 'services: {a: {image: b}}\nnetworks: {inner: {internal: false}}\n',
    };
    const [revision] = (await load(texts)).revisions;
    assert.deepEqual(revision?.before.services[0]?.mounts[0]?.hostPath, { known: true, value: '/srv' });
    assert.deepEqual(plain(revision?.before.networks.get('inner')?.mapping), { internal: 'true' });
    assert.deepEqual(plain(revision?.after.networks.get('inner')?.mapping), { internal: 'false' });
  });
});
