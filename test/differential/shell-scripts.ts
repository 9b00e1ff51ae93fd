// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a shell writes its variables like this.
// Longer than 300 lines because a grammar is one whole.
/** Shell scripts by the grammar of bash, so that several readers of shell can be compared on them. */
import fc from 'fast-check';

/** A piece of script, and the bodies of heredocs that have to stand behind the next line end. */
interface Piece {
  readonly text: string;
  readonly bodies: readonly string[];
}

type Pieces = fc.Arbitrary<Piece>;

const piece = (text: string): Piece => ({ text, bodies: [] });
const pieces = (...texts: string[]): Pieces => fc.constantFrom(...texts).map(piece);

/** Pieces and texts in a row. */
function joined(...parts: readonly (Piece | string)[]): Piece {
  const all = parts.map((part) => (typeof part === 'string' ? piece(part) : part));
  return { text: all.map(({ text }) => text).join(''), bodies: all.flatMap(({ bodies }) => bodies) };
}

/** Ends the line, so that the bodies can stand. */
function ended({ text, bodies }: Piece): Piece {
  return piece(`${text}\n${bodies.join('')}`);
}

/** Inside of quotes and parentheses no body may stay open; a trailing one needs its line end in any case. */
function closed(part: Piece): Piece {
  return part.bodies.length === 0 ? part : ended(part);
}

const names: Pieces = pieces(
  ...['apt-get', 'curl', 'sudo', '/usr/bin/x', './run.sh', 'b2', 'naïve', '[', '.', ':', 'set', 'cd'],
  ...[
    '"quoted"',
    "'single'",
    'ha"l"f',
    '\\escaped',
    '$TOOL',
    '"${TOOL:-x}"',
    '$(which x)',
    '~/bin/x',
    '"x y"',
  ],
);

const plainWords: Pieces = pieces(
  ...['a', '-k', '--o=p', '/x/y', '*.deb', '~/x', '1', 'größe', '😀', 'A=b', 'b#c', '{a,b}', '{}', '%s\\n'],
  // Reserved words mean nothing as arguments.
  ...['then', 'if', 'done', 'esac', 'in', 'do', '!', 'function', 'sudo'],
  ...[
    "'x; sudo y'",
    "'$(no)'",
    '"p && q"',
    '"#"',
    '""',
    "''",
    "$'a\\'b'",
    '$"c"',
    '\\;',
    '\\ ',
    'g\\ h',
    '\\$x',
  ],
  ...[
    '$V',
    '${V}',
    '"$@"',
    '$1',
    '$?',
    '$$',
    '${V:-w}',
    '${V##*/}',
    '"${V%.*}"',
    '${V//a/b}',
    '${#V}',
    '${V:1:2}',
  ],
  ...['${!V}', '${A[0]}', '${A[@]}', '$((1 + 2))', '$((V << 2))', '"$(( (1) ))"', '[a-z]?', '"\\"z\\""'],
);

const redirections: Pieces = pieces(
  ...[
    '>/dev/null',
    '> f',
    '>>f',
    '2>&1',
    '2> e',
    '< in',
    '&>f',
    '>&2',
    '<&3',
    '3<>f',
    '2>&-',
    '>|f',
    '<<<here',
    '<<<"$V"',
  ],
);

/** The first words of commands that run others, and of those that declare variables. */
const prefixes: Pieces = pieces(
  ...[
    'sudo -E ',
    'env A=1 ',
    'timeout 5 ',
    'exec ',
    'nohup ',
    'nice -n 5 ',
    'xargs -n1 ',
    'command ',
    'gosu app ',
  ],
);

const declarations: Pieces = pieces(
  ...[
    'export A=1',
    'export A B="x y"',
    'local v=w',
    'readonly R=1',
    'declare -a D=(1 2)',
    'declare -x Z',
    'typeset -i N=3',
  ],
);

