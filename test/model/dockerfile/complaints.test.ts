/**
 * What users of other linters complain about and what comes from misreading the text. The numbers are those of the
 * issues in the trackers named.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { operandsOf } from '../../../rules/model/shell/options.ts';
import { toolTable } from '../../../rules/model/shell/tools.ts';
import { last, parse, shellOf, shown } from './support.ts';

function names(text: string): readonly (string | undefined)[] {
  return shellOf(last(parse(`FROM alpine\n${text}`))).commands.map(({ name }) => name);
}

/** What an install command is given to install. */
const packages: readonly (readonly [issue: string, run: string, expected: readonly string[]])[] = [
  ['hadolint#928: variables of the same RUN', 'deps="a=1 b"; apt-get install $deps', ['a=1', 'b']],
  ['hadolint#177: -t takes a value', 'apt-get install -t stable a=1', ['a=1']],
  ['hadolint#345: local .deb files', 'apt-get install ./a.deb', ['./a.deb']],
  ['hadolint#408: -X takes a value, before the subcommand too', 'apk -X https://u add a=1', ['a=1']],
  ['hadolint#662: local .apk files', 'apk add --allow-untrusted a.apk', ['a.apk']],
  ['hadolint#956: packages that are taken away', 'apk add a=1 !pyc', ['a=1', '!pyc']],
  ['godolint#40: quotes', `apt-get install "a=1" 'b=2'`, ['a=1', 'b=2']],
  ['virtual packages', 'apk add --no-cache --virtual .deps a=1', ['a=1']],
  ['an unknown variable is unknown', 'apt-get install $PACKAGES', ['?']],
];

describe('packages', () => {
  for (const [issue, run, expected] of packages) {
    it(issue, () => {
      const command = shellOf(last(parse(`FROM debian\nRUN ${run}`))).commands.at(-1);
      assert.ok(command);
      const operands = operandsOf(command.args, toolTable(command.name)).slice(1);
      assert.deepEqual(
        operands.map(({ value }) => shown(value)),
        expected,
      );
    });
  }
});

/** The names of all commands. */
const commands: readonly (readonly [issue: string, text: string, expected: readonly string[]])[] = [
  ['checkov: sudo among packages', 'RUN apt-get install -y sudo curl', ['apt-get']],
  ['trivy: sudo behind ; and |', 'RUN a; sudo b | sudo tee c', ['a', 'sudo', 'b', 'sudo', 'tee']],
  ['trivy: sudo on the second line of a heredoc', 'RUN <<EOF\na\nsudo b\nEOF', ['a', 'sudo', 'b']],
  ['semgrep: || is no pipe', 'RUN a || b', ['a', 'b']],
  ['hadolint: -c strings', `RUN bash -c "a && sudo b"`, ['bash', 'a', 'sudo', 'b']],
  ['hadolint#1051: <<\\EOF', 'RUN <<\\EOF\na\nEOF', ['a']],
  ['hadolint#1019, #923: a heredoc behind a continuation', 'RUN a && \\\n  b <<EOF\nc\nEOF', ['a', 'b']],
  ['hadolint#806: a heredoc with its interpreter', 'RUN <<EOF python3\nsudo\nEOF', ['python3']],
  ['checkov#6567: paths are no commands', 'RUN rm /etc/apt/sources.list', ['rm']],
  ['checkov#6585: other tools that update', 'RUN git submodule update', ['git']],
  ['dockerfile-roast#28: sh in sha256sum', 'RUN curl u | sha256sum -c', ['curl', 'sha256sum']],
];

describe('commands', () => {
  for (const [issue, text, expected] of commands) {
    it(issue, () => assert.deepEqual(names(text), expected));
  }

  it('hadolint#1051: a heredoc that is not understood does not stop the file', () => {
    const file = parse('FROM a\nRUN <<"A\nb\nUSER c\nRUN d');
    assert.deepEqual(
      file.instructions.map(({ keyword }) => keyword),
      ['FROM', 'RUN', 'USER', 'RUN'],
    );
  });

  it('hadolint#960, #1137: an instruction or a comment straight after the end mark', () => {
    const file = parse('FROM a\nRUN <<EOF\nb\nEOF\n# c\nUSER d\nRUN <<EOF\ne\nEOF\nUSER f');
    assert.deepEqual(
      file.instructions.filter(({ keyword }) => keyword === 'USER').map(({ args }) => args[0]?.text),
      ['d', 'f'],
    );
  });
});

describe('pipefail', () => {
  const cases: readonly (readonly [issue: string, text: string, pipefail: boolean])[] = [
    ['hadolint#250, #365: set -o pipefail in the RUN', 'RUN set -o pipefail && a | b', true],
    ['hadolint#724: set -euo pipefail', 'RUN set -euo pipefail; a | b', true],
    ['hadolint#338: /bin/ash with pipefail', 'SHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN a | b', true],
    [
      'hadolint#522: a shell at another path',
      'SHELL ["/opt/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b',
      true,
    ],
    [
      'hadolint#682: a heredoc with bash and pipefail',
      'RUN <<EOF\n#!/bin/bash -o pipefail\na | b\nEOF',
      true,
    ],
    ['RUN <<EOF bash', 'RUN <<EOF bash -o pipefail\na | b\nEOF', true],
    ['none at all', 'RUN a | b', false],
  ];
  for (const [issue, text, pipefail] of cases) {
    it(issue, () => {
      const { state } = shellOf(last(parse(`FROM alpine\n${text}`))).commands.at(-1) ?? {};
      assert.equal(state?.pipefail, pipefail);
    });
  }

  it('is inherited by FROM stage', () => {
    const text = 'FROM alpine AS x\nSHELL ["/bin/ash", "-o", "pipefail", "-c"]\nFROM x\nRUN a | b';
    assert.equal(shellOf(last(parse(text))).commands[0]?.state.pipefail, true);
  });
});

describe('stages', () => {
  it('checkov#5161: flags of FROM are no image', () => {
    const [stage] = parse('FROM --platform=$BUILDPLATFORM alpine:3 AS a').stages;
    assert.equal(stage?.image && shown(stage.image.text), 'alpine:3');
  });

  it('hadolint#405, trivy#1620: the user of a builder is not that of the image', () => {
    const { runtimeStage } = parse('FROM a AS build\nUSER root\nFROM b\nUSER app');
    assert.equal(runtimeStage?.user && shown(runtimeStage.user.value), 'app');
  });

  it('hadolint#328: a builder with a user says nothing of the image', () => {
    assert.equal(parse('FROM a AS build\nUSER app\nFROM b').runtimeStage?.user, undefined);
  });
});
