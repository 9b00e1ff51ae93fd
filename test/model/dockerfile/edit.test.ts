import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  deleteArgument,
  deleteInstruction,
  deleteOption,
  deletePair,
  deleteWord,
  deleteWrapper,
  type Edits,
  insertFlag,
  insertLineAfter,
  insertLineBefore,
  insertWordAfter,
  insertWordBefore,
  instructionAt,
  replaceSpan,
} from '../../../rules/model/dockerfile/edit.ts';
import type { Dockerfile, Instruction } from '../../../rules/model/dockerfile/types.ts';
import { readOptions } from '../../../rules/model/shell/options.ts';
import { toolTable } from '../../../rules/model/shell/tools.ts';
import { last, parse, shellOf, unmark } from './support.ts';

/** The text after the edits; undefined where they were refused. */
function applied(text: string, edits: Edits): string | undefined {
  if (edits === undefined) return undefined;
  let result = text;
  for (const { start, end, text: insert } of edits.toSorted((one, other) => other.start - one.start)) {
    result = result.slice(0, start) + insert + result.slice(end);
  }
  return result;
}

type Helper = (file: Dockerfile, instruction: Instruction) => Edits;

function check(
  cases: readonly (readonly [before: string, after: string | undefined])[],
  helper: Helper,
): void {
  for (const [before, after] of cases) {
    it(JSON.stringify(before), () => {
      const file = parse(before);
      const marked = file.instructions.find(({ keyword }) => keyword === 'USER') ?? last(file);
      assert.equal(applied(before, helper(file, marked)), after);
    });
  }
}

describe('deleteInstruction', () => {
  check(
    [
      ['FROM a\nUSER b\nRUN c\n', 'FROM a\nRUN c\n'],
      ['FROM a\r\n  USER b\r\nRUN c\r\n', 'FROM a\r\nRUN c\r\n'],
      ['FROM a\nUSER \\\n  # c\n  b\nRUN c\n', 'FROM a\nRUN c\n'],
      ['FROM a\nUSER b', 'FROM a\n'],
      ['FROM a\n# why\nUSER b\n', 'FROM a\n# why\n'],
      ['FROM a\nRUN <<EOF\nb\nEOF\n# c\n', 'FROM a\n# c\n'],
      ['FROM a\nONBUILD USER b\nRUN c\n', 'FROM a\nRUN c\n'],
    ],
    deleteInstruction,
  );
});

describe('insertLineBefore', () => {
  check(
    [
      ['FROM a\nUSER b\n', 'FROM a\nENV x=1\nUSER b\n'],
      ['FROM a\r\nUSER b\r\n', 'FROM a\r\nENV x=1\r\nUSER b\r\n'],
      ['FROM a\n# one\n# two\nUSER b\n', 'FROM a\nENV x=1\n# one\n# two\nUSER b\n'],
      ['FROM a\n# one\n\nUSER b\n', 'FROM a\n# one\n\nENV x=1\nUSER b\n'],
      ['# syntax=x\nUSER b\n', '# syntax=x\nENV x=1\nUSER b\n'],
      ['USER b\n', 'ENV x=1\nUSER b\n'],
    ],
    (file, instruction) => insertLineBefore(file, instruction, 'ENV x=1'),
  );
});

describe('insertLineAfter', () => {
  check(
    [
      ['FROM a\nUSER b\nRUN c\n', 'FROM a\nUSER b\nENV x=1\nRUN c\n'],
      ['FROM a\r\nUSER b\r\n', 'FROM a\r\nUSER b\r\nENV x=1\r\n'],
      ['FROM a\nUSER b', 'FROM a\nUSER b\nENV x=1'],
      ['FROM a\nRUN <<EOF\nb\nEOF\n', 'FROM a\nRUN <<EOF\nb\nEOF\nENV x=1\n'],
    ],
    (file, instruction) => insertLineAfter(file, instruction, 'ENV x=1'),
  );

  it('gives several lines the file its line ends', () => {
    const text = 'FROM a\r\n';
    const file = parse(text);
    assert.equal(
      applied(text, insertLineAfter(file, last(file), 'ENV x=1\nENV y=2')),
      'FROM a\r\nENV x=1\r\nENV y=2\r\n',
    );
  });
});

