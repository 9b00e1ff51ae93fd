/** GitLab's Code Quality report and the Markdown summary. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { project } from './support.ts';

const limits = '    mem_limit: 64m\n    cpus: 0.5\n    pids_limit: 50\n';
const privileged = `services:\n  app:\n    image: app:1\n    privileged: true\n${limits}`;
const suppressed = privileged.replace(
  '    privileged',
  '    # bulkhead ignore=no-privileged -- a|b `c` <d>\n    privileged',
);

/** What GitLab's documentation requires of an issue ("Code Quality report format"). */
const validate = new Ajv().compile({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'location', 'severity'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', pattern: '^(?!\\./|/)' },
          lines: {
            type: 'object',
            required: ['begin'],
            properties: { begin: { type: 'integer', minimum: 1 }, end: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  },
});

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: {
    readonly path: string;
    readonly lines: { readonly begin: number; readonly end: number };
  };
}

describe('gitlab', () => {
  it('is a list of issues with fingerprints of their own', async (test) => {
    const twins = `${privileged}  more:\n    image: app:1\n    privileged: true\n${limits}`;
    const work = await project(test, {
      'a/compose.yaml': privileged,
      'b/compose.yaml': twins,
      'c/compose.yaml': suppressed,
    });
    const { code, stdout } = await work.run('lint', '--format', 'gitlab');
    assert.equal(code, 1);
    const issues: readonly Issue[] = JSON.parse(stdout);
    assert.ok(validate(issues), JSON.stringify(validate.errors));
    assert.deepEqual(
      issues.map(({ check_name, severity, location: { path, lines } }) => [
        check_name,
        severity,
        path,
        lines.begin,
      ]),
      [
        ['compose/no-privileged', 'critical', 'a/compose.yaml', 4],
        ['compose/no-privileged', 'critical', 'b/compose.yaml', 4],
        ['compose/no-privileged', 'critical', 'b/compose.yaml', 10],
      ],
    );
    assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, issues.length);
  });

  it('keeps fingerprints when lines move', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged });
    const fingerprints = async () => {
      const issues: readonly Issue[] = JSON.parse((await work.run('lint', '-f', 'gitlab')).stdout);
      return issues.map(({ fingerprint }) => fingerprint);
    };
    const before = await fingerprints();
    await work.write('compose.yaml', `# moved\n${privileged}`);
    assert.deepEqual(await fingerprints(), before);
  });

  it('blocks on what could not be seen', async (test) => {
    const work = await project(test, {});
    const { code, stdout } = await work.run('lint', '--format', 'gitlab', 'nowhere');
    assert.equal(code, 2);
    const issues: readonly Issue[] = JSON.parse(stdout);
    assert.ok(validate(issues));
    assert.deepEqual(
      issues.map(({ severity, description }) => [severity, description]),
      [['blocker', 'There is no such file or folder.']],
    );
  });

  it('is an empty list where there is nothing to say', async (test) => {
    const { code, stdout } = await (await project(test, {})).run('lint', '--format', 'gitlab');
    assert.deepEqual([code, stdout], [0, '[]\n']);
  });
});

describe('markdown', () => {
  it('has a table of the findings, gravest first, and of the suppressed ones', async (test) => {
    const config = 'rules: {compose/memory-limit: warning}\n';
    const work = await project(test, {
      '.bulkhead.yaml': config,
      'compose.yaml': privileged.replace('    mem_limit: 64m\n', ''),
      'z/compose.yaml': suppressed,
    });
    const { code, stdout } = await work.run('lint', '--format', 'markdown');
    assert.equal(code, 1);
    assert.equal(
      stdout,
      `## Bulkhead

2 files checked: **1 error**, **1 warning**.

| severity | where | rule | what |
|---|---|---|---|
| error | \`compose.yaml:4\` | \`compose/no-privileged\` | Service 'app' runs privileged: its processes can take over the host. |
| warning | \`compose.yaml:2\` | \`compose/memory-limit\` | Service 'app' has no memory limit. |

<details>
<summary>1 finding suppressed</summary>

| where | rule | reason |
|---|---|---|
| \`z/compose.yaml:5\` | \`compose/no-privileged\` | a\\|b \\\`c\\\` &lt;d&gt; |

</details>
`,
    );
  });

  it('lets no text out of its cell', async (test) => {
    const service = '"a|b\\n# c <img src=x> `d` [e](f) *g*"';
    const work = await project(test, { 'x`|y/compose.yaml': privileged.replace('app:\n', `${service}:\n`) });
    const { stdout } = await work.run('lint', '--format', 'markdown');
    const rows = stdout.split('\n').filter((line) => line.startsWith('| error'));
    assert.equal(rows.length, 1);
    const cells = (rows[0] ?? '').split(/(?<!\\)\|/);
    assert.equal(cells.length, 6);
    assert.equal(cells[2], ' `` x`\\|y/compose.yaml:4 `` ');
    assert.match(cells[4] ?? '', /'a\\\|b \\# c &lt;img src=x&gt; \\`d\\` \\\[e\\\]\(f\) \\\*g\\\*'/);
  });

  it('says so when there is nothing to say, and what was not seen', async (test) => {
    const work = await project(test, {});
    assert.equal(
      (await work.run('lint', '-f', 'markdown')).stdout,
      '## Bulkhead\n\n0 files checked: no findings.\n',
    );
    const { stdout } = await work.run('lint', '-f', 'markdown', 'nowhere');
    assert.match(stdout, /^### Not seen in full\n\n- `nowhere`: There is no such file or folder\.$/m);
  });
});
