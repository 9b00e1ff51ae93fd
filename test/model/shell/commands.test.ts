import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { last, parse, shellOf, shown, texts, unmark } from '../dockerfile/support.ts';
import { commandNamed, readText } from './support.ts';

/**
 * The command words of the last instruction are marked, all of them and nothing else; the order is that of the text.
 */
const positions: readonly (readonly [what: string, marked: string])[] = [
  ['a lone command', 'RUN «a» b'],
  ['an argument is no command', 'RUN «apt-get» install -y sudo curl'],
  ['&& and ||', 'RUN «a» && «b» || «c»'],
  ['semicolons', 'RUN «a»; «b»;«c»'],
  ['pipes', 'RUN «a» | «b» |& «c»'],
  ['the background', 'RUN «a» & «b» &'],
  ['groups', 'RUN { «a»; «b»; } && («c»; («d»))'],
  ['negation and time', 'RUN ! «a» && time «b»'],
  ['if', 'RUN if «a»; then «b»; elif «c»; then «d»; else «e»; fi'],
  ['loops', 'RUN for x in sudo su; do «a»; done; while «b»; do «c»; done; until «d»; do «e»; done'],
  ['case', 'RUN case sudo in sudo) «a»;; *) «b»;; esac'],
  ['functions', 'RUN f() { «a»; }; «f»; g() ( «b» )'],
  ['leading assignments', 'RUN A=1 B="sudo x" «a» sudo'],
  ['assignments alone', 'RUN A=sudo'],
  ['command substitution', 'RUN «a» $(«b» sudo) "$(«c»)" `«d»` "`«e»`"'],
  ['nested substitution', 'RUN «a» "$(«b» "$(«c»)")"'],
  ['substitution in an assignment', 'RUN A=$(«b») && export C=`«d»`'.replace('export', '«export»')],
  ['backquotes in backquotes', 'RUN «a» `«b» \\`«c»\\``'],
  ['substitution in a default', 'RUN «a» ${X:-$(«b»)}'],
  ['process substitution', 'RUN «a» <(«b»|«c») > >(«d»)'],
  ['substitution in arithmetic', 'RUN «a» $(( $(«b») + 1 ))'],
  ['substitution in [[', 'RUN [[ -n $(«b») ]] && «a»'],
  ['substitution in a redirection', 'RUN «a» > $(«b»)'],
  ['redirections first', 'RUN > /x «a» 2>&1'],
  ['quoted command words', `RUN «"a"» && «'b'» && «c""d»`],
  ['paths', 'RUN «/usr/bin/a» sudo'],
  ['printed text', `RUN «echo» "sudo x; sudo y" 'sudo z' && «printf» '%s' sudo`],
  ['comments at the end', 'RUN «a» # sudo b; sudo c'],
  ['a hash in a word', 'RUN «a» b#c; «d»'],
  ['a continued command', 'RUN «a» && \\\n  # sudo\n\n  «b» c \\\n  && «d»'],
  ['a command word across lines', 'RUN «a\\\nb» c'],
  ['Windows line ends', 'RUN «a» && \\\r\n  «b» c\r\n'],
  ['the backtick as escape', '# escape=`\nFROM alpine\nRUN «a» && `\n  «b» \\\n'],
  ['flags of RUN are none', 'RUN --mount=type=secret,id=sudo «a»'],
  ['a heredoc script', 'RUN <<EOF\n«a»\n«b» | «c» # sudo\nEOF'],
  ['a heredoc with tabs', 'RUN <<-EOF\n\t«a»\n\tif «b»; then\n\t\t«c»\n\tfi\n\tEOF'],
  ['a heredoc with Windows line ends', 'RUN <<EOF\r\n«a» b\r\n«c»\r\nEOF\r\n'],
  ['a heredoc with a shell shebang', 'RUN <<EOF\n#!/usr/bin/env bash\n«a»\nEOF'],
  ['a heredoc for another interpreter', 'RUN <<EOF\n#!/usr/bin/env python3\nsudo = 1\nEOF'],
  ['a heredoc in front of its shell', 'RUN <<EOF «bash»\n«a»\nEOF'],
  ['a heredoc behind its shell', 'RUN «bash» -e <<EOF && «b»\n«a»\nEOF'],
  ['a heredoc of python', 'RUN «python3» <<EOF\nsudo()\nEOF'],
  ['a heredoc that is printed', 'RUN «cat» <<EOF > /x\nsudo a\n$(«b»)\nEOF'],
  ['a quoted heredoc that is printed', `RUN «cat» <<'EOF' > /x\n$(sudo b)\nEOF`],
  ['several heredocs', 'RUN «sh» <<A && «cat» <<B && «sh» <<C\n«a»\nA\nsudo\nB\n«c»\nC'],
  ['a heredoc inside of a heredoc', 'RUN <<EOF\n«cat» <<IN > /x\nsudo\nIN\n«a»\nEOF'],
  ['a here-string', 'RUN «bash» <<< "«a» b"'],
  ['exec form', 'RUN ["«a»", "sudo", "b;sudo"]'],
  ['exec form of a shell', 'RUN ["«sh»", "-c", "«a» && «sudo» «b»"]'],
  ['escapes in exec form', 'RUN ["«/bin/bash»", "-lc", "«a» \\"x\\" | «b»"]'],
  ['CMD and ENTRYPOINT', 'ENTRYPOINT «exec» «a»'],
  ['HEALTHCHECK', 'HEALTHCHECK --interval=1m CMD «curl» -f x || «exit» 1'],
  ['HEALTHCHECK in exec form', 'HEALTHCHECK CMD ["«curl»", "-f"]'],
  ['ONBUILD', 'ONBUILD RUN «a»; «b»'],
  ['a COPY heredoc with a shebang', 'COPY <<EOF /entry\n#!/bin/sh\n«exec» «gosu» a «"$@"»\nEOF'],
  ['a COPY heredoc named .sh', 'COPY <<EOF /entry.sh\n«a»\nEOF'],
  ['a COPY heredoc that is data', 'COPY <<EOF /etc/sudoers\nsudo x\nEOF'],
  ['an unfinished text', 'RUN «a» && if «b»; then «c»'],
  ['an unclosed quote', 'RUN «a» "b; sudo'],
  ['a SHELL that is not read', 'SHELL ["/usr/bin/fish", "-c"]\nRUN sudo a'],
  ['a shell behind other words in SHELL', 'SHELL ["conda", "run", "bash", "-c"]\nRUN «a»'],
];

