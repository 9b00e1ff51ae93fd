import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shown, texts, unmark } from '../dockerfile/support.ts';
import { commandNamed, readText } from './support.ts';

/** Command words are marked. */
const powershell: readonly string[] = [
  '«iwr» u -OutFile x; «iex» «y»',
  '«iwr» "http://a b" | «iex»',
  "«iex» ((«New-Object» Net.WebClient).DownloadString('u'))",
  '«Write-Host» "iwr u | iex; sudo"',
  "«Write-Host» 'it''s; iex'",
  '$x = «Invoke-WebRequest» u',
  'if («Test-Path» a) { «del» b } else { «iex» «c» }',
  '«ls» | «ForEach-Object» { «iex» $_ }',
  '«a» `; b',
  '«a» # iex\n«b»',
  '<# iex #> «a»',
  '& «"C:\\p q\\r.exe"» /S',
  "'just text'",
  '$x',
  '«a» && «b» || «c»',
  'try { «a» } catch { «b» }',
  'function f { «a» }',
  "«powershell» -NoProfile -Command '«iwr» u | «iex»'",
  '«iex» "«iwr» u"',
  '«a» («b»',
];

const cmd: readonly string[] = [
  '«a» b && «c» & «d» || «e» | «f»',
  '«echo» "a & b" & «c»',
  'if exist x «a» & if not defined Y («b») else «c»',
  'for %i in (a b) do «c» %i',
  '«a» ^& b',
  'call «a» & start /wait «b»',
  '«timeout» /t 5 & «find» "sudo" x',
  '«cmd» /c «a» b',
  '«a»\u00a0b',
  '«powershell» -Command "«iwr» u | «iex»"',
  '@«echo» off\n«a»',
];

describe('PowerShell', () => {
  for (const marked of powershell) {
    it(marked, () => {
      const { text, spans } = unmark(marked);
      const words = readText(text, 'powershell').commands.map(({ word }) => word);
      assert.deepEqual(texts(text, words), texts(text, spans));
    });
  }

  it('names commands in lower case, with the words they get', () => {
    const script = readText(
      `Invoke-WebRequest -Uri 'https://x y' -OutFile "$dir\\a" -SkipCertificateCheck`,
      'powershell',
    );
    const command = commandNamed(script, 'invoke-webrequest');
    assert.deepEqual(
      command.args.map(({ value }) => shown(value)),
      ['-Uri', 'https://x y', '-OutFile', '?', '-SkipCertificateCheck'],
    );
    assert.deepEqual(command.args[3]?.variables, ['dir']);
  });

  it('knows pipelines and what stands in parentheses', () => {
    const script = readText('iwr u | iex; iex (irm v)', 'powershell');
    assert.deepEqual(
      script.commands.map(({ name, pipeline }) => [
        name,
        pipeline.stages.map((stage) => stage.name).join('|'),
      ]),
      [
        ['iwr', 'iwr|iex'],
        ['iex', 'iwr|iex'],
        ['iex', 'iex'],
        ['irm', 'irm'],
      ],
    );
    assert.deepEqual(
      script.commands[2]?.args[0]?.substitutions.map(({ name }) => name),
      ['irm'],
    );
  });

  it('notes assignments', () => {
    const { assignments } = readText("$env:A = 'b'; $c = iwr u", 'powershell');
    assert.deepEqual(
      assignments.map(({ name, value, exported }) => [name, shown(value), exported]),
      [
        ['A', 'b', true],
        ['c', '?', false],
      ],
    );
  });

  it('stops at errors when it is told to', () => {
    const script = readText("a; $ErrorActionPreference = 'Stop'; b; c", 'powershell');
    assert.deepEqual(
      script.commands.map(({ name, state }) => [name, state.errexit]),
      [
        ['a', false],
        ['b', true],
        ['c', true],
      ],
    );
  });
});

describe('cmd', () => {
  for (const marked of cmd) {
    it(marked, () => {
      const { text, spans } = unmark(marked);
      const words = readText(text, 'cmd').commands.map(({ word }) => word);
      assert.deepEqual(texts(text, words), texts(text, spans));
    });
  }

  it('does not know variables', () => {
    const { args } = commandNamed(readText('a %X% "b c" > f 2>&1', 'cmd'), 'a');
    assert.deepEqual(
      args.map(({ value }) => shown(value)),
      ['?', 'b c'],
    );
  });
});
