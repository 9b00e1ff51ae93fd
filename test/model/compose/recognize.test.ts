import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { looksLikeCompose } from '../../../rules/model/compose/recognize.ts';

const names: readonly (readonly [name: string, is: boolean])[] = [
  ['compose.yaml', true],
  ['compose.yml', true],
  ['compose.prod.yml', true],
  ['compose-dev.yaml', true],
  ['docker-compose.yml', true],
  ['docker-compose.override.yaml', true],
  ['docker-compose-test.yml', true],
  ['my.docker-compose.x.yml', true],
  ['Docker-Compose.YML', true],
  ['decompose.yaml', false],
  ['composer.yaml', false],
  ['stack.yml', false],
  ['compose.json', false],
];

const texts: readonly (readonly [what: string, text: string, is: boolean])[] = [
  ['a service with an image', 'services:\n  web: {image: a}\n', true],
  ['a service with a build', 'name: x\nservices:\n  web:\n    build: .\n', true],
  ['a service by an alias', 'x-a: &a {image: a}\nservices:\n  web: *a\n  db: {<<: *a}\n', true],
  ['a service that extends', '"services":\n  web: {extends: {file: a, service: b}}\n', true],
  ['half typed', 'services:\n  web:\n    image: a\n    por\n', true],
  ['Kubernetes', 'apiVersion: v1\nkind: Service\nservices:\n  web: {image: a}\n', false],
  ['a GitHub workflow', 'on: push\njobs:\n  test:\n    services:\n      db: {image: a}\n', false],
  ['a workflow with a stray key', 'on: push\njobs: {}\nservices:\n  db: {image: a}\n', false],
  ['GitLab', 'image: a\nservices:\n  - postgres:12\ntest: {script: [x]}\n', false],
  ['a pipeline', 'pipelines: {}\nservices:\n  docker: {image: a}\n', false],
  ['devcontainer', 'dockerComposeFile: x.yml\nservices:\n  web: {image: a}\n', false],
  ['Symfony', 'services:\n  App\\Kernel: {class: X, arguments: []}\n', false],
  ['an x- map', 'x-services:\n  web: {image: a}\n', false],
  ['a list', '- services: {web: {image: a}}\n', false],
  ['nothing', '', false],
];

describe('recognition of Compose files', () => {
  for (const [name, is] of names)
    it(name, () => assert.equal(looksLikeCompose(`/work/${name}`, 'a: 1\n'), is));
  for (const [what, text, is] of texts)
    it(what, () => assert.equal(looksLikeCompose('/work/stack.yml', text), is));
});
