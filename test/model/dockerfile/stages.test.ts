import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  contributingStages,
  copyDestination,
  copySources,
  stageReferences,
} from '../../../rules/model/dockerfile/stages.ts';
import type { Stage } from '../../../rules/model/dockerfile/types.ts';
import { last, parse, shown, texts, unmark } from './support.ts';

function runtime(text: string, target?: string): Stage {
  const { runtimeStage } = parse(text, target);
  assert.ok(runtimeStage);
  return runtimeStage;
}

describe('stages', () => {
  it('have names, images and places', () => {
    const { text, spans } = unmark(
      'FROM --platform=linux/amd64 «a:1» as «Base»\nFROM «base»\nFROM "«b»" AS «c»',
    );
    const { stages } = parse(text);
    assert.deepEqual(
      stages.map(({ name, image, parent }) => [name, image && shown(image.text), parent?.index]),
      [
        ['base', 'a:1', undefined],
        [undefined, 'base', 0],
        ['c', 'b', undefined],
      ],
    );
    const places = stages.flatMap(({ imageSpan, nameSpan }) =>
      [imageSpan, nameSpan].filter((span) => span !== undefined),
    );
    assert.deepEqual(texts(text, places), texts(text, spans));
  });

  it('have the stages they are built from, nearest first', () => {
    const { stages } = parse('FROM x AS a\nFROM a AS b\nFROM y\nFROM b');
    assert.deepEqual(
      stages.at(-1)?.chain.map(({ index }) => index),
      [3, 1, 0],
    );
    assert.equal(stages.at(-1)?.base && shown(stages.at(-1)?.base?.text ?? { known: false }), 'x');
  });

  it('are not built from later ones or from themselves', () => {
    const { stages } = parse('FROM b AS a\nFROM c AS c\nFROM x AS b');
    assert.deepEqual(
      stages.map(({ parent }) => parent),
      [undefined, undefined, undefined],
    );
  });

  it('take the name from a global ARG', () => {
    assert.equal(runtime('ARG B=a\nFROM x AS a\nFROM $B').parent?.index, 0);
  });

  const targets: readonly (readonly [target: string | undefined, index: number])[] = [
    [undefined, 2],
    ['a', 0],
    ['B', 1],
    ['1', 1],
    ['none', 2],
  ];
  for (const [target, index] of targets) {
    it(`run ${target ?? 'the last one'}`, () => {
      assert.equal(runtime('FROM x AS a\nFROM x AS b\nFROM x AS c', target).index, index);
    });
  }

  it('keep instructions before the first FROM out', () => {
    const file = parse('ARG A=b\nFROM a\nRUN x');
    assert.equal(file.instructions[0]?.stage, undefined);
    assert.deepEqual(
      file.stages[0]?.instructions.map(({ keyword }) => keyword),
      ['FROM', 'RUN'],
    );
  });
});

