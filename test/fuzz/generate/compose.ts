/**
 * Compose projects by grammar: several files with extends, include, overrides, anchors, merge keys, variables and
 * `!reset`, put together from parts of real services.
 */
import fc from 'fast-check';
import type { Workspace } from '../workspace.ts';
import { configurations } from './config.ts';
import { parts, workspaces } from './corpus.ts';
import { dockerfiles } from './dockerfile.ts';
import { suppressions } from './suppressions.ts';
import { interpolated, words } from './words.ts';

const names = fc.constantFrom('a', 'b', 'web', 'db');
const serviceKeys = [...new Set(parts.service.map(({ key }) => key))];
const realPart = fc.constantFrom(...parts.service).map(({ lines }) => lines);
const oddPart = fc
  .tuple(
    fc.constantFrom(...serviceKeys),
    fc.oneof(
      words,
      interpolated,
      fc.constantFrom(
        '!reset null',
        '!reset []',
        '!override [a]',
        '!override {a: b}',
        '*one',
        '&two [a]',
        '~',
        '[]',
        '{}',
        '[[]]',
        '{a: {b: c}}',
        '|\n>a\n>b',
        '"x',
        '[a, b',
        '0x10',
        '1e3',
        '.inf',
        '2001-01-01',
        '!!binary aGk=',
      ),
    ),
  )
  .map(([key, value]) => `${key}: ${value}`.split('\n').map((line) => line.replace(/^>/, '  ')));
const links = fc.constantFrom(
  ['extends: a'],
  ['extends: {service: web}'],
  ['extends:', '  file: common.yaml', '  service: b'],
  ['extends: {file: ../x.yaml, service: a}'],
  ['<<: *one'],
  ['<<: [*one, *one]'],
  ['build: ./app'],
  ['build: {context: ., dockerfile: app/Dockerfile, target: build}'],
  ['build:', '  context: app', '  args: {A: "${TAG}"}'],
  ['build:', '  dockerfile_inline: |', '    FROM alpine', '    RUN sudo true'],
  ['env_file: [.env, {path: a.env, required: false}]'],
  ['depends_on: [a, b]'],
  ['network_mode: service:a'],
  ['pid: service:db'],
  ['volumes_from: [a]'],
  ['profiles: [p]'],
  ['provider: {type: x}'],
  ['scale: 0'],
  ['deploy: {replicas: 3}'],
);
const comment = suppressions.map((text) => [text]);

const part = fc.oneof(
  { weight: 6, arbitrary: realPart },
  { weight: 2, arbitrary: oddPart },
  { weight: 2, arbitrary: links },
  { weight: 1, arbitrary: comment },
);
const indented = (lines: readonly string[], depth: number) =>
  lines.map((line) => (line === '' ? line : ' '.repeat(depth) + line));

/** A part as one of a service; repeated keys are errors in YAML and so are mostly left out. */
function service(
  name: string,
  chosen: readonly (readonly string[])[],
  isTolerant: boolean,
): readonly string[] {
  const seen = new Set<string>();
  const kept = chosen.filter(([head = '']) => {
    const key = /^([\w<.-]+):/.exec(head)?.[1];
    if (key === undefined || isTolerant) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return [`${name}:`, ...kept.flatMap((lines) => indented(lines, 2))];
}

const oneService = fc
  .tuple(names, fc.array(part, { maxLength: 8 }), fc.nat(20), fc.option(suppressions, { freq: 5 }))
  .map(([name, chosen, tolerance, above]) => ({
    name,
    lines: [...(above === null ? [] : [above]), ...service(name, chosen, tolerance === 0)],
  }));

const tops = fc.oneof(
  fc.constantFrom(...parts.top).map(({ lines }) => lines),
  fc.constantFrom(
    ['x-one: &one', '  privileged: true', '  cap_add: [ALL]'],
    ['x-one: &one {user: root}'],
    ['include: [other.yaml]'],
    ['include:', '  - path: [other.yaml, common.yaml]', '    project_directory: app', '    env_file: .env'],
    ['name: ${TAG:-x}'],
    ['version: "3"'],
    ['networks: {default: {external: true}}'],
    ['volumes: {v: {}}'],
    ['secrets: {s: {environment: S}, t: {file: ./t}}'],
    ['configs: {c: {content: x}}'],
  ),
  comment,
);

const composeText: fc.Arbitrary<string> = fc
  .tuple(
    fc.uniqueArray(tops, { maxLength: 3, selector: ([head = '']) => head.split(':')[0] }),
    fc.array(oneService, { maxLength: 4 }),
    fc.constantFrom('\n', '\n', '\n', '\r\n'),
    fc.nat(20),
    fc.nat(10),
  )
  .map(([beside, services, end, tolerance, last]) => {
    const unique =
      tolerance === 0
        ? services
        : services.filter(({ name }, at) => services.findIndex((other) => other.name === name) === at);
    const others = beside.filter(([head = '']) => !head.startsWith('services'));
    const lines = [...others.flat(), 'services:', ...unique.flatMap((one) => indented(one.lines, 2))];
    return lines.join(end) + (last === 0 ? '' : end);
  });

const environment = fc
  .array(
    fc.oneof(
      fc.constantFrom('A=1', 'TAG=3', "PASSWORD='x", 'export B=2', '# c', 'X="${A}"', 'TAG'),
      fc.tuple(words, words).map((pair) => pair.join('=')),
    ),
    { maxLength: 4 },
  )
  .map((lines) => lines.join('\n'));
const ignoreFiles = fc.constantFrom('*\n', '.env\n!x\n', '**/x\n', '[\n', '');

/** A file that is there or not. */
const maybe = (text: fc.Arbitrary<string>, freq: number) => fc.option(text, { freq, nil: undefined });

export const projects: fc.Arbitrary<Workspace> = fc
  .record({
    'compose.yaml': composeText,
    'compose.override.yaml': maybe(composeText, 2),
    'common.yaml': maybe(composeText, 2),
    'other.yaml': maybe(composeText, 2),
    'app/Dockerfile': maybe(dockerfiles, 3),
    'app/run.sh': maybe(fc.constantFrom('#!/bin/sh\nexec gosu app app\n', 'sudo x\n'), 2),
    'app/.dockerignore': maybe(ignoreFiles, 2),
    '.env': maybe(environment, 2),
    'a.env': maybe(environment, 2),
    '.bulkhead.yaml': maybe(configurations, 1),
  })
  .map((files) => ({
    files: Object.fromEntries(
      Object.entries(files).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
    ),
  }));

/** Dockerfiles that stand alone, with a configuration now and then. */
export const loneDockerfiles: fc.Arbitrary<Workspace> = fc
  .record({
    Dockerfile: dockerfiles,
    '.bulkhead.yaml': maybe(configurations, 1),
    '.dockerignore': maybe(ignoreFiles, 1),
  })
  .map((files) => ({
    files: Object.fromEntries(
      Object.entries(files).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
    ),
  }));

export const real: fc.Arbitrary<Workspace> = fc.constantFrom(...workspaces);
