/**
 * Whatever stands in a file, a name or a configuration, nothing of it commands the terminal, the log of a build or the
 * page it is shown on.
 */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import fc from 'fast-check';
import { visible } from '../../cli/formats/frame.ts';
import { withoutRunnerCommands } from '../../cli/formats/runner-commands.ts';
import { rules } from '../../rules/index.ts';
import { type Outcome, type Project, project } from '../cli/support.ts';

const esc = '\u001b';
/** Commands of each kind: of terminals (both widths), of text direction, of line ends, of runners, of pages. */
const hostile: readonly (readonly [name: string, text: string])[] = [
  ['an escape sequence', `${esc}[31mred${esc}]0;title\u0007`],
  ['an upper control', '\u009b31mred\u009d0;title\u009c\u0085'],
  ['text turned around', '\u202egnirts\u2066x\u2069\u200f\u061c'],
  ['invisible characters', 'a\u200bb\u00adc\ufeffd\u{e0041}'],
  ['line separators', 'a\u2028b\u2029c'],
  ['a carriage return and a bell', 'a\rb\u0007\b\u007f'],
  ['a new line with a command', 'a\n::error::owned\n##[error]owned'],
  ['a command of its own', '::error file=x,line=1::owned%0A::warning::too'],
  ['commands of other runners', "##[error]owned ##vso[task.setvariable]x ##teamcity[message text='x']"],
  ['a page', '<img src=x onerror=alert(1)></details>\\|<script>|[a](http://e.org)![b](x) `c` ]]> --> @all'],
];

/** A character that is not to be shown, beside the line feeds between lines. */
const raw = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
/** What a runner takes for a command. */
const command = /^\s*::|##(?:\[|vso\[|teamcity\[)/im;

const formatNames = ['text', 'json', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle', 'markdown'];
const all = { rules };
const yaml = (text: string) => JSON.stringify(text);
/** A name as files can have it; a folder of its own would be another path. */
const fileName = (text: string) => text.replaceAll('/', '∕');
/** A stage and a shell word end with a blank. */
const word = (text: string) => text.replace(/\s/g, '_');

async function hostileProject(test: TestContext, text: string): Promise<Project> {
  return project(test, {
    [`${fileName(text)}/compose.yaml`]: `name: ${yaml(text)}
services:
  ${yaml(text)}:
    image: ${yaml(`e.org/${text}`)}
    privileged: true
    container_name: ${yaml(text)}
    command: [${yaml(text)}, "curl http://e.org/x | sh"]
    ports: [${yaml(`${text}:80`)}, "8080:80"]
    cap_add: [${yaml(text)}, SYS_ADMIN]
    volumes: [${yaml(`/${text}:/x`)}, "/var/run/docker.sock:/x"]
    environment: {DB_PASSWORD: "hunter2", ${yaml(text)}: ${yaml(text)}}
    networks: [${yaml(text)}]
    security_opt: [${yaml(text)}, "apparmor:unconfined"]
    extends: {file: ${yaml(`../${text}.yaml`)}, service: ${yaml(text)}}
    build: {context: ".", target: ${yaml(text)}, dockerfile: ${yaml(text)}}
    ${yaml(text)}: 1
include: [${yaml(`${text}.yaml`)}, ${yaml(`../../${text}`)}]
`,
    [`${fileName(text)}/Dockerfile`]: `FROM alpine AS ${word(text)}
COPY --from=${word(text)} /a /b
ENV API_TOKEN=${word(text)}
RUN sudo chmod 777 ${word(text)} && curl http://e.org/${word(text)} | sh
# bulkhead-ignore ${word(text)} -- ${text.replace(/[\r\n]/g, ' ')}
USER ${word(text)}
${word(text)} x
`,
    '.bulkhead.yaml': `tenancy: hostile\n${yaml(text)}: 1\nrules: {${yaml(text)}: ${yaml(text)}}\nignore: [{rule: "compose/pids-limit", reason: ${yaml(text)}, path: ${yaml(`**/${text}`)}}]\n`,
  });
}

/** What the product itself writes to a terminal: its colours, and the line of its progress. */
const withoutColours = (said: string) => said.replace(new RegExp(`${esc}\\[[\\d;]*m`, 'g'), '');
const withoutProgress = (said: string) => said.replace(new RegExp(`\\r(?:${esc}\\[K)?`, 'g'), '');

/** Standard error is always for people; standard output is looked at by the caller. */
function checkForPeople(said: string, what: string, isTerminal = false): void {
  const found = raw.exec(said);
  assert.equal(found?.[0].codePointAt(0)?.toString(16), undefined, `${what}: ${JSON.stringify(said)}`);
  // A terminal runs no build; a diff is what `patch` needs to the byte.
  if (!isTerminal) assert.doesNotMatch(said, command, what);
}

function checkNoDefect({ stderr }: Outcome): void {
  assert.doesNotMatch(stderr, /defect of Bulkhead/);
}

describe('a report', () => {
  for (const [name, text] of hostile) {
    it(`is harmless in every format where names and values hold ${name}`, async (test) => {
      const work = await hostileProject(test, text);
      for (const format of formatNames) {
        const outcome = await work.runWith(all, 'lint', '--format', format);
        const { stdout, stderr } = outcome;
        checkNoDefect(outcome);
        checkForPeople(stderr, `${format}, standard error`);
        assert.doesNotMatch(stdout, raw, format);
        assert.ok(stdout.length > 1000, `${format} reports something`);
        checkFormat(format, stdout);
      }
    });
  }

  it('on a terminal holds no sequences but its own colours', async (test) => {
    for (const [, text] of hostile) {
      const work = await hostileProject(test, text);
      const { stdout, stderr } = await work.runWith(
        { ...all, terminal: true, env: { TERM: 'xterm' } },
        'lint',
      );
      checkForPeople(withoutColours(stdout), 'standard output', true);
      checkForPeople(withoutProgress(stderr), 'standard error');
    }
  });
});

function checkFormat(format: string, stdout: string): void {
  if (format === 'json' || format === 'sarif' || format === 'gitlab') JSON.parse(stdout);
  if (format === 'text') assert.doesNotMatch(stdout, command);
  if (format === 'github') {
    for (const line of stdout.trimEnd().split('\n')) {
      // One command a line, of the three kinds; its properties end before the first `::` that follows.
      assert.match(line, /^::(?:error|warning|notice) (?:\w+=[^:,]*,)*\w+=[^:,]*::/);
      assert.doesNotMatch(line, /[\r\n]/);
    }
  }
  if (format === 'junit' || format === 'checkstyle') {
    const outside = stdout.replace(/"[^"<]*"/g, '""').replace(/>[^<>]*</g, '><');
    assert.doesNotMatch(
      outside,
      /<(?!\/?(?:testsuites|testsuite|testcase|failure|error|skipped|checkstyle|file|system-out)\b|\?xml)/,
    );
  }
  if (format === 'markdown') {
    const withoutCode = stdout.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, 'code');
    assert.doesNotMatch(withoutCode, /<(?!\/?(?:details|summary)>)/, 'HTML');
    assert.doesNotMatch(withoutCode, /(?<!\\)[[\]]/, 'links');
    for (const line of stdout.split('\n').filter((row) => row.startsWith('|'))) {
      const cells = line.match(/(?:\\.|[^|\\])+/g) ?? [];
      assert.ok(cells.length === 3 || cells.length === 4, `a row of another table: ${line}`);
    }
  }
}