describe('what is in force at the end of a stage', () => {
  const users: readonly (readonly [text: string, expected: string | undefined])[] = [
    ['FROM a', undefined],
    ['FROM a\nUSER b', 'b'],
    ['FROM a\nUSER b\nUSER root', 'root'],
    ['FROM a AS x\nUSER b\nFROM x', 'b'],
    ['FROM a AS x\nUSER b\nFROM c', undefined],
    ['FROM a AS x\nUSER b\nFROM x AS y\nUSER c\nFROM x', 'b'],
    ['FROM a\nARG U=b\nUSER $U', 'b'],
    ['FROM a\nARG U\nUSER $U', '?'],
    ['FROM a\nUSER b\nONBUILD USER root', 'b'],
  ];
  for (const [text, expected] of users) {
    it(`USER of ${JSON.stringify(text)}`, () => {
      const { user } = runtime(text);
      assert.equal(user && shown(user.value), expected);
    });
  }

  it('USER and WORKDIR while the instructions run', () => {
    const { instructions } = parse('FROM a\nRUN 1\nUSER b\nWORKDIR /w\nRUN 2\nUSER root\nWORKDIR x\nRUN 3');
    const runs = instructions.filter(({ keyword }) => keyword === 'RUN');
    assert.deepEqual(
      runs.map(({ user, workdir }) => [user && shown(user.value), shown(workdir)]),
      [
        [undefined, undefined],
        ['b', '/w'],
        ['root', '/w/x'],
      ],
    );
  });

  const workdirs: readonly (readonly [text: string, expected: string | undefined])[] = [
    ['FROM a', undefined],
    ['FROM scratch', '/'],
    ['FROM a\nWORKDIR /a/b', '/a/b'],
    ['FROM a\nWORKDIR /a\nWORKDIR b/../c', '/a/c'],
    ['FROM a\nWORKDIR b', '?'],
    ['FROM scratch\nWORKDIR b', '/b'],
    ['FROM a\nARG X\nWORKDIR $X', '?'],
    ['FROM a\nARG X\nWORKDIR $X\nWORKDIR /b', '/b'],
    ['FROM a AS x\nWORKDIR /a\nFROM x\nWORKDIR b', '/a/b'],
  ];
  for (const [text, expected] of workdirs) {
    it(`WORKDIR of ${JSON.stringify(text)}`, () => assert.equal(shown(runtime(text).workdir), expected));
  }

  const starts: readonly (readonly [
    text: string,
    entrypoint: string | undefined,
    command: string | undefined,
  ])[] = [
    ['FROM a', undefined, undefined],
    ['FROM a\nCMD b\nCMD c', undefined, 'c'],
    ['FROM a\nENTRYPOINT b\nCMD c', 'b', 'c'],
    ['FROM a AS x\nENTRYPOINT b\nCMD c\nFROM x', 'b', 'c'],
    ['FROM a AS x\nCMD c\nFROM x\nENTRYPOINT b', 'b', undefined],
    ['FROM a AS x\nCMD c\nFROM x\nCMD d\nENTRYPOINT b', 'b', 'd'],
    ['FROM a AS x\nENTRYPOINT b\nFROM x\nCMD d', 'b', 'd'],
    ['FROM a\nCMD b\nONBUILD CMD c', undefined, 'b'],
  ];
  for (const [text, entrypoint, command] of starts) {
    it(`ENTRYPOINT and CMD of ${JSON.stringify(text)}`, () => {
      const stage = runtime(text);
      assert.equal(stage.entrypoint?.args[0]?.text, entrypoint);
      assert.equal(stage.command?.args[0]?.text, command);
    });
  }

  it('HEALTHCHECK', () => {
    assert.equal(runtime('FROM a AS x\nHEALTHCHECK CMD b\nFROM x').healthcheck?.args[1]?.text, 'b');
    assert.equal(runtime('FROM a\nHEALTHCHECK CMD b\nHEALTHCHECK NONE').healthcheck?.args[0]?.text, 'NONE');
    assert.equal(runtime('FROM a').healthcheck, undefined);
  });

  it('ENV, without ARGs', () => {
    const { environment } = runtime(
      'FROM a AS x\nENV A=b\nARG C=d\nFROM x\nENV E=$A F=$C A=g\nARG H\nENV I=$H',
    );
    assert.deepEqual(
      [...environment].map(([name, value]) => `${name}=${shown(value)}`),
      ['A=g', 'E=b', 'F=d', 'I=?'],
    );
  });

  const created: readonly (readonly [command: string, users: readonly string[]])[] = [
    ['useradd app', ['app']],
    ['useradd -m -u 1001 -s /bin/sh app', ['app 1001']],
    ['useradd --uid=1001 --create-home app', ['app 1001']],
    ['useradd -mu 1001 app', ['app 1001']],
    ['adduser -D -u 1001 app', ['app 1001']],
    ['adduser --system --uid 1001 --ingroup web --gecos "" app', ['app 1001']],
    ['adduser -S -G web app && adduser app docker', ['app']],
    ['groupadd web && useradd -g web app; useradd other', ['app', 'other']],
    ['sudo useradd app', ['app']],
    ['useradd -D', []],
    ['useradd $USER', []],
    ['apt-get install adduser', []],
    ['echo useradd app', []],
    ['U=app; useradd $U', ['app']],
  ];
  for (const [command, expected] of created) {
    it(`users made by ${command}`, () => {
      const { createdUsers } = runtime(`FROM a AS x\nRUN ${command}\nFROM x`);
      assert.deepEqual(
        createdUsers.map(({ name, uid }) => (uid === undefined ? name : `${name} ${uid}`)),
        expected,
      );
    });
  }
});

