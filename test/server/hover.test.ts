/** Hovers explain the finding under the pointer. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { type Hover, MarkupContent } from 'vscode-languageserver';
import { fullCapabilities, fullOptions } from './support/abilities.ts';
import { type ClientInput, TestClient, uriOf } from './support/client.ts';
import { MemoryDisk } from './support/memory-disk.ts';
import { hardened, privileged, privilegedLine } from './support/texts.ts';

const compose = uriOf('/work/compose.yaml');

async function opened(
  test: TestContext,
  text: string,
  input: Partial<ClientInput> = {},
): Promise<TestClient> {
  const client = await TestClient.start({ host: new MemoryDisk(), ...input });
  test.after(() => client.stop());
  await client.open(compose, 'dockercompose', text);
  return client;
}

function contentsOf(hover: Hover | null): MarkupContent {
  const contents = hover?.contents;
  assert.ok(MarkupContent.is(contents), 'there is a hover');
  return contents;
}

describe('a hover', () => {
  it('leaves the message of one finding to an editor that shows it there itself', async (test) => {
    const options = { ...fullOptions, hoverShowsMessages: true };
    const client = await opened(test, `${privileged}  other:\n    image: a:1\n`, { options });
    const one = contentsOf(await client.hover(compose, { line: privilegedLine, character: 18 })).value;
    assert.doesNotMatch(one, /runs privileged/);
    assert.match(one, /\*\*Privileged container\*\*.*\n\nA privileged container gets every capability/);
    // Of several missing controls the editor has one message for all.
    const many = contentsOf(await client.hover(compose, { line: privilegedLine + 1, character: 4 })).value;
    assert.match(many, /Service 'other' .*memory/);
  });

  it('tells what is wrong, why, how grave, and where the page is', async (test) => {
    const client = await opened(test, privileged);
    const hover = await client.hover(compose, { line: privilegedLine, character: 18 });
    assert.deepEqual(hover?.range, {
      start: { line: privilegedLine, character: 16 },
      end: { line: privilegedLine, character: 20 },
    });
    const { kind, value } = contentsOf(hover);
    assert.equal(kind, 'markdown');
    assert.match(
      value,
      /^\*\*Privileged container\*\* \(compose\/no-privileged\)\n\nService 'app' runs privileged/,
    );
    assert.match(value, /\*\*Severity\*\*: single \w+, mixed \w+, hostile error/);
    assert.match(value, /Protects: .*confidentiality/);
    assert.match(value, /\[.+\]\(command:bulkhead\.showRule\?%5B%22compose%2Fno-privileged%22%5D\)\n\n---/);
  });

  it('is about the text on the screen, before the pause of typing is over', async (test) => {
    const client = await opened(test, privileged);
    await client.type(compose, 'services:', '#\n#\nservices:');
    assert.notEqual(await client.hover(compose, { line: privilegedLine + 2, character: 18 }), null);
    const { value } = contentsOf(await client.hover(compose, { line: privilegedLine, character: 18 }));
    assert.match(value, /^`cpus`/);
  });

  it('is silent where nothing is wrong, and in documents of others', async (test) => {
    const client = await opened(test, privileged);
    assert.equal(await client.hover(compose, { line: 0, character: 3 }), null);
    assert.equal(await client.hover(uriOf('/work/never-opened.yaml'), { line: 0, character: 0 }), null);
  });

  it('tells of every control that a service lacks', async (test) => {
    const client = await opened(test, 'services:\n  app:\n    image: example.org/app:1.2\n');
    const hover = await client.hover(compose, { line: 1, character: 3 });
    const { value } = contentsOf(hover);
    for (const rule of ['compose/memory-limit', 'compose/pids-limit', 'compose/cpu-limit'])
      assert.ok(value.includes(`(${rule})`), rule);
  });

  it('is plain text where the client wants it so', async (test) => {
    const capabilities = {
      ...fullCapabilities,
      textDocument: { hover: { contentFormat: ['plaintext' as const] } },
    };
    const client = await opened(test, privileged, { capabilities });
    const { kind, value } = contentsOf(await client.hover(compose, { line: privilegedLine, character: 18 }));
    assert.equal(kind, 'plaintext');
    assert.match(value, /^Privileged container \(compose\/no-privileged\)/);
    assert.doesNotMatch(value, /\*\*|\]\(/);
  });
});

describe('the page of a rule', () => {
  it('is answered as Markdown, and an unknown one with null', async (test) => {
    const client = await opened(test, privileged);
    assert.match(
      await client.connection.sendRequest('bulkhead/rulePage', { rule: 'compose/no-privileged' }),
      /^# Privileged mode/,
    );
    assert.equal(await client.connection.sendRequest('bulkhead/rulePage', { rule: 'compose/none' }), null);
  });

  it('is one of a list with titles', async (test) => {
    const client = await opened(test, privileged);
    const rules =
      await client.connection.sendRequest<readonly { id: string; title: string; summary: string }[]>(
        'bulkhead/rules',
      );
    assert.ok(
      rules.some(
        ({ id, title, summary }) => id === 'compose/no-privileged' && title !== '' && summary !== '',
      ),
    );
  });
});

describe('a hover on a control', () => {
  const at = (text: string, word: string) => {
    const before = text.slice(0, text.indexOf(word)).split('\n');
    return { line: before.length - 1, character: (before.at(-1) ?? '').length + 1 };
  };

  it('tells what it does where nothing is wrong', async (test) => {
    const client = await opened(test, hardened);
    const hover = await client.hover(compose, at(hardened, 'ALL'));
    assert.deepEqual(hover?.range && client.documentOf(compose).getText(hover.range), 'ALL');
    assert.match(contentsOf(hover).value, /^`ALL`: Stands for every capability/);
    assert.equal(await client.hover(compose, at(hardened, 'image')), null);
  });

  it('comes after the finding where there is one', async (test) => {
    const client = await opened(test, privileged);
    const { value } = contentsOf(await client.hover(compose, { line: privilegedLine, character: 18 }));
    assert.match(value, /^\*\*Privileged container\*\*[\s\S]*\n\n---\n\n`privileged`: Gives the container/);
  });

  it('knows Dockerfiles, and speaks plainly where the client wants it so', async (test) => {
    const capabilities = {
      ...fullCapabilities,
      textDocument: { hover: { contentFormat: ['plaintext' as const] } },
    };
    const client = await opened(test, hardened, { capabilities });
    const uri = uriOf('/work/Dockerfile');
    await client.open(uri, 'dockerfile', 'FROM example.org/a:1.2\nUSER 1000\n');
    const { kind, value } = contentsOf(await client.hover(uri, { line: 1, character: 2 }));
    assert.equal(kind, 'plaintext');
    assert.match(value, /^USER: Says as which user/);
  });
});
