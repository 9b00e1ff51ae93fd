// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Compose look like those of JavaScript.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import * as edit from '../../../rules/model/compose/edit.ts';
import { parseComposeFile } from '../../../rules/model/compose/file.ts';
import { looksLikeCompose } from '../../../rules/model/compose/recognize.ts';
import type { ComposeProject, Service, Value } from '../../../rules/model/compose/types.ts';
import type { Edit, Place, Span } from '../../../rules/model/place.ts';
import { edited, load } from './support.ts';

/** Every place a project speaks of must lie in one of its files. */
function checkPlaces(project: ComposeProject): void {
  const lengths = new Map(project.files.map((file) => [file.path, file.text.length]));
  const check = (place: Place | undefined) => {
    if (place === undefined) return;
    const length = lengths.get(place.path);
    assert.ok(length !== undefined, place.path);
    assert.ok(place.start >= 0 && place.start <= place.end && place.end <= length, JSON.stringify(place));
  };
  const inFile = (path: string, span: Span | undefined) =>
    check(span && { path, start: span.start, end: span.end });
  const walk = (value: Value): void => {
    check(value.place);
    check(value.seat);
    for (const step of value.via) check(step.at);
    assert.equal(value.tag, undefined);
    if (value.kind === 'scalar') {
      for (const piece of value.pieces) inFile(value.place.path, piece.span);
      assert.equal(
        value.state === 'known',
        value.pieces.every(({ kind }) => kind !== 'unknown') && value.state !== 'empty',
      );
    }
    if (value.kind === 'sequence') value.items.forEach(walk);
    if (value.kind === 'mapping') {
      for (const pair of value.pairs.values()) {
        for (const place of [pair.place, pair.seat, pair.key]) check(place);
        walk(pair.value);
      }
    }
  };
  [...project.problems, ...project.gaps].forEach(check);
  if (project.root !== undefined) walk(project.root);
  for (const service of project.services) {
    check(service.key);
    walk(service.mapping);
    readings(service).forEach(check);
  }
}

function readings(service: Service): readonly Place[] {
  const items = [
    ...service.ports,
    ...service.mounts,
    ...service.devices,
    ...service.securityOptions,
    ...service.capAdd,
    ...service.capDrop,
    ...service.grants,
    ...service.networks,
  ];
  const entries = [
    ...service.environment,
    ...service.keyValues('labels'),
    ...service.keyValues('extra_hosts'),
  ];
  const limits = [...service.memoryLimits, ...service.cpuLimits, ...service.pidsLimits];
  const spans = service.mounts.flatMap(({ value, options }) =>
    options.flatMap(({ span }) => (span === undefined ? [] : { path: value.place.path, ...span })),
  );
  return [
    ...items.map(({ seat }) => seat),
    ...entries.flatMap(({ nameSeat, valueSeat, seat }) => [nameSeat, valueSeat, seat]),
    ...limits.map(({ value }) => value.seat),
    ...spans,
    ...(service.image === undefined ? [] : [service.image.value.seat]),
  ];
}

const words = fc.constantFrom(
  ...[
    'services',
    'web',
    'db',
    'image',
    'build',
    'privileged',
    'ports',
    'volumes',
    'environment',
    'cap_add',
    'security_opt',
  ],
  ...[
    'extends',
    'include',
    'deploy',
    'resources',
    'limits',
    'memory',
    'x-a',
    'file',
    'service',
    'true',
    'null',
    '80:80',
    'A=1',
  ],
  ...[
    './a:/a:ro,Z',
    '/var/run/docker.sock:/s',
    '${X}',
    '${X:-d}',
    '${X:-${Y:-z}}',
    '$$',
    '127.0.0.1::80',
    '[::1]:80:80',
    '"q\\t"',
    "'s''s'",
  ],
);
const glue = fc.constantFrom(
  ...[
    ': ',
    ':\n',
    ':\n  ',
    ':\n    ',
    '\n',
    '\n  ',
    '\n    ',
    '\n      - ',
    '- ',
    ', ',
    '[',
    ']',
    '{',
    '}',
    ' #',
    '\r\n',
    '\t',
    ' ',
  ],
  ...[
    '&a ',
    '*a',
    '<<: *a',
    '!reset ',
    '!override ',
    '|\n      ',
    '>-\n      ',
    '---\n',
    '? ',
    '"',
    "'",
    '\ufeff',
    '\0',
    '😀',
  ],
);
const soup = fc.array(fc.oneof(words, glue), { maxLength: 60 }).map((parts) => parts.join(''));
const anyText = fc.oneof(
  soup,
  soup.map((text) => `services:\n  web:\n    image: a\n    ${text}`),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

describe('robustness: any text', () => {
  it('is read without throwing, and every place lies in its file', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, anyText, async (text, overlay, dotenv) => {
        looksLikeCompose('/work/stack.yml', text);
        checkPlaces(await load({ 'compose.yaml': text, 'compose.override.yaml': overlay, '.env': dotenv }));
      }),
      { numRuns: 400 },
    );
  });

  it('edits give text that is no worse than before', async () => {
    await fc.assert(
      fc.asyncProperty(soup, async (body) => {
        const text = `services:\n  web:\n    image: a\n    ${body}`;
        // The library is lenient with byte order marks and tabs inside the text and with colons that start a line.
        if (/[\ufeff\0\t]|^\s*:/m.test(text) || parseComposeFile('/c', text).problems.length > 0) return;
        const project = await load(text);
        for (const service of project.services) {
          for (const edits of allEdits(project, service)) {
            const { problems } = parseComposeFile('/c', edited(text, edits));
            assert.deepEqual(problems, [], JSON.stringify([text, edits]));
          }
        }
      }),
      // One seed, because the library's leniency with odd texts would fail one run in some ten thousands.
      { numRuns: 400, seed: 20 },
    );
  });
});