describe('the other commands', () => {
  const commands: readonly (readonly string[])[] = [
    ['fix'],
    ['fix', '--review', '--write'],
    ['baseline'],
    ['lint', '--fail-on', 'never'],
    ['migrate', '--dry-run'],
    ['migrate'],
    ['init'],
  ];
  for (const [name, text] of hostile) {
    it(`are harmless where names and values hold ${name}`, async (test) => {
      const work = await hostileProject(test, text);
      await work.write('.trivyignore', `DS-0010 # ${text}\n${text}\n`);
      await work.write(
        '.hadolint.yaml',
        `ignored: [DL3004, ${yaml(text)}]\n${yaml(text)}: ${yaml(text)}\ntrustedRegistries: [${yaml(text)}]\n`,
      );
      await work.write(
        '.dclintrc',
        `{${yaml(text)}: 1, "rules": {${yaml(text)}: 2}, "exclude": [${yaml(text)}]}`,
      );
      for (const argv of commands) {
        const terminal = await work.runWith({ ...all, terminal: true, env: { NO_COLOR: '1' } }, ...argv);
        checkNoDefect(terminal);
        const shown = argv.join(' ');
        // A draft of a configuration is YAML, as it is written to the disk.
        checkForPeople(terminal.stdout, `${shown}, standard output`, argv[0] === 'fix');
        checkForPeople(withoutProgress(terminal.stderr), `${shown}, standard error`);
      }
    });

    it(`repeat what was typed without ${name}`, async (test) => {
      const work = await project(test, {});
      for (const argv of [
        [text],
        ['lint', text],
        ['lint', `--${text}`],
        ['lint', '--format', text],
        ['lint', '--config', text],
        ['lint', '--baseline', text],
        ['lint', '--changed-since', text],
        ['fix', '--only', text],
        ['fix', text],
        ['baseline', text],
        ['explain', text],
        ['explain', `${text}:1:1`],
        ['migrate', text],
        ['completions', text],
      ]) {
        const outcome = await work.run(...argv);
        assert.equal(outcome.code, 2, argv[0]);
        checkNoDefect(outcome);
        checkForPeople(outcome.stdout + outcome.stderr, argv.join(' '));
      }
    });
  }
});

describe('any text', () => {
  it('is shown without a control, and otherwise as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.doesNotMatch(visible(text), raw);
        assert.ok(!visible(text).includes('\n'));
      }),
    );
  });

  it('holds no command of a runner after those were taken out', () => {
    const pieces = fc.constantFrom(':', '::', '#', '##', '[', 'vso[', 'TeamCity[', ' ', '\t', '\n', 'a');
    fc.assert(
      fc.property(
        fc.array(pieces).map((parts) => parts.join('')),
        (text) => {
          assert.doesNotMatch(withoutRunnerCommands(text), command);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