function words(depth: number): Pieces {
  if (depth === 0) return plainWords;
  const inner = script(depth - 1).map(closed);
  return fc.oneof(
    { weight: 6, arbitrary: plainWords },
    { weight: 1, arbitrary: inner.map((body) => joined('$( ', body, ')')) },
    { weight: 1, arbitrary: inner.map((body) => joined('"x $( ', body, ') y"')) },
    { weight: 1, arbitrary: inner.map((body) => joined('<( ', body, ')')) },
    { weight: 1, arbitrary: inner.map((body) => joined('${V:-$( ', body, ')}')) },
    { weight: 1, arbitrary: pieces('`date -u`', '"`id -u`"', '$(<f)', '$(( $(nproc) + 1 ))', '${V:-`x`}') },
    { weight: 1, arbitrary: fc.tuple(plainWords, plainWords).map(([one, two]) => joined('x', one, two)) },
  );
}

function assignments(depth: number): Pieces {
  return fc.oneof(
    pieces('A=1', 'B=', 'C="x y"', 'D+=more', "G='h'", 'H=$V'),
    // unbash takes `W=<(a) b` for an assignment of nothing to the command `<(a)`.
    words(depth)
      .filter(({ text }) => !text.startsWith('<('))
      .map((word) => joined('W=', word)),
  );
}

