import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { last, parse, shellOf } from '../dockerfile/support.ts';
import { readText } from './support.ts';

/** What becomes of a failure of `v` in the text. */
const results: readonly (readonly [text: string, result: string])[] = [
  ['v', 'fails'],
  ['a; v', 'fails'],
  ['a && v', 'fails'],
  ['v && a', 'fails'],
  ['v; a', 'ignored'],
  ['v\na', 'ignored'],
  ['set -e; v; a', 'fails'],
  ['set -eux; v; a', 'fails'],
  ['set -euo pipefail; v; a', 'fails'],
  ['set -o errexit; v; a', 'fails'],
  ['set -e; set +e; v; a', 'ignored'],
  ['set -u -e; v; a', 'fails'],
  ['set -- -e; v; a', 'ignored'],
  ['set -e; v && a; b', 'ignored'],
  ['set -e; a && v; b', 'fails'],
  ['v || true', 'ignored'],
  ['v || :', 'ignored'],
  ['v || echo no', 'ignored'],
  ['v || exit 0', 'ignored'],
  ['v || exit 1', 'fails'],
  ['v || exit', 'fails'],
  ['v || false', 'fails'],
  ['v || { echo no; exit 1; }', 'fails'],
  ['v || { echo no >&2 && exit 1; }', 'fails'],
  ['v || (echo no; exit 1)', 'fails'],
  ['v || (echo no; exit 1); a', 'ignored'],
  ['set -e; v || (echo no; exit 1); a', 'fails'],
  ['v || { echo no; }', 'ignored'],
  ['v || curl other', 'tested'],
  ['v && a || exit 1', 'fails'],
  ['v && a || true', 'ignored'],
  ['a || v', 'fails'],
  ['a || v || true', 'ignored'],
  ['if v; then a; fi', 'tested'],
  ['if ! v; then exit 1; fi', 'tested'],
  ['if a; then v; fi', 'fails'],
  ['if a; then v; b; fi', 'ignored'],
  ['if a; then b; elif v; then c; else d; fi', 'tested'],
  ['while v; do a; done', 'tested'],
  ['for f in *; do v; done', 'fails'],
  ['for f in a b; do v; done', 'ignored'],
  ['set -e; for f in a b; do v; done', 'fails'],
  ['! v', 'tested'],
  ['v &', 'ignored'],
  ['v & wait', 'ignored'],
  ['v | a', 'ignored'],
  ['a | v', 'fails'],
  ['set -o pipefail; v | a', 'fails'],
  ['set -o pipefail; v | a; b', 'ignored'],
  ['set -eo pipefail; v | a; b', 'fails'],
  ['set -e; v | a; b', 'ignored'],
  ['set -o pipefail && v | a', 'fails'],
  ['(v; a)', 'ignored'],
  ['(v)', 'fails'],
  ['(v); a', 'ignored'],
  ['(set -e; v; a)', 'fails'],
  ['(set -e; v; a); b', 'ignored'],
  ['(set -e); v; a', 'ignored'],
  ['{ v; } && a', 'fails'],
  ['{ v; a; } && b', 'ignored'],
  ['set -e; { v; a; } && b', 'ignored'],
  ['X=$(v)', 'fails'],
  ['X=$(v); a', 'ignored'],
  ['set -e; X=$(v); a', 'fails'],
  ['export X=$(v)', 'ignored'],
  ['echo $(v)', 'ignored'],
  ['cat <(v)', 'ignored'],
  ['sudo v', 'fails'],
  ['sudo v || true', 'ignored'],
  ['find / -exec v {} \\;', 'ignored'],
  ['find / -exec v {} +', 'fails'],
  ['sh -c "v; a"', 'ignored'],
  ['sh -ec "v; a"', 'fails'],
  ['sh -ec "v; a" || true', 'ignored'],
  ['bash -o pipefail -c "v | a"', 'fails'],
  ['set -e; sh -c "v; a"', 'ignored'],
  ['eval "v"; a', 'ignored'],
  ['set -e; eval "v; a"', 'fails'],
  ['bash -e <<E\nv\na\nE', 'fails'],
  ['bash <<E\nv\na\nE', 'ignored'],
  ['f() { v; a; }; f', 'ignored'],
  ['f() { v; a; }; set -e; f', 'fails'],
  ['f() { v; }; f || true', 'ignored'],
  ['f() { v; }; f', 'fails'],
  ['case x in x) v;; esac', 'fails'],
  ['case x in x) v;; esac; a', 'ignored'],
];