describe('insertFlag', () => {
  check(
    [
      ['ADD u /x', 'ADD --checksum=1 u /x'],
      ['ADD --chmod=1 \\\n  u /x', 'ADD --checksum=1 --chmod=1 \\\n  u /x'],
      ['ADD --checksum=2 u /x', undefined],
      ['ONBUILD ADD u /x', 'ONBUILD ADD --checksum=1 u /x'],
    ],
    (file, instruction) => insertFlag(file, instruction, '--checksum=1'),
  );
});

describe('deleteWord', () => {
  const cases: readonly (readonly [marked: string, after: string | undefined])[] = [
    ['RUN a «b» c', 'RUN a c'],
    ['RUN a  «b»', 'RUN a'],
    ['RUN a «b c» d', 'RUN a d'],
    ['RUN a \\\n  «b» \\\n  c', 'RUN a \\\n  c'],
    ['RUN a \\\r\n  «b» \\\r\n  c\r\n', 'RUN a \\\r\n  c\r\n'],
    ['RUN a \\\n  «b» c', 'RUN a \\\n  c'],
    ['RUN a \\\n  «b»\nUSER c\n', 'RUN a\nUSER c\n'],
    ['RUN a \\\n  # why\n  «b»\nUSER c\n', 'RUN a\n  # why\nUSER c\n'],
    ['RUN a \\\r\n\r\n# why\r\n  «b»', 'RUN a\r\n\r\n# why\r\n'],
    ['RUN a «b \\\n c» d', undefined],
  ];
  for (const [marked, after] of cases) {
    it(JSON.stringify(marked), () => {
      const { text, spans } = unmark(marked);
      const [span] = spans;
      assert.ok(span);
      assert.equal(applied(text, deleteWord(parse(text), span)), after);
    });
  }
});

describe('deleteArgument', () => {
  const cases: readonly (readonly [before: string, index: number, after: string | undefined])[] = [
    ['EXPOSE 80 22 443', 1, 'EXPOSE 80 443'],
    ['EXPOSE 22 443', 0, 'EXPOSE 443'],
    ['EXPOSE 22', 0, undefined],
    ['VOLUME ["/a", "/b", "/c"]', 1, 'VOLUME ["/a", "/c"]'],
    ['VOLUME ["/a", "/b"]', 0, 'VOLUME ["/b"]'],
    ['VOLUME ["/a", "/b"]', 1, 'VOLUME ["/a"]'],
    ['VOLUME ["/a"]', 0, undefined],
  ];
  for (const [before, index, after] of cases) {
    it(`${before} ${index}`, () => {
      const file = parse(before);
      const instruction = last(file);
      const argument = instruction.args[index];
      assert.ok(argument);
      assert.equal(applied(before, deleteArgument(file, instruction, argument)), after);
    });
  }
});

describe('deletePair', () => {
  const cases: readonly (readonly [before: string, index: number, after: string])[] = [
    ['FROM a\nENV A=b C=d\n', 0, 'FROM a\nENV C=d\n'],
    ['FROM a\nENV A=b \\\n    C=d \\\n    E=f\n', 1, 'FROM a\nENV A=b \\\n    E=f\n'],
    ['FROM a\nENV A=b \\\n    C=d\n', 1, 'FROM a\nENV A=b\n'],
    ['FROM a\nENV A=b\nRUN c\n', 0, 'FROM a\nRUN c\n'],
    ['FROM a\nENV A b c\nRUN c\n', 0, 'FROM a\nRUN c\n'],
  ];
  for (const [before, index, after] of cases) {
    it(JSON.stringify(before), () => {
      const file = parse(before);
      const instruction = file.instructions[1];
      const pair = instruction?.pairs[index];
      assert.ok(instruction && pair);
      assert.equal(applied(before, deletePair(file, instruction, pair)), after);
    });
  }
});