/** Wrappers: their own word and those they run are marked. */
const wrapped: readonly (readonly [what: string, marked: string])[] = [
  ['sudo', 'RUN «sudo» «a» && «sudo» -E -u b -- «c» && «sudo» -nH A=1 «d»'],
  ['sudo with long options', 'RUN «sudo» --user b --group=c «d»'],
  ['sudo that runs nothing', 'RUN «sudo» -l a; «sudo» -v'],
  ['doas', 'RUN «doas» -u b «a»'],
  ['env', 'RUN «env» -i -u X A=1 B=2 «a» b=c && «env»'],
  ['env -S', 'RUN «env» -S "«a» b"'],
  ['exec, command and builtin', 'RUN «exec» -a x «a»; «command» «b»; «builtin» «c»'],
  ['command -v asks only', 'RUN «command» -v sudo; «command» -V sudo; «which» sudo'],
  ['nice and ionice', 'RUN «nice» -n 5 «a»; «nice» -10 «b»; «ionice» -c3 «c»'],
  ['nohup and setsid', 'RUN «nohup» «a» & «setsid» «b»'],
  ['time with options', 'RUN «/usr/bin/time» -f %e «a»'],
  ['timeout', 'RUN «timeout» 5 «a»; «timeout» -k 1 -s KILL 5m «b»; «timeout» --signal=9 1 «c»'],
  ['stdbuf', 'RUN «stdbuf» -oL «a»'],
  ['xargs', "RUN «a» | «xargs» -n 1 -I{} «b» {}; «c» | «xargs» -0 «sh» -c '«d»'"],
  ['find -exec', 'RUN «find» / -name sudo -exec «a» {} \\; -o -execdir «b» {} +'],
  ['su -c', "RUN «su» - user -c '«a» && «b»'; «su» -c «c» user; «su» --command='x' u; «su» user sudo"],
  ['runuser', "RUN «runuser» -u x -- «a»; «runuser» -l x -c '«b»'"],
  ['gosu, su-exec and s6-setuidgid', 'RUN «gosu» u:g «a»; «su-exec» u «b»; «s6-setuidgid» u «c»'],
  ['setpriv', 'RUN «setpriv» --reuid=1 --regid 2 --clear-groups «a»'],
  ['chroot', 'RUN «chroot» --userspec=a:b /mnt «c»'],
  ['tini and dumb-init', 'RUN «tini» -g -- «a»; «dumb-init» --rewrite 15:3 -- «b»; «/sbin/tini» «c»'],
  ['wrappers of wrappers', 'RUN «sudo» «env» A=1 «nice» «timeout» 5 «a»'],
  ['sh -c', `RUN «sh» -c '«a»; «b»' && «bash» -lc "«c» | «d»" && «/bin/sh» -ec «e» && «dash» -c -e '«f»'`],
  ['sh -c with options', "RUN «bash» -o pipefail -O extglob --norc -c '«a»' x sudo"],
  ['sh -c behind sudo', "RUN «sudo» -E «bash» -c '«a»'"],
  ['sh -c in sh -c', `RUN «sh» -c "«sh» -c '«a»'"`],
  ['a script file is no program text', 'RUN «sh» sudo -c a; «bash» -x /a.sh'],
  ['escapes in program text', 'RUN «sh» -c "«a» \\"b\\" \\$(«c»)"'],
  ['eval', `RUN «eval» "«a» b; «c»"; «eval» «d» e`],
  ['eval of what another command prints', 'RUN «eval» "«$(«ssh-agent» -s)»"'],
  ['sh -c of what another command prints', 'RUN «sh» -c "«$(«curl» x)»"'],
  ['python modules', 'RUN «python3» -m «pip» install sudo; «python» -c "sudo"'],
  ['busybox applets', 'RUN «busybox» «wget» x'],
  ['flock', "RUN «flock» /lock «a»; «flock» /lock -c '«b»'"],
  ['options that only look like wrappers', 'RUN «a» --sudo sudo -- sudo'],
];

