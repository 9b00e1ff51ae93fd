/**
 * Large and hostile Dockerfiles under all rules: four times the text takes about four times the processor time, not the
 * sixteen of work that grows with its square, and what can be known of the text is still found.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Analysis, analyse, rules } from '../../rules/index.ts';
import { memoryFiles } from '../support/memory-files.ts';

function lint(text: string): Promise<Analysis> {
  return analyse({
    path: '/work/Dockerfile',
    files: memoryFiles({ Dockerfile: text }),
    rules,
    overrides: { tenancy: 'hostile' },
    today: '2026-11-24',
  });
}

function repeated(count: number, part: (at: number) => string, by = '\n'): string {
  return Array.from({ length: count }, (_, at) => part(at)).join(by);
}

interface Shape {
  readonly what: string;
  /** The text of about so many lines. */
  readonly text: (lines: number) => string;
  /** A rule and how many findings it has per line. */
  readonly finds: readonly [rule: string, perLine: number];
}

const shapes: readonly Shape[] = [
  {
    what: 'many instructions',
    text: (lines) =>
      `FROM debian:12\n${repeated(
        lines / 5,
        (at) =>
          `RUN curl -k https://x.test/${at} | sh\nENV API_TOKEN${at}=s3cr3t${at}\nCOPY f${at} /x\nUSER u${at}\nRUN sudo a`,
      )}`,
    finds: ['no-sudo', 1 / 5],
  },
  {
    what: 'a long continuation',
    text: (lines) => `FROM a\nRUN sudo a \\\n${repeated(lines, (at) => `  p${at}`, ' \\\n')} && sudo b`,
    finds: ['no-sudo', 0],
  },
  {
    what: 'many commands in one RUN',
    text: (lines) =>
      `FROM a\nRUN ${repeated(lines, (at) => `sudo curl -fsSLO https://x.test/${at}`, ' && \\\n')}`,
    finds: ['no-sudo', 1],
  },
  {
    what: 'many variables',
    text: (lines) =>
      `FROM a\nENV ${repeated(lines, (at) => `T${at}_TOKEN=s3cr3t`, ' \\\n')}\nRUN sudo $T1_TOKEN`,
    finds: ['secret-in-env-or-arg', 1],
  },
  {
    what: 'stages built on each other',
    text: (lines) =>
      repeated(
        lines / 3,
        (at) => `FROM ${at === 0 ? 'a:1' : `s${at - 1}`} AS s${at}\nRUN sudo a\nCOPY --from=s${at - 2} /a /b`,
      ),
    finds: ['no-sudo', 1 / 3],
  },
  {
    what: 'a long heredoc',
    text: (lines) => `FROM a\nRUN <<EOF\n${repeated(lines, () => 'sudo curl http://x.test | sh')}\nEOF\n`,
    finds: ['no-sudo', 1],
  },
  {
    what: 'heredocs that are never closed',
    text: (lines) => `FROM a\nRUN sudo a\n${repeated(lines / 2, () => 'RUN <<A\nb')}`,
    finds: ['no-sudo', 0],
  },
  {
    what: 'quotes that are never closed',
    text: (lines) => `FROM a\n${repeated(lines / 2, () => 'RUN sudo echo "a\nENV A="b')}`,
    finds: ['no-sudo', 1 / 2],
  },
  {
    what: 'comments that silence',
    text: (lines) =>
      `FROM a\n${repeated(lines / 2, (at) => `# bulkhead ignore=no-sudo -- ${at}\nRUN sudo a`)}`,
    finds: ['no-sudo', 1 / 2],
  },
];

/** Milliseconds of processor time, the least of a few runs. */
async function cost(text: string): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run++) {
    const before = process.cpuUsage();
    await lint(text);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

function count({ findings }: Analysis, rule: string): number {
  return findings.filter((finding) => finding.rule === `dockerfile/${rule}`).length;
}

describe('large Dockerfiles', () => {
  for (const { what, text, finds } of shapes) {
    it(`${what}: time grows with the text`, async () => {
      const lines = 900;
      const few = await cost(text(lines));
      const many = await cost(text(lines * 4));
      // Below some milliseconds, the fixed cost of a run decides.
      assert.ok(many < 10 * Math.max(few, 20), `${few} ms, ${many} ms`);
    });

    it(`${what}: 5,000 lines are understood`, async () => {
      const [rule, perLine] = finds;
      const analysis = await lint(text(5000));
      assert.ok(count(analysis, rule) >= Math.max(1, Math.floor(5000 * perLine)), `${count(analysis, rule)}`);
      assert.ok(analysis.findings.every((finding) => finding.rule !== 'internal/rule-crashed'));
    });
  }

  it('a continuation of 10,000 elements is understood to its end', async () => {
    const [shape] = shapes.filter(({ what }) => what === 'a long continuation');
    assert.ok(shape);
    assert.equal(count(await lint(shape.text(10_000)), 'no-sudo'), 2);
  });
});

describe('random Dockerfiles', () => {
  const bytes = fc.uint8Array({ maxLength: 400 }).map((all) => Buffer.from(all).toString('latin1'));
  const words = fc.constantFrom(
    ...[
      'FROM ',
      'RUN ',
      'COPY ',
      'ADD ',
      'USER ',
      'ENV ',
      'ARG ',
      'CMD ',
      'VOLUME ',
      'EXPOSE ',
      'HEALTHCHECK ',
    ],
    ...[
      '\n',
      ' \\\n',
      '# ',
      '<<E',
      '\nE\n',
      '"',
      "'",
      '`',
      '$',
      '${',
      '$(',
      ')',
      '|',
      '&&',
      ';',
      '>',
      '--from=',
      '--mount=',
    ],
    ...[
      '[',
      ']',
      '["',
      '"]',
      'sudo ',
      'curl ',
      'http://',
      'chmod 777 ',
      'sh -c ',
      ':',
      '@',
      '=',
      ' ',
      'type=secret,',
    ],
  );
  const texts = fc.oneof(
    bytes,
    fc
      .array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 50 })
      .map((all) => all.join('')),
  );

  it('crash no rule, and every finding lies in the text', async () => {
    const property = fc.asyncProperty(texts, async (text) => {
      for (const whole of [text, `FROM a\n${text}`]) {
        const { findings } = await lint(whole);
        for (const { rule, message, at, fixes } of findings) {
          assert.notEqual(rule, 'internal/rule-crashed', message);
          for (const { start, end } of [at, ...fixes.flatMap(({ edits }) => edits)])
            assert.ok(start >= 0 && start <= end && end <= whole.length, rule);
        }
      }
    });
    await fc.assert(property, { numRuns: 250 });
  });
});