describe('results', () => {
  for (const [text, result] of results) {
    it(text, () => assert.equal(readText(text).commands.find(({ name }) => name === 'v')?.result, result));
  }
});

/** errexit and pipefail where `v` starts, by the shell that the Dockerfile gives. */
const states: readonly (readonly [text: string, state: string])[] = [
  ['RUN v', ''],
  ['SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN v', 'pipefail'],
  ['SHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN v', 'errexit pipefail'],
  ['SHELL ["/bin/ash", "-euxo", "pipefail", "-c"]\nRUN v', 'errexit pipefail'],
  ['FROM a AS x\nSHELL ["/bin/bash", "-e", "-c"]\nFROM x\nRUN v', 'errexit'],
  ['FROM a AS x\nSHELL ["/bin/bash", "-e", "-c"]\nFROM b\nRUN v', ''],
  ['SHELL ["/bin/bash", "-e", "-c"]\nSHELL ["/bin/sh", "-c"]\nRUN v', ''],
  ['SHELL ["/bin/bash", "-e", "-c"]\nRUN <<EOF\nv\nEOF', 'errexit'],
  ['SHELL ["/bin/bash", "-e", "-c"]\nRUN <<EOF\n#!/bin/bash\nv\nEOF', ''],
  ['RUN <<EOF\n#!/bin/bash -e\nv\nEOF', 'errexit'],
  ['RUN <<EOF\n#!/usr/bin/env -S bash -euo pipefail\nv\nEOF', 'errexit pipefail'],
  ['RUN <<EOF\nset -e\nv\nEOF', 'errexit'],
  ['RUN <<EOF bash -e\nv\nEOF', 'errexit'],
  ['RUN set -o pipefail && v', 'pipefail'],
  ['RUN v && set -e', ''],
  ['RUN (set -e; a); v', ''],
  ['RUN sudo set -e; v', ''],
  ['RUN command set -e; v', 'errexit'],
  ['RUN set -e; sh -c "v"', ''],
  ['RUN ["/bin/bash", "-ec", "v"]', 'errexit'],
];

describe('errexit and pipefail', () => {
  for (const [text, expected] of states) {
    it(text, () => {
      const file = parse(text.startsWith('FROM') ? text : `FROM a\n${text}`);
      const state = shellOf(last(file)).commands.find(({ name }) => name === 'v')?.state;
      const shown = [state?.errexit && 'errexit', state?.pipefail && 'pipefail'].filter(Boolean).join(' ');
      assert.equal(shown, expected);
    });
  }
});

describe('and-or lists', () => {
  it('have one number', () => {
    const { commands } = readText('a && b || c; d | e; f');
    const [a, b, c, d, e, f] = commands.map(({ list }) => list);
    assert.ok(a === b && b === c && d === e);
    assert.equal(new Set([a, d, f]).size, 3);
  });
});

describe('dialects', () => {
  const cases: readonly (readonly [text: string, dialect: string])[] = [
    ['FROM a\nRUN x', 'posix'],
    ['FROM a\nSHELL ["/bin/bash", "-c"]\nRUN x', 'bash'],
    ['FROM a\nSHELL ["pwsh", "-Command"]\nRUN x', 'powershell'],
    ['FROM a\nSHELL ["python3", "-c"]\nRUN x', 'other'],
    ['FROM mcr.microsoft.com/windows/nanoserver\nRUN x', 'cmd'],
    ['FROM mcr.microsoft.com/windows/nanoserver\nSHELL ["powershell"]\nRUN x', 'powershell'],
    ['FROM a\nRUN <<EOF\n#!/usr/bin/python3\nx\nEOF', 'other'],
    ['FROM a\n# hadolint shell=powershell\nRUN x', 'powershell'],
    ['# hadolint shell=powershell\nFROM a\nRUN x', 'powershell'],
    ['# hadolint shell=powershell\nFROM a\nRUN x\nFROM b\nRUN y', 'posix'],
    ['FROM a\n# tally shell=pwsh\nRUN x\nRUN y', 'powershell'],
  ];
  for (const [text, dialect] of cases) {
    it(JSON.stringify(text), () => assert.equal(shellOf(last(parse(text))).dialect, dialect));
  }
});
