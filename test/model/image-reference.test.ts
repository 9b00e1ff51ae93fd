import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { canonicalName, officialName, parseImageReference } from '../../rules/model/image-reference.ts';
import { parse, shown } from './dockerfile/support.ts';

/** Registry, repository, tag and digest of the last FROM; `-` for none, `?` for unknown. */
const cases: readonly (readonly [text: string, expected: string])[] = [
  ['FROM nginx', '- nginx - -'],
  ['FROM nginx:1.29', '- nginx 1.29 -'],
  ['FROM bitnami/redis:8', '- bitnami/redis 8 -'],
  ['FROM nginx@sha256:ab', '- nginx - sha256:ab'],
  ['FROM nginx:1@sha256:ab', '- nginx 1 sha256:ab'],
  ['FROM GHCR.io/a/b:1', 'ghcr.io a/b 1 -'],
  ['FROM localhost/a', 'localhost a - -'],
  ['FROM host:5000/a', 'host:5000 a - -'],
  ['FROM host:5000/a:1', 'host:5000 a 1 -'],
  ['FROM Upper/a', 'upper a - -'],
  ['ARG V=1\nFROM nginx:$V', '- nginx 1 -'],
  ['ARG V\nFROM nginx:$V', '- nginx ? ?'],
  ['ARG V\nFROM nginx:${V}-alpine', '- nginx ? ?'],
  ['ARG V\nFROM nginx:${V:-1}', '- nginx 1 -'],
  ['ARG R\nFROM $R/nginx:1', '? ? 1 -'],
  ['ARG R\nFROM ${R}nginx', '? ? ? ?'],
  ['ARG R\nFROM ghcr.io/$R/b:1', 'ghcr.io ? 1 -'],
  ['ARG R\nFROM $R/app', '? ? - -'],
  ['ARG I\nFROM $I', '? ? ? ?'],
  ['ARG I\nFROM $I:1', '? ? 1 -'],
  ['ARG V\nFROM nginx:$V@sha256:ab', '- nginx ? sha256:ab'],
  ['ARG D\nFROM nginx:1@$D', '- nginx 1 ?'],
  ['ARG E=\nFROM nginx:$E', '- nginx  -'],
];

describe('image references', () => {
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => {
      const image = parse(text).stages.at(-1)?.image;
      assert.ok(image);
      const parts = [image.registry, image.repository, image.tag, image.digest];
      assert.equal(parts.map((part) => shown<string | undefined>(part) ?? '-').join(' '), expected);
    });
  }

  it('know where a literal tag stands', () => {
    const text = 'host:5000/a:1.2@sha256:ab';
    const span = parseImageReference(text).tagSpan;
    assert.equal(span && text.slice(span.start, span.end), '1.2');
    assert.equal(parseImageReference('a').tagSpan, undefined);
    assert.equal(parse('ARG V=1\nFROM a:$V').stages[0]?.image?.tagSpan, undefined);
  });

  it('have one canonical name', () => {
    for (const text of ['nginx', 'docker.io/nginx:1', 'index.docker.io/library/nginx', 'library/nginx']) {
      assert.equal(canonicalName(parseImageReference(text)), 'docker.io/library/nginx');
      assert.equal(officialName(parseImageReference(text)), 'nginx');
    }
    assert.equal(canonicalName(parseImageReference('ghcr.io/a/b@sha256:c')), 'ghcr.io/a/b');
    assert.equal(officialName(parseImageReference('bitnami/nginx')), undefined);
  });
});