describe('commands', () => {
  for (const [what, marked] of [...positions, ...wrapped]) {
    it(what, () => {
      const { text, spans } = unmark(marked);
      const words = (last(parse(text)).shell?.commands ?? []).map(({ word }) => word);
      assert.deepEqual(texts(text, words), texts(text, spans));
    });
  }
});

describe('the name of a command', () => {
  const cases: readonly (readonly [text: string, name: string | undefined])[] = [
    ['curl', 'curl'],
    ['/usr/bin/curl', 'curl'],
    ['./curl.exe', 'curl'],
    ['"$HOME"/bin/curl', 'curl'],
    ['$BIN', undefined],
    ['$BIN-x', undefined],
    ['$(which curl)', undefined],
    ['\\curl', 'curl'],
    ["c'ur'l", 'curl'],
    ['BIN=curl; $BIN', 'curl'],
    ['CMD="curl -k"; $CMD', 'curl'],
  ];
  for (const [text, name] of cases) {
    it(text, () => assert.equal(readText(text).commands.find(({ via }) => via === 'plain')?.name, name));
  }
});

describe('how commands are reached', () => {
  it('is said with the wrapper', () => {
    const { commands } = readText(`sudo a; sh -c 'b'; bash <<E\nc\nE\nd $(e)`);
    assert.deepEqual(
      commands.map(({ name, via, wrapper }) => [name, via, wrapper?.name]),
      [
        ['sudo', 'plain', undefined],
        ['a', 'argument', 'sudo'],
        ['sh', 'plain', undefined],
        ['b', 'script', 'sh'],
        ['bash', 'plain', undefined],
        ['c', 'heredoc', 'bash'],
        ['d', 'plain', undefined],
        ['e', 'substitution', undefined],
      ],
    );
  });

  it('hangs substitutions on their words', () => {
    const { args } = commandNamed(readText('bash -c "$(curl x | tac)" <(wget y)'), 'bash');
    assert.deepEqual(
      args.map(({ substitutions }) => substitutions.map(({ name }) => name)),
      [[], ['curl', 'tac'], ['wget']],
    );
  });
});

