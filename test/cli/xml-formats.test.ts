/** JUnit and Checkstyle: real parsers read them, the counts are true, and no character of a file breaks them. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { project } from './support.ts';

/** The part of `sax` that is used; the package comes with the tool that packs the extension and has no types. */
interface Sax {
  parser(strict: true): {
    onerror: (error: Error) => void;
    onopentag: (tag: { name: string; attributes: Record<string, string> }) => void;
    ontext: (text: string) => void;
    onclosetag: () => void;
    write(text: string): { close(): void };
  };
}
const { parser } = createRequire(import.meta.url)('sax') as Sax;

/** An element as the parser saw it. */
interface Seen {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Seen[];
  text: string;
}

/** Reads XML in the parser's strict mode, which throws at the first thing that is not well-formed. */
function read(xml: string): Seen {
  const root: Seen = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const reader = parser(true);
  reader.onerror = (error) => {
    throw error;
  };
  reader.onopentag = ({ name, attributes }) => {
    const element: Seen = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  };
  reader.ontext = (text) => {
    const last = open.at(-1);
    if (last !== undefined) last.text += text;
  };
  reader.onclosetag = () => void open.pop();
  reader.write(xml).close();
  const [document] = root.children;
  assert.ok(document !== undefined);
  return document;
}

const hasXmllint = spawnSync('xmllint', ['--version']).error === undefined;

function assertWellFormed(xml: string): Seen {
  if (hasXmllint)
    execFileSync('xmllint', ['--noout', '-'], { input: xml, stdio: ['pipe', 'ignore', 'pipe'] });
  return read(xml);
}

const limits = '    mem_limit: 64m\n    cpus: 0.5\n    pids_limit: 50\n';
const privileged = `services:\n  app:\n    image: app:1\n    privileged: true\n${limits}`;
const suppressed = privileged.replace(
  '    privileged',
  '    # bulkhead ignore=no-privileged -- "disk" & <really>\n    privileged',
);
/** Every kind of character that XML treats in its own way, or cannot hold at all. */
const strange = String.raw`a&<>\"'\t\n\r\u0007\ufffe\u2028]]>`;
const hostile = `services:\n  "${strange}":\n    image: app:1\n    privileged: true\n${limits}`;

function kinds(document: Seen): readonly string[] {
  return document.children.flatMap((suite) =>
    suite.children.flatMap(({ children }) => children.map(({ name }) => name)),
  );
}

describe('junit', () => {
  it('has a suite for each file, and true counts', async (test) => {
    const work = await project(test, {
      'a/compose.yaml': privileged,
      'b/compose.yaml': suppressed,
      'c/compose.yaml': privileged.replace(
        '    privileged: true\n',
        '    cap_drop: [ALL]\n    security_opt: ["no-new-privileges:true"]\n',
      ),
    });
    const { code, stdout } = await work.run('lint', '--format', 'junit');
    assert.equal(code, 1);
    const document = assertWellFormed(stdout);
    assert.equal(document.name, 'testsuites');
    const { tests, failures, errors, skipped } = document.attributes;
    assert.deepEqual(
      { tests, failures, errors, skipped },
      { tests: '3', failures: '1', errors: '0', skipped: '1' },
    );
    assert.deepEqual(
      document.children.map(({ attributes }) => attributes.name),
      ['a/compose.yaml', 'b/compose.yaml', 'c/compose.yaml'],
    );
    assert.deepEqual(kinds(document), ['failure', 'skipped']);
    const [failed] = document.children[0]?.children ?? [];
    assert.equal(failed?.attributes.line, '4');
    assert.match(
      failed?.children[0]?.text ?? '',
      /^a\/compose\.yaml:4:17: error compose\/no-privileged Service 'app' /,
    );
    const [silenced] = document.children[1]?.children ?? [];
    assert.equal(silenced?.children[0]?.attributes.message, '"disk" & <really>');
  });

  it('names a case alike when its lines move', async (test) => {
    const work = await project(test, { 'compose.yaml': privileged });
    const names = async () => {
      const document = read((await work.run('lint', '--format', 'junit')).stdout);
      return document.children.flatMap(({ children }) => children.map(({ attributes }) => attributes.name));
    };
    const before = await names();
    await work.write('compose.yaml', `# one\n# two\n${privileged}`);
    assert.deepEqual(await names(), before);
  });

  it('has an error for what could not be seen', async (test) => {
    const work = await project(test, { Dockerfile: Uint8Array.of(0x46, 0) });
    const { code, stdout, stderr } = await work.run('lint', '--format', 'junit');
    assert.equal(code, 2);
    assert.match(stderr, /^bulkhead: Dockerfile: The file is binary, not text\.\n$/);
    const document = assertWellFormed(stdout);
    assert.equal(document.attributes.errors, '1');
    assert.ok(kinds(document).includes('error'));
  });
});

describe('checkstyle', () => {
  it('has a file for each file, with its errors', async (test) => {
    const work = await project(test, { 'a/compose.yaml': privileged, 'b/compose.yaml': suppressed });
    const { code, stdout } = await work.run('lint', '--format', 'checkstyle');
    assert.equal(code, 1);
    const { name, children } = assertWellFormed(stdout);
    assert.equal(name, 'checkstyle');
    assert.deepEqual(
      children.map((file) => [file.name, file.attributes.name, file.children.length]),
      [
        ['file', 'a/compose.yaml', 1],
        ['file', 'b/compose.yaml', 0],
      ],
    );
    const { message, ...attributes } = children[0]?.children[0]?.attributes ?? {};
    assert.deepEqual(
      { ...attributes },
      { line: '4', column: '17', severity: 'error', source: 'compose/no-privileged' },
    );
    assert.match(message ?? '', /^Service 'app' runs privileged/);
  });

  it('names what could not be seen', async (test) => {
    const work = await project(test, {});
    const { code, stdout } = await work.run('lint', '--format', 'checkstyle', 'no where/"x"');
    assert.equal(code, 2);
    const [file] = assertWellFormed(stdout).children;
    assert.equal(file?.attributes.name, 'no where/"x"');
    assert.equal(file?.children[0]?.attributes.message, 'There is no such file or folder.');
  });
});

for (const format of ['junit', 'checkstyle']) {
  it(`${format} holds whatever a file holds`, async (test) => {
    const work = await project(test, { 'compose.yaml': hostile, 'a&<b>/compose.yaml': privileged });
    const { stdout } = await work.run('lint', '--format', format);
    const document = assertWellFormed(stdout);
    const all = (element: Seen): readonly Seen[] => [element, ...element.children.flatMap(all)];
    const messages = all(document).flatMap(({ attributes }) => attributes.message ?? []);
    assert.ok(
      messages.some((message) => message.includes('a&<>"\'')),
      messages.join('\n'),
    );
    assert.ok(messages.some((message) => message.includes('<U+0007><U+FFFE>')));
    assert.ok(all(document).some(({ attributes }) => attributes.name === 'a&<b>/compose.yaml'));
    assert.doesNotMatch(stdout, /[^\P{Cc}\n\t]/u);
  });
}
