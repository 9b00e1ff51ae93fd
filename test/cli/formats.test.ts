/** The formats for machines of others: SARIF for code scanning, workflow commands for GitHub Actions. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { project } from './support.ts';

const limits = '    mem_limit: 64m\n    cpus: 0.5\n    pids_limit: 50\n';
const privileged = `services:\n  app:\n    image: app:1\n    privileged: true\n${limits}`;
const suppressed = privileged.replace(
  '    privileged',
  '    # bulkhead ignore=no-privileged -- disk, really\n    privileged',
);

describe('sarif', () => {
  it('has a run with rules, results and where they are', async (test) => {
    const work = await project(test, { 'a b/compose.yaml': privileged, 'c/compose.yaml': suppressed });
    const { code, stdout } = await work.run('lint', '--format', 'sarif');
    assert.equal(code, 1);
    const log = JSON.parse(stdout);
    assert.equal(log.version, '2.1.0');
    assert.match(log.$schema, /sarif-schema-2\.1\.0\.json$/);
    const [run, ...others] = log.runs;
    assert.deepEqual(others, []);
    assert.equal(run.columnKind, 'utf16CodeUnits');
    assert.equal(run.invocations[0].executionSuccessful, true);
    assert.deepEqual(
      run.artifacts.map(({ location }: { location: { uri: string } }) => location.uri),
      ['a%20b/compose.yaml', 'c/compose.yaml'],
    );
    const { name, version, rules } = run.tool.driver;
    assert.deepEqual([name, version], ['Bulkhead', '1.2.3']);
    assert.deepEqual(
      rules.map(({ id }: { id: string }) => id),
      ['compose/no-privileged'],
    );
    const [rule] = rules;
    assert.match(rule.help.markdown, /^## Why$/m);
    assert.equal(rule.defaultConfiguration.level, 'error');
    assert.ok(rule.properties.tags.includes('security') && rule.properties.tags.includes('CWE-250'));
    assert.ok(Number(rule.properties['security-severity']) >= 7);
    for (const result of run.results) assert.equal(rules[result.ruleIndex].id, result.ruleId);
    const [open, silenced] = run.results;
    assert.deepEqual(open.locations[0].physicalLocation, {
      artifactLocation: { uri: 'a%20b/compose.yaml', uriBaseId: '%SRCROOT%' },
      region: { startLine: 4, startColumn: 17, endLine: 4, endColumn: 21 },
    });
    assert.equal(open.suppressions, undefined);
    assert.match(open.partialFingerprints['bulkhead/v1'], /^[0-9a-f]{16}$/);
    assert.deepEqual(open.fixes[0].artifactChanges[0].replacements, [
      {
        deletedRegion: { startLine: 4, startColumn: 1, endLine: 5, endColumn: 1 },
        insertedContent: { text: '' },
      },
    ]);
    assert.deepEqual(silenced.suppressions, [
      { kind: 'inSource', status: 'accepted', justification: 'disk, really' },
    ]);
  });

  it('says what could not be seen', async (test) => {
    const work = await project(test, { Dockerfile: Uint8Array.of(0x46, 0) });
    const { code, stdout, stderr } = await work.run('lint', '--format', 'sarif');
    assert.equal(code, 2);
    assert.equal(stderr, '');
    const [invocation] = JSON.parse(stdout).runs[0].invocations;
    assert.equal(invocation.executionSuccessful, false);
    assert.deepEqual(invocation.toolExecutionNotifications, [
      { level: 'error', message: { text: 'Dockerfile: The file is binary, not text.' } },
    ]);
  });

  it('gives files outside of the working directory in full', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged, 'sub/x': '' });
    const { stdout } = await work.runWith({ cwd: `${work.folder}/sub` }, 'lint', '--format', 'sarif', '..');
    const { artifactLocation } = JSON.parse(stdout).runs[0].results[0].locations[0].physicalLocation;
    assert.deepEqual(artifactLocation, { uri: `file://${work.folder}/compose.yaml` });
  });

  it('keeps fingerprints when lines move', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged });
    const fingerprints = async () => {
      const { stdout } = await work.run('lint', '--format', 'sarif');
      const results: { partialFingerprints: unknown }[] = JSON.parse(stdout).runs[0].results;
      return results.map(({ partialFingerprints }) => partialFingerprints);
    };
    const before = await fingerprints();
    await work.write('compose.yaml', `# moved\n\n${privileged}`);
    assert.deepEqual(await fingerprints(), before);
  });
});

describe('github', () => {
  it('is one workflow command for each finding that nobody suppressed', async (test) => {
    const work = await project(test, { 'a,b:c/compose.yaml': privileged, 'd/compose.yaml': suppressed });
    const { code, stdout } = await work.run('lint', '--format', 'github');
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^::error file=a%2Cb%3Ac\/compose\.yaml,line=4,endLine=4,col=17,endColumn=21,title=compose\/no-privileged::Service 'app' [^\n]*%0A[^\n]*\n$/,
    );
  });

  it('has three levels', async (test) => {
    const config =
      'rules: {compose/no-privileged: hint, compose/memory-limit: warning, compose/cpu-limit: info}\n';
    const work = await project(test, {
      '.bulkhead.yaml': config,
      'compose.yaml': privileged.replace(/ {4}(?:mem_limit|cpus).*\n/g, ''),
    });
    const { stdout } = await work.run('lint', '--format', 'github');
    const levels = stdout
      .trimEnd()
      .split('\n')
      .map((line) => /^::(\w+) .*title=([^:]*)::/.exec(line)?.slice(1).join(' '));
    assert.deepEqual(levels.sort(), [
      'notice compose/cpu-limit',
      'notice compose/no-privileged',
      'warning compose/memory-limit',
    ]);
  });

  it('begins with the gravest, because GitHub shows ten of a level only', async (test) => {
    const work = await project(test, {
      'a/compose.yaml': privileged.replace(/ {4}(?:mem_limit|privileged).*\n/g, ''),
      'b/compose.yaml': privileged,
    });
    const { stdout } = await work.run('lint', '--format', 'github');
    const levels = stdout.split('\n').flatMap((line) => /^::(\w+) /.exec(line)?.[1] ?? []);
    assert.equal(levels[0], 'error');
    assert.deepEqual(levels, [...levels].sort());
  });

  it('names what could not be seen, and says so to people as well', async (test) => {
    const work = await project(test, {});
    const { code, stdout, stderr } = await work.run('lint', '--format', 'github', '100%/Dockerfile');
    assert.equal(code, 2);
    assert.equal(stdout, '::error file=100%25/Dockerfile,title=Bulkhead::There is no such file or folder.\n');
    assert.equal(stderr, 'bulkhead: 100%/Dockerfile: There is no such file or folder.\n');
  });
});