function allEdits(project: ComposeProject, service: Service): readonly (readonly Edit[])[] {
  const changes = [
    edit.insertPair(service, 'cap_drop', ['', '- ALL']),
    edit.insertAt(service, ['deploy', 'resources', 'limits', 'memory'], '512m'),
    edit.appendItem(service, 'security_opt', 'no-new-privileges:true'),
  ];
  for (const pair of service.mapping.pairs.values()) {
    changes.push(edit.deletePair(project, pair));
    if (pair.value.kind === 'scalar') changes.push(edit.replaceScalar(project, pair.value, 'new: "text"'));
    if (pair.value.kind !== 'sequence') continue;
    for (const item of pair.value.items) {
      changes.push(edit.deleteItem(project, pair, item));
      if (item.kind === 'scalar') changes.push(edit.replacePart(project, item, 0, 0, 'new, '));
    }
  }
  return changes.filter((change) => change !== undefined);
}

describe('robustness: texts made to exhaust', () => {
  const bomb = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
    .map(
      (name, index, all) =>
        `x-${name}: &${name} [${Array(9)
          .fill(index === 0 ? 'x' : `*${all[index - 1]}`)
          .join(',')}]\n`,
    )
    .join('');

  it('aliases that multiply are one problem', async () => {
    const project = await load(`${bomb}services:\n  web: {image: a, dns: *h, command: *h}\n`);
    assert.deepEqual(
      project.problems.map(({ message }) => message),
      ['Aliases unfold to more than 100000 values; Compose refuses that.'],
    );
    assert.deepEqual(
      project.services.map(({ complete }) => complete),
      [false],
    );
  });

  it('merge keys that multiply are one problem', async () => {
    const maps = Array.from({ length: 25 }, (_, index) =>
      index === 0 ? 'x-0: &m0 {a: 1}\n' : `x-${index}: &m${index} {<<: [*m${index - 1}, *m${index - 1}]}\n`,
    ).join('');
    const project = await load(`${maps}services:\n  web: {<<: *m24, image: a}\n`);
    assert.equal(project.problems.length, 1);
  });

  for (const [what, text] of [
    ['brackets', '['.repeat(50_000)],
    ['braces', 'a: {'.repeat(20_000)],
    ['levels', Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
    ['dashes', '- '.repeat(20_000)],
  ] as const) {
    it(`${what} without end are one problem`, () => {
      assert.equal(parseComposeFile('/c', text).problems.length, 1);
    });
  }

  it('ten thousand keys in an override, and as many repeated ones', async () => {
    const keys = Array.from({ length: 10_000 }, (_, index) => `      K${index}: v\n`).join('');
    const text = `services:\n  web:\n    image: a\n    environment:\n${keys}`;
    const project = await load({ 'compose.yaml': text, 'compose.override.yaml': text });
    assert.deepEqual([project.problems.length, project.services[0]?.environment.length], [0, 10_000]);
    const twice = parseComposeFile('/c', `${text}${keys}`);
    assert.equal(twice.problems.length, 1);
  });

  it('a thousand services', async () => {
    const services = Array.from(
      { length: 1000 },
      (_, index) => `  s${index}: {<<: *c, image: "a:${index}", ports: ["${index + 1}:80"]}\n`,
    ).join('');
    const project = await load(`x-c: &c {user: app, environment: {A: 1}}\nservices:\n${services}`);
    assert.deepEqual([project.problems.length, project.services.length], [0, 1000]);
    assert.ok(
      project.services.every(
        (service) => service.complete && service.ports.length === 1 && service.environment.length === 1,
      ),
    );
  });
});