describe('platform and shell', () => {
  const cases: readonly (readonly [text: string, platform: string, family: string])[] = [
    ['FROM alpine:3.22', 'linux', 'busybox'],
    ['FROM docker.io/library/alpine', 'linux', 'busybox'],
    ['FROM node:24-alpine3.22', 'linux', 'busybox'],
    ['FROM node:24', 'linux', 'dash'],
    ['FROM node:24-bookworm-slim', 'linux', 'dash'],
    ['FROM debian:trixie', 'linux', 'dash'],
    ['FROM ubuntu', 'linux', 'dash'],
    ['FROM fedora:43', 'linux', 'bash'],
    ['FROM registry.access.redhat.com/ubi9/ubi-minimal', 'linux', 'bash'],
    ['FROM mysql:8-oraclelinux9', 'linux', 'bash'],
    ['FROM example.com/app:1', 'linux', 'unknown'],
    ['FROM scratch', 'linux', 'unknown'],
    ['ARG V\nFROM node:$V', 'linux', 'unknown'],
    ['ARG V\nFROM debian:$V', 'linux', 'dash'],
    ['FROM $IMAGE', 'unknown', 'unknown'],
    ['FROM mcr.microsoft.com/windows/servercore:ltsc2022', 'windows', 'unknown'],
    ['FROM mcr.microsoft.com/dotnet/sdk:9.0-nanoserver-ltsc2025', 'windows', 'unknown'],
    ['FROM mcr.microsoft.com/dotnet/sdk:9.0', 'linux', 'dash'],
    ['FROM golang:1.26-windowsservercore', 'windows', 'unknown'],
    ['# escape=`\nFROM example.com/app', 'windows', 'unknown'],
    ['# escape=`\nFROM alpine', 'linux', 'busybox'],
    ['FROM --platform=windows/amd64 example.com/app', 'windows', 'unknown'],
    ['FROM alpine AS x\nFROM x', 'linux', 'busybox'],
    ['FROM mcr.microsoft.com/windows/nanoserver AS x\nFROM x', 'windows', 'unknown'],
  ];
  for (const [text, platform, family] of cases) {
    it(JSON.stringify(text), () => {
      const stage = runtime(text);
      assert.deepEqual([stage.platform, stage.shellFamily], [platform, family]);
    });
  }
});

describe('references between stages', () => {
  it('are found in COPY --from and RUN --mount', () => {
    const { text, spans } = unmark(
      'FROM x AS a\nFROM y\nFROM z AS self\nCOPY --from=«A» / /\nCOPY --from=«1» / /\nCOPY --from=«self» / /\nRUN --mount=type=bind,from=«img:1» x',
    );
    const file = parse(text);
    const references = file.instructions.flatMap((instruction) => stageReferences(file, instruction));
    assert.deepEqual(texts(text, references), texts(text, spans));
    assert.deepEqual(
      references.map(({ stage }) => stage?.index),
      [0, 1, undefined, undefined],
    );
  });

  it('tell which stages can get into an image', () => {
    const file = parse('FROM x AS a\nFROM a AS b\nFROM y AS c\nFROM z AS d\nCOPY --from=b / /\nFROM d');
    const { runtimeStage } = file;
    assert.ok(runtimeStage);
    assert.deepEqual(
      [...contributingStages(file, runtimeStage)].map(({ index }) => index).sort(),
      [0, 1, 3, 4],
    );
  });
});

describe('COPY', () => {
  it('has sources and a destination', () => {
    const instruction = last(parse('FROM a\nCOPY a <<B b /c/\nx\nB'));
    assert.deepEqual(
      copySources(instruction).map(({ text }) => text),
      ['a', 'b'],
    );
    assert.equal(copyDestination(instruction)?.text, '/c/');
  });
});
