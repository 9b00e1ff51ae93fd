import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stageDownloads } from '../../../rules/model/dockerfile/downloaded-files.ts';
import { parseDockerfile } from '../../../rules/model/dockerfile/parse.ts';

/** What becomes of the downloads of a stage: how, the paths, and `checked` where a later command compares them. */
function usesOf(runs: string): readonly string[] {
  const file = parseDockerfile('/Dockerfile', `FROM debian\nWORKDIR /w\n${runs}\n`);
  const [stage] = file.stages;
  assert.ok(stage !== undefined);
  const { uses, isVerified } = stageDownloads(stage);
  return uses.map((use) => `${use.how} ${use.paths.join(' ')}${isVerified(use.file) ? ' checked' : ''}`);
}

const cases: readonly (readonly [runs: string, uses: readonly string[]])[] = [
  ['RUN curl -o a https://h.example/a', ['landed /w/a']],
  ['RUN curl -O https://h.example/a?b', ['landed /w/a']],
  ['RUN cd /t && wget https://h.example/a', ['landed /t/a']],
  ['RUN curl https://h.example/a > a', ['landed /w/a']],
  ['RUN sudo curl https://h.example/a > a', ['landed /w/a']],
  ['RUN curl https://h.example/a | gunzip | tee a b', ['landed /w/a', 'landed /w/b']],
  ['RUN (curl https://h.example/a) | sudo tee a', ['landed /w/a']],
  ['RUN curl https://h.example/a | grep x > a', []],
  ['RUN curl https://h.example/a | gpg --dearmor > a', ['landed /w/a']],
  ['RUN curl -o a.gz https://h.example/a && gunzip a.gz', ['landed /w/a.gz', 'landed /w/a']],
  ['RUN curl -o a https://h.example/a\nRUN mv a /b/c', ['landed /w/a', 'landed /b/c /b/c/a']],
  ['RUN curl -o a https://h.example/a && cp -t /b a', ['landed /w/a', 'landed /b /b/a']],
  ['RUN curl -o a https://h.example/a && chmod 750 a', ['landed /w/a', 'executable /w/a']],
  ['RUN curl -o a https://h.example/a && chmod go-rwx a && chmod 640 a', ['landed /w/a']],
  ['RUN curl -o a https://h.example/a && chmod u=rwx,go=rx ./*', ['landed /w/a', 'executable /w/*']],
  ['RUN curl -o a https://h.example/a && rm a && chmod +x a', ['landed /w/a']],
  ['RUN curl -o a https://h.example/a && echo x > a && chmod +x a', ['landed /w/a']],
  ['RUN curl -o a https://h.example/a && tar xf a -C /b', ['landed /w/a', 'unpacked /b']],
  ['RUN curl -o a https://h.example/a && tar cf b a', ['landed /w/a']],
  ['RUN curl https://h.example/a | tar xz', ['unpacked /w']],
  ['RUN curl -o a https://h.example/a && unzip a -d b', ['landed /w/a', 'unpacked /w/b']],
  ['RUN curl -o a https://h.example/a && unzip -l a', ['landed /w/a']],
  ['RUN curl -o a https://h.example/a && dpkg -i a && dpkg -l a', ['landed /w/a', 'installed /w/a']],
  ['RUN curl -o a https://h.example/a && echo "0 a" | sha256sum -c', ['landed /w/a checked']],
  [
    'RUN curl -o a https://h.example/a && mv a b && echo "0 b" | sha256sum -c',
    ['landed /w/a checked', 'landed /w/b /w/b/a checked'],
  ],
  ['RUN curl -o a https://h.example/a && echo "0 b" | sha256sum -c', ['landed /w/a']],
  ['RUN sha256sum -c SUMS && curl -o a https://h.example/a', ['landed /w/a']],
  ['CMD curl -o a https://h.example/a && chmod +x a', []],
];

describe('stageDownloads', () => {
  for (const [runs, expected] of cases) {
    it(runs, () => assert.deepEqual(usesOf(runs), expected));
  }
});