describe('words', () => {
  const cases: readonly (readonly [
    marked: string,
    values: readonly string[],
    literal: readonly boolean[],
  ])[] = [
    [`a «b» «"c d"» «'e f'» «g\\ h»`, ['b', 'c d', 'e f', 'g h'], [true, false, false, false]],
    ['a «b"c"d» «$\'x\\ny\'»', ['bcd', 'x\ny'], [false, false]],
    ['a «"x \\" \\$y \\z"»', ['x " $y \\z'], [false]],
    ['a «*.deb» «~/x» «--o=p»', ['*.deb', '~/x', '--o=p'], [true, true, true]],
    ['a «$X» «b$X» «"$X"»', ['?', '?', '?'], [false, false, false]],
    ['a «$(b)» «`c`»', ['?', '?'], [false, false]],
    ['a «»""', [''], [false]],
  ];
  for (const [marked, values, literal] of cases) {
    it(marked, () => {
      const { text, spans } = unmark(marked.replace('«»""', '«""»'));
      const [command] = readText(text).commands;
      assert.ok(command);
      assert.deepEqual(texts(text, command.args), texts(text, spans));
      assert.deepEqual(
        command.args.map(({ value }) => shown(value)),
        values,
      );
      assert.deepEqual(
        command.args.map((word) => word.literal),
        literal,
      );
    });
  }

  it('keep unknown parts as written in their text', () => {
    const [word] = commandNamed(readText('A=b; x "$DIR/$A/.env"'), 'x').args;
    assert.equal(word?.text, '$DIR/b/.env');
    assert.deepEqual(word?.variables, ['DIR', 'A']);
  });
});

describe('pipelines', () => {
  it('list the outermost command of each stage', () => {
    const sh = commandNamed(readText('curl x | sudo -E tee y | sh'), 'sh');
    assert.deepEqual(
      sh.pipeline.stages.map(({ name }) => name),
      ['curl', 'sudo', 'sh'],
    );
    assert.equal(commandNamed(readText('curl x | sudo -E tee y | sh'), 'tee').pipeline.stages.length, 3);
  });

  it('know what runs in groups, and what is around them', () => {
    const script = readText('{ curl x; curl y; } | (tee z; sh)');
    const { pipeline } = commandNamed(script, 'sh');
    assert.deepEqual(
      pipeline.stages.map(({ name }) => name),
      ['sh'],
    );
    assert.deepEqual(
      pipeline.outer?.pipeline.members.map((members) => members.map(({ name }) => name)),
      [
        ['curl', 'curl'],
        ['tee', 'sh'],
      ],
    );
    assert.equal(pipeline.outer?.stage, 1);
  });

  it('reach into nested programs', () => {
    const { pipeline } = commandNamed(readText("curl x | sh -c 'cat | bash'"), 'bash');
    assert.deepEqual(
      pipeline.outer?.pipeline.stages.map(({ name }) => name),
      ['curl', 'sh'],
    );
  });

  it('are of one command in exec form', () => {
    const [command] = shellOf(last(parse('RUN ["a", "b"]'))).commands;
    assert.deepEqual(command?.pipeline.stages, [command]);
  });
});

describe('deep nesting', () => {
  for (const part of [
    '$(',
    '`',
    '(',
    '{ ',
    'if a; then ',
    'sh -c ',
    'sudo ',
    'eval ',
    '"$(',
    '${x:-',
    '<(',
    'f() { ',
  ]) {
    it(`of ${part}`, () => {
      const script = readText(part.repeat(3000));
      assert.ok(script.commands.length < 100_000);
    });
  }

  it('is said to be recovered', () => {
    assert.equal(readText('a; b').recovered, false);
    assert.equal(readText('if a; then b').recovered, true);
    assert.equal(readText(`a ${'$('.repeat(30)}`).recovered, true);
  });
});
