/** The notices and the bill of materials name what the bundles hold, no more and no less. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { type Built, bundleAll } from '../../scripts/build.ts';
import { billOfMaterials, notices, type ThirdParty, thirdParties } from '../../scripts/gen/third-parties.ts';
import { generateFromBundles, stale } from '../../scripts/gen.ts';
import { root } from '../../scripts/root.ts';

let built: readonly Built[] = [];
let parties: readonly ThirdParty[] = [];
before(async () => {
  built = await bundleAll();
  parties = thirdParties(built);
});

describe('third parties', () => {
  it('are written down as the bundles hold them', async () => {
    const { outputs, problems } = await generateFromBundles();
    assert.deepEqual(problems, []);
    assert.deepEqual(
      stale(outputs).map(({ path }) => path),
      [],
      'run `npm run gen` and commit what it writes',
    );
  });

  it('are all packages with code in a bundle', () => {
    const outputs = built.flatMap(({ metafile }) => Object.values(metafile.outputs));
    const held = new Set(
      outputs.flatMap(({ inputs }) =>
        Object.entries(inputs)
          .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && path.startsWith('node_modules/'))
          .map(
            ([path]) =>
              /((?:@[^/]+\/)?[^/]+)\//.exec(path.slice(path.lastIndexOf('node_modules/') + 13))?.[1],
          ),
      ),
    );
    assert.deepEqual([...held].sort(), [...new Set(parties.map(({ name }) => name))].sort());
  });

  it('have licences that allow to pass them on with a notice', () => {
    const allowed = ['MIT', 'ISC', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD'];
    const others = parties.filter(({ licence }) => !allowed.includes(licence));
    assert.deepEqual(
      others.map(({ name, licence }) => `${name}: ${licence}`),
      [],
    );
    for (const { name, licenceText } of parties)
      assert.ok(licenceText.length > 500, `${name} has no licence text`);
  });

  it('stand in the bill with the hash that npm has checked', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    const bill = JSON.parse(billOfMaterials(parties, '1.2.3'));
    assert.equal(bill.bomFormat, 'CycloneDX');
    assert.equal(bill.metadata.component.version, '1.2.3');
    const references = bill.components.map((component: { 'bom-ref': string }) => component['bom-ref']);
    assert.equal(new Set(references).size, parties.length, 'a reference is used twice');
    assert.deepEqual(bill.dependencies[0].dependsOn, references);
    const yaml = bill.components.find(({ name }: { name: string }) => name === 'yaml');
    const { version, integrity } = lock.packages['node_modules/yaml'];
    assert.deepEqual(
      [
        yaml.version,
        yaml.hashes[0].alg,
        `sha512-${Buffer.from(yaml.hashes[0].content, 'hex').toString('base64')}`,
      ],
      [version, 'SHA-512', integrity],
    );
    assert.deepEqual(yaml.licenses, [{ license: { id: 'ISC' } }]);
  });

  it('keep their licence texts as they are, fences included', () => {
    const [first] = parties;
    assert.ok(first !== undefined);
    const page = notices([{ ...first, licenceText: 'Use it.\n````\ncode\n````' }]);
    assert.ok(page.includes('\n`````text\nUse it.\n````\ncode\n````\n`````\n'), page);
  });
});
