import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Dockerfile, Instruction } from '../../../rules/model/dockerfile/types.ts';
import type { Span } from '../../../rules/model/place.ts';
import type { ShellScript, ShellWord } from '../../../rules/model/shell/types.ts';
import { parse } from './support.ts';

/** Pieces that mean something to Docker or to a shell, in any order and any number. */
const fragments = [
  ...[
    'FROM ',
    'RUN ',
    'CMD ',
    'ENV ',
    'ARG ',
    'COPY ',
    'LABEL ',
    'USER ',
    'ONBUILD ',
    'HEALTHCHECK CMD ',
    'SHELL ',
    'VOLUME ',
    'EXPOSE ',
  ],
  ...[
    '\n',
    '\r\n',
    '\\\n',
    '`\n',
    '\\\r\n',
    '# c\n',
    '# escape=`\n',
    '# syntax=x\n',
    '# hadolint shell=pwsh\n',
    '\uFEFF',
    '\r',
    ' ',
    '\t',
    '\u00a0',
  ],
  ...['<<EOF', '<<-EOF', "<<'EOF'", '\nEOF\n', '\n\tEOF\n', '<<<', '#!/bin/sh\n', '3<<EOF'],
  ...['["', '"]', '", "', '[', ']', '\\"', '\\u0041', '\\n', '{"a": 1}'],
  ...[
    '"',
    "'",
    '\\',
    '`',
    '$',
    '${',
    '}',
    '${A:-',
    '${A##*',
    '$(',
    ')',
    '$((',
    '))',
    '(',
    '{',
    '}; ',
    '[[ ',
    ' ]]',
  ],
  ...[' && ', ' || ', '; ', ' | ', ' & ', ' > f', ' >> f', ' 2>&1', ' < f', '! '],
  ...[
    'if a; then ',
    ' fi',
    'while x; do ',
    ' done',
    'case x in ',
    'x) ',
    ';; ',
    ' esac',
    'f() { ',
    'for v in a b; do ',
  ],
  ...[
    'sudo ',
    'sh -c ',
    'bash -ec ',
    'eval ',
    'env A=1 ',
    'xargs ',
    'find . -exec ',
    'tee x',
    'echo ',
    'printf ',
    'cat ',
    'set -e; ',
    'powershell -Command ',
    'cmd /c ',
  ],
  ...[
    'A=b',
    'A=$A',
    '--mount=type=secret,id=x ',
    '--from=x ',
    'alpine:3',
    'scratch',
    ' AS x',
    'mcr.microsoft.com/windows/nanoserver',
    'curl -fsSLk u',
    'é',
    '😀',
    '\u0000',
  ],
];

const texts = fc.oneof(
  fc.array(fc.constantFrom(...fragments), { maxLength: 60 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 5 })), { maxLength: 40 })
    .map((parts) => `FROM a\nRUN ${parts.join('')}`),
);

/** Asks for everything there is, and checks that every place lies in the text and what is literal stands there. */
function inspect(file: Dockerfile): void {
  const { text } = file;
  const within = ({ start, end }: Span, what: string): void => {
    assert.ok(
      Number.isInteger(start) && start >= 0 && start <= end && end <= text.length,
      `${what} ${start}..${end}`,
    );
  };
  let previousEnd = 0;
  for (const instruction of file.instructions) {
    within(instruction, instruction.keyword);
    assert.ok(instruction.start >= previousEnd, 'instructions overlap');
    previousEnd = instruction.end;
    inspectInstruction(instruction, text, within);
    if (instruction.shell !== undefined) inspectShell(instruction.shell, text, within);
  }
  for (const { start, end } of [...file.comments, ...file.problems])
    within({ start, end }, 'comment or problem');
  for (const { span, value, valueSpan } of file.directives) {
    within(span, 'directive');
    assert.equal(text.slice(valueSpan.start, valueSpan.end), value);
  }
  for (const stage of file.stages) {
    if (stage.nameSpan)
      assert.equal(text.slice(stage.nameSpan.start, stage.nameSpan.end).toLowerCase(), stage.name);
    if (stage.imageSpan) within(stage.imageSpan, 'image');
    assert.equal(stage.chain[0], stage);
    assert.equal(stage.base, stage.chain.at(-1)?.image);
    assert.ok(['linux', 'windows', 'unknown'].includes(stage.platform));
    for (const { name } of stage.createdUsers) assert.notEqual(name, '');
    assert.ok(
      [
        stage.shellFamily,
        stage.user,
        stage.workdir,
        stage.environment,
        stage.entrypoint,
        stage.command,
        stage.healthcheck,
      ].length === 7,
    );
  }
}

