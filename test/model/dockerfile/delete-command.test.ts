import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deleteCommand } from '../../../rules/model/dockerfile/delete-command.ts';
import { last, parse, shellOf } from './support.ts';

/** The command `x` is deleted; undefined where that is refused. */
const cases: readonly (readonly [text: string, result: string | undefined])[] = [
  ['RUN x 1', ''],
  ['RUN x 1 && a', 'RUN a'],
  ['RUN a && x 1', 'RUN a'],
  ['RUN a && x 1 && b', 'RUN a && b'],
  ['RUN a; x 1; b', 'RUN a; b'],
  ['RUN a && x 1 | y > z && b', 'RUN a && b'],
  ['RUN a && y | x 1', 'RUN a'],
  ['RUN a \\\n    && x 1 \\\n    && b', 'RUN a \\\n    && b'],
  ['RUN a \\\n    && x 1', 'RUN a'],
  ['RUN x 1 \\\n    && b', 'RUN b'],
  ['RUN a && \\\n    x 1 && \\\n    b', 'RUN a && \\\n    b'],
  ['RUN a \\\n    && x \\\n    1 \\\n    && b', 'RUN a \\\n    && b'],
  ['RUN for i in 1 2; do a; x 1; done', 'RUN for i in 1 2; do a; done'],
  ['RUN for i in 1 2; do x 1; done', undefined],
  ['RUN x 1 || a', undefined],
  ['RUN a || x 1', undefined],
  ['RUN if x 1; then a; fi', undefined],
  ['RUN (x 1; a)', undefined],
  ['RUN ! x 1 && a', undefined],
  ['RUN x 1 & a', undefined],
  ['RUN sudo x 1 && a', 'RUN a'],
  ['RUN ["x", "1"]', undefined],
  ['RUN <<EOF\nx 1\nEOF', undefined],
  ['RUN <<EOF\na\nx 1\nb\nEOF', 'RUN <<EOF\na\nb\nEOF'],
  ['RUN <<EOF\na\n  x 1 | y\nEOF', 'RUN <<EOF\na\nEOF'],
  ['RUN <<EOF\nif a; then\nx 1\nfi\nEOF', undefined],
  ['RUN <<EOF\na &&\nx 1\nEOF', undefined],
  ['RUN <<EOF\nx 1; a\nEOF', undefined],
  ['RUN x <<EOF\n1\nEOF', undefined],
];

describe('deleting a command', () => {
  for (const [text, result] of cases) {
    it(JSON.stringify(text), () => {
      const file = parse(`FROM i\n${text}`);
      const instruction = last(file);
      const command = shellOf(instruction).commands.find(({ name }) => name === 'x');
      assert.ok(command);
      const edits = deleteCommand(file, instruction, command);
      const [edit] = edits ?? [];
      const made = edit && file.text.slice(0, edit.start) + edit.text + file.text.slice(edit.end);
      assert.equal(made?.replace('FROM i\n', ''), result);
    });
  }
});
