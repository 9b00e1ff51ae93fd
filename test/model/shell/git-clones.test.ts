import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gitClones } from '../../../rules/model/shell/git-clones.ts';
import { readText } from './support.ts';

const commit = '8a8f2f4cb9f0d1d53ba74f7b0ca6ea3d07b7a3c1';

/** The folders and pins of the clones in texts that run one after the other in `/w`. */
const cases: readonly (readonly [texts: readonly string[], clones: readonly string[]])[] = [
  [['git clone https://h.example/a.git'], ['a: undefined']],
  [['git clone git@h.example:b/a.git/ /x/y'], ['/x/y: undefined']],
  [['git clone git@h.example:a'], ['a: undefined']],
  [['git clone https://h.example/a "$D"'], ['undefined: undefined']],
  [['git clone -b v1.2.3 https://h.example/a'], ['a: version']],
  [['git clone -b app/v1.2.3-rc.1 https://h.example/a'], ['a: version']],
  [['git clone -b 1.2.x https://h.example/a'], ['a: undefined']],
  [['git clone -b $V https://h.example/a'], ['a: unknown']],
  [[`git clone https://h.example/a && cd a && git checkout ${commit}`], ['a: commit']],
  [[`git clone https://h.example/a && cd a && git checkout ${commit.slice(0, 12)}`], ['a: version']],
  [['git clone https://h.example/a', `git -C /w/a checkout ${commit}`], ['a: commit']],
  [
    ['git clone https://h.example/a; git clone https://h.example/b', `cd a && git reset --hard ${commit}`],
    ['a: commit', 'b: undefined'],
  ],
  [[`git clone https://h.example/a; git fetch origin ${commit}`], ['a: commit']],
  [['git clone https://h.example/a; git -C a verify-tag v1'], ['a: commit']],
  [['git clone https://h.example/a; git -C a tag v1'], ['a: undefined']],
  [[`git clone https://h.example/a; [ "$(git -C a rev-parse HEAD)" = ${commit} ]`], ['a: commit']],
  [['git clone https://h.example/a; X=$(git -C a rev-parse HEAD)'], ['a: undefined']],
  [['git clone /srv/a; git clone file:///srv/a; git clone ../a; git clone $A'], []],
];

describe('gitClones', () => {
  for (const [texts, expected] of cases) {
    it(texts.join(' / '), () => {
      const scripts = texts.map((text) => ({ script: readText(text), folder: '/w' }));
      assert.deepEqual(
        gitClones(scripts).map(({ folder, pin }) => `${folder}: ${pin}`),
        expected,
      );
    });
  }
});