function inspectInstruction(
  instruction: Instruction,
  text: string,
  within: (span: Span, what: string) => void,
): void {
  within(instruction.keywordSpan, 'keyword');
  for (const argument of instruction.args) {
    within(argument, 'argument');
    within(argument.inner, 'inner');
    assert.ok(argument.inner.start >= argument.start && argument.inner.end <= argument.end);
    const slice = text.slice(argument.inner.start, argument.inner.end);
    if (/^[\w./:=@-]*$/.test(slice)) assert.equal(argument.text, slice);
    assert.equal(typeof argument.resolved.known, 'boolean');
  }
  for (const flag of instruction.flags) {
    within(flag, 'flag');
    for (const { span } of flag.options) within(span, 'option');
    if (flag.valueSpan && /^[\w./:=@,-]*$/.test(text.slice(flag.valueSpan.start, flag.valueSpan.end))) {
      assert.equal(flag.value, text.slice(flag.valueSpan.start, flag.valueSpan.end));
    }
  }
  for (const pair of instruction.pairs) {
    within(pair, 'pair');
    within(pair.nameSpan, 'name');
    if (pair.valueSpan) within(pair.valueSpan, 'value');
    assert.equal(typeof pair.resolved.known, 'boolean');
  }
  for (const { mark, bodySpan, body } of instruction.heredocs) {
    within(mark, 'mark');
    within(bodySpan, 'body');
    for (let at = 0; at < body.text.length; at++) assert.equal(text[body.offsetAt(at)], body.text[at]);
  }
  for (const line of instruction.lines) {
    within(line, 'line');
    assert.ok(!text.slice(line.start, line.end).includes('\n'));
  }
}

function inspectShell(script: ShellScript, text: string, within: (span: Span, what: string) => void): void {
  const inspectWord = (word: ShellWord): void => {
    within(word, 'word');
    if (!word.literal) return;
    assert.equal(text.slice(word.start, word.end), word.value.known ? word.value.value : undefined);
    assert.equal(word.text, text.slice(word.start, word.end));
  };
  let previous = 0;
  for (const command of script.commands) {
    within(command, 'command');
    assert.ok(command.start >= previous, 'commands are out of order');
    previous = command.start;
    inspectWord(command.word);
    for (const word of command.args) inspectWord(word);
    for (const { target } of command.redirections) if (target) inspectWord(target);
    for (const assignment of command.assignments) within(assignment, 'assignment');
    assert.ok(
      command.pipeline.members.some((members) => members.includes(command)) || command.via === 'argument',
    );
  }
  for (const assignment of script.assignments) {
    within(assignment, 'assignment');
    within(assignment.nameSpan, 'name of an assignment');
    within(assignment.valueSpan, 'value of an assignment');
  }
  for (const { pathSpan, lines } of script.writtenFiles) {
    within(pathSpan, 'path');
    for (const line of lines) within(line, 'written line');
  }
}

describe('any text', () => {
  it('is read without an exception, with every place inside of it', () => {
    fc.assert(
      fc.property(texts, (text) => inspect(parse(text))),
      { numRuns: 1500 },
    );
  });

  it('means the same with Windows line ends', () => {
    const shape = (file: Dockerfile) => ({
      instructions: file.instructions.map(({ keyword, args, pairs, heredocs, shell }) => [
        keyword,
        args.map(({ text }) => text),
        pairs.map(({ name, value }) => [name, value]),
        heredocs.map(({ name, body }) => [name, body.text]),
        shell?.commands.map(({ name, args: words }) => [name, words.map(({ text }) => text)]),
      ]),
      problems: file.problems.map(({ message }) => message),
    });
    fc.assert(
      fc.property(texts, (raw) => {
        const text = raw.replaceAll('\r', '');
        assert.deepEqual(shape(parse(text.replaceAll('\n', '\r\n'))), shape(parse(text)));
      }),
      { numRuns: 500 },
    );
  });

  it('means the same with a byte order mark', () => {
    fc.assert(
      fc.property(texts, (raw) => {
        const text = raw.replace(/^\uFEFF+/, '');
        const keywords = (file: Dockerfile) =>
          file.instructions.map(({ keyword, args }) => [keyword, args.map((argument) => argument.text)]);
        assert.deepEqual(keywords(parse(`\uFEFF${text}`)), keywords(parse(text)));
      }),
      { numRuns: 300 },
    );
  });
});