describe('deleteWrapper', () => {
  check(
    [
      ['RUN a && sudo -E -u root curl x', 'RUN a && curl x'],
      ['RUN sudo A=1 b', 'RUN A=1 b'],
      ['RUN a | sudo tee x', 'RUN a | tee x'],
      ['RUN sudo \\\n  b', undefined],
      ['RUN ["sudo", "-E", "b", "c"]', 'RUN ["b", "c"]'],
      ['RUN <<EOF\nsudo b\nEOF', 'RUN <<EOF\nb\nEOF'],
      [`RUN sh -c "sudo b"`, `RUN sh -c "b"`],
      [`RUN sudo -l; b`, undefined],
    ],
    (file, instruction) => {
      const { commands } = shellOf(instruction);
      const wrapped = commands.find(({ wrapper }) => wrapper?.name === 'sudo') ?? commands.at(-1);
      const wrapper = commands.find(({ name }) => name === 'sudo');
      assert.ok(wrapped && wrapper);
      return deleteWrapper(file, wrapper, wrapped);
    },
  );
});

describe('deleteOption', () => {
  const cases: readonly (readonly [before: string, option: string, after: string | undefined])[] = [
    ['RUN curl -k u', 'k', 'RUN curl u'],
    ['RUN curl -fsSLk u', 'k', 'RUN curl -fsSL u'],
    ['RUN curl -ksSL u', 'k', 'RUN curl -sSL u'],
    ['RUN curl --insecure u', 'insecure', 'RUN curl u'],
    ['RUN curl -o x u', 'o', 'RUN curl u'],
    ['RUN curl -so x u', 'o', undefined],
    ['RUN curl --output=x u', 'output', 'RUN curl u'],
    ['RUN curl \\\n  -k \\\n  u', 'k', 'RUN curl \\\n  u'],
    ['RUN curl -o \\\n  x u', 'o', undefined],
    ['RUN O=-k; curl $O u', 'k', undefined],
    ['RUN ["curl", "-k", "u"]', 'k', 'RUN ["curl", "u"]'],
    ['RUN ["curl", "-o", "x", "u"]', 'o', 'RUN ["curl", "u"]'],
    ['RUN ["sh", "-c", "curl -k u"]', 'k', 'RUN ["sh", "-c", "curl u"]'],
    [`RUN sh -c 'curl -k u'`, 'k', `RUN sh -c 'curl u'`],
    ['RUN curl "-k" u', 'k', 'RUN curl u'],
  ];
  for (const [before, name, after] of cases) {
    it(JSON.stringify(before), () => {
      const file = parse(before);
      const command = shellOf(last(file)).commands.findLast((candidate) => candidate.name === 'curl');
      assert.ok(command);
      const option = readOptions(command.args, toolTable('curl')).options.find(
        (found) => found.name === name,
      );
      assert.ok(option);
      assert.equal(applied(before, deleteOption(file, option)), after);
    });
  }
});

describe('small edits', () => {
  it('replace within a line only', () => {
    const text = 'FROM a\nUSER b\n';
    const file = parse(text);
    assert.equal(applied(text, replaceSpan(file, { start: 12, end: 13 }, 'c')), 'FROM a\nUSER c\n');
    assert.equal(replaceSpan(file, { start: 0, end: 13 }, 'c'), undefined);
  });

  it('insert words', () => {
    const text = 'RUN a b';
    const file = parse(text);
    assert.equal(applied(text, insertWordAfter(file, { start: 4, end: 5 }, '-x')), 'RUN a -x b');
    assert.equal(applied(text, insertWordBefore(file, { start: 6, end: 7 }, '-x')), 'RUN a -x b');
  });

  it('find the instruction at an offset', () => {
    const text = '# c\nFROM a\n\nRUN <<E\nb\nE\nUSER c\n';
    const file = parse(text);
    assert.equal(instructionAt(file, text.indexOf('b'))?.keyword, 'RUN');
    assert.equal(instructionAt(file, 0), undefined);
    assert.equal(instructionAt(file, text.indexOf('\n\n') + 1), undefined);
    assert.equal(instructionAt(file, text.length - 2)?.keyword, 'USER');
  });
});
