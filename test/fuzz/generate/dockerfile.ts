/** Dockerfiles by grammar: stages, heredocs, escape directives, continuations, shells, forms and flags. */
import fc from 'fast-check';
import { instructions } from './corpus.ts';
import { script } from './shell.ts';
import { suppressions } from './suppressions.ts';
import { interpolated, words } from './words.ts';

const images = fc.constantFrom(
  'alpine',
  'debian:12-slim',
  'node:22 AS build',
  'scratch',
  'build',
  'alpine:${V:-3} as Two',
  '$BASE',
  '--platform=$BUILDPLATFORM golang:1',
  'mcr.microsoft.com/windows/nanoserver:1',
  `app@sha256:${'0'.repeat(64)}`,
  '',
  'a b c',
);
const keywords = fc.constantFrom(
  'RUN',
  'CMD',
  'ENTRYPOINT',
  'COPY',
  'ADD',
  'ENV',
  'ARG',
  'LABEL',
  'USER',
  'WORKDIR',
  'EXPOSE',
  'VOLUME',
  'HEALTHCHECK',
  'HEALTHCHECK CMD',
  'ONBUILD RUN',
  'ONBUILD COPY',
  'SHELL',
  'STOPSIGNAL',
  'MAINTAINER',
  'run',
  'Copy',
  'NONSENSE',
  '',
);
const flags = fc.constantFrom(
  '',
  '',
  '',
  '--mount=type=secret,id=a,env=B ',
  '--mount=type=cache,target=/x ',
  '--network=host ',
  '--security=insecure ',
  '--from=build ',
  '--from=0 ',
  '--chown=0:0 --chmod=777 ',
  '--interval=1s ',
  '--checksum=sha256:x ',
  '--link ',
  '--mount ',
  '--=x ',
);
const jsonForms = fc
  .array(words, { maxLength: 4 })
  .chain((list) =>
    fc.constantFrom(
      JSON.stringify(list),
      JSON.stringify(list).replace(']', ''),
      JSON.stringify(list).replaceAll('"', "'"),
    ),
  );
const heredocs = fc
  .tuple(
    fc.constantFrom(
      '<<EOF',
      '<<-EOF',
      '<<"EOF"',
      "<<'EOF' bash",
      '<<EOF cat > /f',
      '3<<EOF',
      '<<A <<EOF',
      '<<EOF /target',
    ),
    fc.array(script, { maxLength: 3 }),
    fc.constantFrom('EOF', '\tEOF', 'eof', ''),
  )
  .map(([start, body, end]) => [start, ...body, end].join('\n'));
const shells = fc.constantFrom(
  'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
  'SHELL ["cmd", "/S", "/C"]',
  'SHELL ["powershell", "-Command"]',
  'SHELL []',
  'SHELL ["python"]',
);

const byGrammar = fc
  .tuple(
    keywords,
    flags,
    fc.oneof(
      { weight: 3, arbitrary: script },
      jsonForms,
      heredocs,
      fc.array(fc.oneof(words, interpolated), { maxLength: 5 }).map((list) => list.join(' ')),
      fc.tuple(words, words).map((pair) => pair.join('=')),
    ),
  )
  .map(([keyword, flag, rest]) => `${keyword} ${flag}${rest}`);

/** One instruction, as people write them or as the grammar allows them. */
export const instruction: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...instructions) },
  { weight: 3, arbitrary: byGrammar },
  { weight: 1, arbitrary: shells },
);

const lines = fc.oneof(
  { weight: 8, arbitrary: instruction },
  { weight: 1, arbitrary: suppressions },
  { weight: 1, arbitrary: fc.constantFrom('', '# a comment', '  # indented', '\t') },
);
const directives = fc.constantFrom(
  '',
  '',
  '',
  '# syntax=docker/dockerfile:1\n',
  '# escape=`\n',
  '#escape=\\\n# check=skip=all\n',
  '# syntax=x\n# escape=^\n',
  '\ufeff',
  '#!/x\n',
  '# check=error=true\n',
);
const argumentsBefore = fc.constantFrom('', '', 'ARG V=3\n', 'ARG BASE\n', 'ARG BASE=alpine V\n');

/** How the text is written; nothing of it changes what a well-formed one says. */
const spellings = fc.constantFrom<((text: string) => string)[]>(
  (text) => text,
  (text) => text,
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll(' && ', ' \\\n    # and then\n\n    && '),
  (text) => text.replaceAll('\\\n', '`\n'),
  (text) => text.replace(/\n$/, ''),
  (text) => text.replaceAll('\n', '\n  '),
);

export const dockerfiles: fc.Arbitrary<string> = fc
  .tuple(
    directives,
    argumentsBefore,
    fc.array(fc.tuple(images, fc.array(lines, { maxLength: 8 })), { maxLength: 3 }),
    spellings,
  )
  .map(([directive, before, stages, spell]) =>
    spell(
      directive + before + stages.map(([image, body]) => [`FROM ${image}`, ...body, ''].join('\n')).join(''),
    ),
  );
