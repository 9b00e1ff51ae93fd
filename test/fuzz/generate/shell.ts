/** Scripts by grammar; the words in them are those of real files. */
import fc from 'fast-check';
import { instructions } from './corpus.ts';
import { words } from './words.ts';

/** What stands in real RUN instructions. */
const realCommands = instructions
  .filter((text) => /^RUN\s/i.test(text) && !text.includes('<<'))
  .map((text) => text.replace(/^RUN\s+(?:--\S+\s+)*/i, '').replaceAll(/\\\n(?:\s*#.*\n)*\s*/g, ' '));

const programs = fc.constantFrom(
  'curl',
  'wget',
  'chmod',
  'chown',
  'apt-get',
  'pip',
  'npm',
  'sh',
  'bash',
  'sed',
  'tar',
  'git',
  'su',
  'sudo',
  'env',
  'echo',
  'cat',
  'cd',
  'set',
  'export',
  'useradd',
  'nsenter',
  'unshare',
  'openssl',
  'gpg',
  'ssh-keyscan',
  'cmd',
  'powershell',
);
const quoted = fc.tuple(fc.constantFrom('', '"', "'", '$(', '`', '${', '$'), words).map(([quote, word]) => {
  const close = quote === '$(' ? ')' : quote === '${' ? '}' : quote === '$' ? '' : quote;
  return quote + word + close;
});
const redirections = fc.constantFrom(
  '',
  '',
  '',
  ' > /f',
  ' >> /etc/passwd',
  ' 2>&1',
  ' < /f',
  ' <<<x',
  ' 2>/dev/null',
  ' >&-',
  ' &>x',
);

const simple = fc
  .tuple(programs, fc.array(quoted, { maxLength: 5 }), redirections)
  .map(([program, rest, redirection]) => [program, ...rest].join(' ') + redirection);

/** Any script in one line. */
export const { script } = fc.letrec<{ script: string }>((tie) => ({
  script: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 4, arbitrary: fc.oneof(simple, fc.constantFrom(...realCommands)) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(tie('script'), fc.constantFrom(' && ', ' || ', ' | ', '; ', ' & ', ' |& '), tie('script'))
        .map((all) => all.join('')),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie('script'), tie('script'), fc.nat(9))
        .map(([one, two, form]) => compound(one, two, form)),
    },
  ),
}));

function compound(one: string, two: string, form: number): string {
  switch (form) {
    case 0:
      return `(${one})`;
    case 1:
      return `{ ${one}; }`;
    case 2:
      return `if ${one}; then ${two}; fi`;
    case 3:
      return `for x in a b; do ${one}; done`;
    case 4:
      return `while ${one}; do ${two}; done`;
    case 5:
      return `case $x in a|b) ${one};; *) ${two};; esac`;
    case 6:
      return `f() { ${one}; }; f`;
    case 7:
      return `sh -c '${one}'`;
    case 8:
      return `X=$(${one}) ${two}`;
    default:
      return `! ${one}`;
  }
}
