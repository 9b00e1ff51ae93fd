/** Files that are no Compose files, though they speak of services and images, give nothing by any door. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse, languageOf, languageOfName, rules } from '../../rules/index.ts';
import { project } from '../cli/support.ts';
import { memoryFiles } from '../support/memory-files.ts';

/** By path. Each holds at least one thing that a rule would report in a Compose file. */
const files: Readonly<Record<string, string>> = {
  'k8s/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      hostNetwork: true
      containers:
        - name: web
          image: nginx
          securityContext: {privileged: true}
          ports: [{containerPort: 80, hostPort: 80}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
services:
  web: {image: nginx, privileged: true}
`,
  'k8s/crd.yaml': `apiVersion: example.test/v1
kind: Stack
services:
  web:
    image: nginx
    privileged: true
`,
  '.github/workflows/docker-compose.yml': `name: compose
on: [push]
jobs:
  test:
    runs-on: ubuntu-latest
    container: {image: node, options: --privileged}
    services:
      db:
        image: postgres
        env: {POSTGRES_PASSWORD: hunter2}
        ports: ["5432:5432"]
        volumes: ["/var/run/docker.sock:/var/run/docker.sock"]
`,
  '.github/workflows/test.yaml': `on: push
services:
  db: {image: postgres, ports: ["5432:5432"]}
jobs: {}
`,
  '.gitlab-ci.yml': `image: docker:latest
services:
  - name: docker:dind
    command: ["--tls=false"]
  - postgres:16
variables: {POSTGRES_PASSWORD: hunter2, DOCKER_HOST: "tcp://docker:2375"}
build:
  services: [docker:dind]
  script: [docker build .]
`,
  'gitlab/build.yml': `services:
  - docker:dind
test: {script: [make]}
`,
  '.woodpecker.yaml': `steps:
  - name: test
    image: golang
    privileged: true
services:
  database:
    image: postgres
    environment: {POSTGRES_PASSWORD: hunter2}
`,
  'bitbucket-pipelines.yml': `image: node
definitions:
  services:
    docker: {memory: 2048}
    db: {image: postgres, variables: {POSTGRES_PASSWORD: hunter2}}
pipelines:
  default: [{step: {services: [docker, db], script: [make]}}]
`,
  '.devcontainer/devcontainer.yaml': `dockerComposeFile: ../docker-compose.dev.yml
service: app
runArgs: ["--privileged"]
services:
  app: {image: node, privileged: true}
`,
  'fragments/templates.yaml': `x-services:
  web: &web
    image: nginx
    privileged: true
x-more: {services: {web: *web}}
`,
  'ansible/playbook.yml': `- hosts: all
  become: true
  tasks:
    - name: start
      community.docker.docker_container:
        name: web
        image: nginx
        privileged: true
        volumes: ["/var/run/docker.sock:/var/run/docker.sock"]
  services:
    web: {image: nginx}
`,
  'ansible/group_vars/all.yml': `docker_users: [app]
services:
  web: {image: nginx, privileged: true, network_mode: host}
`,
  'openapi.yaml': `openapi: 3.1.0
info: {title: services, version: "1"}
paths:
  /services:
    get: {responses: {"200": {description: ok}}}
components:
  schemas:
    services: {type: object, properties: {image: {type: string}, privileged: {type: boolean}}}
`,
  'asyncapi/services.yml': `asyncapi: 3.0.0
services:
  web: {image: nginx, privileged: true}
channels: {}
`,
  'chart/values.yaml': `replicaCount: 1
image: {repository: nginx, tag: latest}
services:
  web:
    image: nginx
    privileged: true
  api: {image: nginx, ports: ["80:80"]}
`,
  'chart/values.dev.yaml': `services:
  web:
    image: {repository: nginx, tag: latest}
    privileged: true
  api:
    image: nginx
    replicas: 3
    resources: {limits: {memory: 64Mi}}
`,
  'cloud/template.yaml': `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      NetworkMode: host
      ContainerDefinitions:
        - Name: web
          Image: nginx
          Privileged: true
          MountPoints: [{SourceVolume: sock, ContainerPath: /var/run/docker.sock}]
  services: {Type: AWS::ECS::Service, Properties: {image: nginx}}
`,
  'symfony/services.yaml': `services:
  _defaults: {autowire: true}
  App\\Kernel:
    class: App\\Kernel
    arguments: ["%env(SECRET)%"]
`,
  'travis/.travis.yml': `language: node_js
services: [docker, postgresql]
script: docker run --privileged nginx
`,
  'lando/.lando.yml': `name: site
recipe: lamp
services:
  cache: {type: redis, portforward: true}
  web: {type: compose, image: nginx, services: {image: nginx, privileged: true}}
`,
};

/** The same service where it belongs, so that a silent test below says something. */
const real = { 'stack/real.yml': 'services:\n  web: {image: nginx, privileged: true}\n' };

/** Files with a `services` mapping like that of Compose: whoever says that they are Compose files gets an answer. */
const speakWhenForced: ReadonlySet<string> = new Set([
  'k8s/deployment.yaml',
  'k8s/crd.yaml',
  '.github/workflows/test.yaml',
  '.woodpecker.yaml',
  '.devcontainer/devcontainer.yaml',
  'ansible/group_vars/all.yml',
  'asyncapi/services.yml',
  'chart/values.yaml',
  'chart/values.dev.yaml',
  'lando/.lando.yml',
]);

describe('files that only look like Compose', () => {
  for (const [path, text] of Object.entries(files)) {
    it(`${path} is no Compose file by its content`, () => {
      assert.equal(languageOf(`/work/${path}`, text), languageOfName(path));
    });

    it(`${path} taken for one all the same`, async () => {
      const { findings } = await analyse({
        path: `/work/${path}`,
        files: memoryFiles({ [path]: text }),
        rules,
        overrides: { tenancy: 'hostile' },
        language: 'compose',
        today: '2026-11-24',
      });
      const spoken = findings.some(({ rule }) => rule.startsWith('compose/'));
      assert.equal(spoken, speakWhenForced.has(path), findings.map(({ rule }) => rule).join(', '));
    });
  }

  it('give nothing when their folder is linted', async (test) => {
    const work = await project(test, files);
    const { stdout } = await work.runWith({ rules }, 'lint', '--format', 'json', '--tenancy', 'hostile', '.');
    const document = JSON.parse(stdout);
    const found = document.files.flatMap((file: { path: string; findings: readonly { rule: string }[] }) =>
      file.findings.map(({ rule }) => `${file.path} ${rule}`),
    );
    assert.deepEqual(found, []);
  });

  it('are refused by name when they are linted one by one, unlike a Compose file of any name', async (test) => {
    const work = await project(test, { ...files, ...real });
    for (const path of Object.keys(files).filter((name) => !/docker.*compose/.test(name))) {
      const { stdout } = await work.runWith({ rules }, 'lint', '--format', 'json', path);
      const { errors, files: linted } = JSON.parse(stdout);
      assert.deepEqual(linted, [], path);
      assert.match(errors[0].message, /neither a Dockerfile nor a Compose file/, path);
    }
    const { stdout } = await work.runWith({ rules }, 'lint', '--format', 'json', 'stack/real.yml');
    assert.ok(
      JSON.parse(stdout).files[0].findings.some(
        ({ rule }: { rule: string }) => rule === 'compose/no-privileged',
      ),
    );
  });
});