function heredocs(depth: number): Pieces {
  const body = fc.constantFrom('sudo a\n', '$V "x\n', '', "it's\n", '# sudo\n\n');
  const mark = fc.constantFrom('EOF', '"E O"', "'EOF'", '\\EOF', '-EOF', '-"EOF"', '3EOF');
  const inside =
    depth === 0
      ? fc.constant('')
      : simple(0).map((one) => (one.bodies.length > 0 ? '' : `$( ${one.text})\n`));
  return fc.tuple(mark, body, inside).map(([written, text, expansion]) => {
    const operator = written.startsWith('-') ? '<<-' : written.startsWith('3') ? '3<<' : '<<';
    const delimiter = written.replace(/^[-3]/, '');
    const end = delimiter.replace(/["'\\]/g, '');
    const tab = operator === '<<-' ? '\t' : '';
    return { text: ` ${operator}${delimiter}`, bodies: [`${text}${expansion}${tab}${end}\n`] };
  });
}

const blanks = fc.constantFrom(' ', ' ', ' ', '  ', '\t', ' \\\n  ');

function simple(depth: number): Pieces {
  const part = fc.oneof({ weight: 8, arbitrary: words(depth) }, { weight: 2, arbitrary: redirections });
  const spaced = (all: readonly (readonly [string, Piece])[]) => all.flat();
  const command = fc
    .tuple(
      fc.array(
        assignments(depth).map((one) => joined(one, ' ')),
        { maxLength: 2 },
      ),
      fc.oneof({ weight: 8, arbitrary: pieces('') }, { weight: 1, arbitrary: redirections }),
      names,
      fc.array(fc.tuple(blanks, part), { maxLength: 4 }),
    )
    .map(([assigned, early, name, rest]) =>
      joined(...assigned, early, early.text === '' ? '' : ' ', name, ...spaced(rest)),
    );
  // Only where nothing is run may a value be an array.
  const arrays = pieces('E=(one two)', 'F[1]=x', 'E+=( $(a) "b c" )');
  const assigned = fc.array(fc.oneof(assignments(depth), arrays), { minLength: 1, maxLength: 2 });
  const usual = [
    { weight: 8, arbitrary: command },
    { weight: 1, arbitrary: assigned.map((all) => joined(...all.flatMap((one) => [one, ' ']))) },
    { weight: 1, arbitrary: fc.tuple(prefixes, command).map(([prefix, one]) => joined(prefix, one)) },
    { weight: 1, arbitrary: declarations },
    {
      weight: 1,
      arbitrary: fc.tuple(command, heredocs(depth)).map(([one, heredoc]) => joined(one, heredoc)),
    },
  ];
  return fc.oneof(...usual);
}

function conditions(depth: number): Pieces {
  return fc.oneof(
    script(depth),
    words(depth).map((word) => joined('[[ -n ', word, ' && ( a < b || ! $c =~ ^x.*$ ) ]]')),
    pieces('(( i < 3 ))', '((i++))', '[[ $a == b* ]]', '[ -f x ]', 'test "$a" = b', '! grep -q x f'),
  );
}

function compound(depth: number): Pieces {
  const body = script(depth);
  const two = fc.tuple(conditions(depth), body);
  // What closes a compound command stands behind a semicolon or on a line of its own.
  const stop = (part: Piece) =>
    part.bodies.length === 0 && !part.text.endsWith('&') ? joined(part, '; ') : ended(part);
  const line = (part: Piece) => ended(part);
  return fc.oneof(
    body.map((one) => joined('{ ', stop(one), '}')),
    body.map((one) => joined('{ ', line(one), '}')),
    body.map((one) => joined('( ', closed(one), ')')),
    two.map(([test, one]) => joined('if ', stop(test), 'then ', stop(one), 'fi')),
    fc
      .tuple(two, two, body)
      .map(([[test, one], [other, more], rest]) =>
        joined(
          'if ',
          line(test),
          'then ',
          line(one),
          'elif ',
          stop(other),
          'then ',
          stop(more),
          'else ',
          line(rest),
          'fi',
        ),
      ),
    two.map(([test, one]) => joined('while ', stop(test), 'do ', stop(one), 'done')),
    two.map(([test, one]) => joined('until ', stop(test), 'do ', line(one), 'done < in')),
    fc
      .tuple(words(depth), body)
      .map(([word, one]) => joined('for v in a ', word, ' sudo; do ', stop(one), 'done')),
    body.map((one) => joined('for v; do ', stop(one), 'done')),
    body.map((one) => joined('for ((i=0; i<3; i++)); do ', stop(one), 'done')),
    body.map((one) => joined('select v in a b; do ', stop(one), 'done')),
    fc
      .tuple(words(depth), body, body, fc.constantFrom(';;', ';&', ';;&'))
      .map(([word, one, other, by]) =>
        joined('case ', word, ' in a|"b c") ', closed(one), ' ', by, ' (*) ', closed(other), '\n;; esac'),
      ),
    fc
      .tuple(fc.constantFrom('f()', 'g ()', 'function h', 'function k()'), body, fc.boolean())
      .map(([head, one, isSubshell]) =>
        isSubshell && head.endsWith(')')
          ? joined(head, ' ( ', closed(one), ')')
          : joined(head, ' { ', stop(one), '}'),
      ),
    body.map((one) => joined('{ ', stop(one), '} > out 2>&1')),
  );
}

function script(depth: number): Pieces {
  if (depth === 0) return simple(0);
  const inner = script(depth - 1);
  const negated = fc
    .tuple(fc.constantFrom('! ', 'time '), simple(depth - 1))
    // Behind `time` bash takes no array.
    .filter(([, one]) => !one.text.includes('=('))
    .map((all) => joined(...all));
  const listed = fc
    .tuple(
      inner,
      fc.constantFrom(
        ' && ',
        ' || ',
        '; ',
        ' | ',
        ' |& ',
        ' & ',
        '\n',
        ' &&\n',
        ' |\n',
        ' && \\\n',
        ' # why\n',
      ),
      inner,
    )
    .map(([one, separator, other]) => {
      // Only a whole pipeline is negated or timed.
      const by = /^(!|time) /.test(other.text)
        ? separator.replace(/[|]&?/, '&&').replace('&&|', '&&')
        : separator;
      const endsLine = by.endsWith('\n') && !by.endsWith('\\\n');
      if (endsLine) return joined(ended(joined(one, by.slice(0, -1))), other);
      // The bodies come at the first line end, so before any line end of what follows.
      if (one.bodies.length === 0 || !other.text.includes('\n')) return joined(one, by, other);
      return joined(ended(joined(one, by.replace('; ', '').replace(/\\\n/, ''))), other);
    });
  return fc.oneof(
    { weight: 3, arbitrary: simple(depth) },
    { weight: 4, arbitrary: listed },
    { weight: 4, arbitrary: compound(depth - 1) },
    { weight: 1, arbitrary: negated },
  );
}

/** Scripts with one character or one word taken out or repeated, of which bash takes some. */
export const damagedScripts: fc.Arbitrary<string> = fc
  .tuple(
    script(2).map((part) => closed(part).text),
    fc.nat(),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([text, at, isWord, isRepeated]) => {
    const units = isWord ? text.split(/(?<=\s)/) : [...text];
    return units
      .flatMap((unit, index) => (index !== at % units.length ? [unit] : isRepeated ? [unit, unit] : []))
      .join('');
  });

/** Scripts that bash takes, in many of the ways to write one. */
export const shellScripts: fc.Arbitrary<string> = script(3).map((part) => closed(part).text);
