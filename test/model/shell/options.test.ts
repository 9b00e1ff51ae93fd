import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readOptions } from '../../../rules/model/shell/options.ts';
import { toolTable } from '../../../rules/model/shell/tools.ts';
import { texts, unmark } from '../dockerfile/support.ts';
import { readText } from './support.ts';

/**
 * The places of the options and then of their values are marked; listed are `name=value` and the operands. `?` stands
 * for an unknown value.
 */
const cases: readonly (readonly [marked: string, options: string, operands: string])[] = [
  ['curl -«f»«s»«S»«L»«k» u', 'f s S L k', 'u'],
  ['curl «-k» u', 'k', 'u'],
  ['curl «-o«kubectl»» u', 'o=kubectl', 'u'],
  ['curl «-o» «k» u', 'o=k', 'u'],
  ['curl -«s»«o» «k» u', 's o=k', 'u'],
  ['curl -«s»«L»«o«k»» u', 's L o=k', 'u'],
  ['curl «-H» «"k: v"» «--insecure» u', 'H=k: v insecure', 'u'],
  ['curl «--output=«x»» «--retry» «3» u', 'output=x retry=3', 'u'],
  ['curl ««--data=$X»» u', 'data=?', 'u'],
  ['curl -- -k', '', '-k'],
  ['curl $OPTS u', '', '$OPTS u'],
  ['curl - u', '', '- u'],
  ['wget «-O» «-» u', 'O=-', 'u'],
  ['wget -«q»«O«-»» u', 'q O=-', 'u'],
  ['apt-get «-q» install «-y» «-o» «A::B=c» p=1 q', 'q y o=A::B=c', 'install p=1 q'],
  ['apt-get install «-t» «stable» p', 't=stable', 'install p'],
  ['apk «-X» «u» add «--virtual» «.x» «--no-cache» p', 'X=u virtual=.x no-cache', 'add p'],
  ['npm «--registry» «u» install «-g» p', 'registry=u g', 'install p'],
  ['pip install «-r» «f» «--index-url=«u»» p', 'r=f index-url=u', 'install p'],
  [
    'git «-c» «http.sslVerify=false» clone «-b» «v1» «--depth» «1» u',
    'c=http.sslVerify=false b=v1 depth=1',
    'clone u',
  ],
  ['git checkout «-q» b', 'q', 'checkout b'],
  ['go build «-tags» «x» «-mod=«mod»» ./...', 'tags=x mod=mod', 'build ./...'],
  ['tar «-C» «/x» «--strip-components=«1»»', 'C=/x strip-components=1', ''],
  ['mkdir -«p»«m» «777» /x', 'p m=777', '/x'],
  ['install «-m«755»» a b', 'm=755', 'a b'],
  ['useradd -«m»«u» «1001» app', 'm u=1001', 'app'],
  ['unknown «-x» «--y=«z»» a', 'x y=z', 'a'],
  ['curl «"-k"» u', 'k', 'u'],
];

describe('options', () => {
  for (const [marked, options, operands] of cases) {
    it(marked, () => {
      const { text, spans } = unmark(marked);
      const [command] = readText(text).commands;
      assert.ok(command);
      const line = readOptions(command.args, toolTable(command.name));
      const values = line.options.map(({ value, name }) =>
        value === undefined ? name : `${name}=${value.known ? value.value : '?'}`,
      );
      assert.equal(values.join(' '), options);
      assert.equal(line.operands.map((word) => word.text).join(' '), operands);
      const places = line.options.flatMap((option) =>
        option.valueSpan ? [option, option.valueSpan] : [option],
      );
      assert.deepEqual(texts(text, places), texts(text, spans));
    });
  }

  it('say when they share a word', () => {
    const [command] = readText('curl -fsk -o x -ox').commands;
    assert.ok(command);
    const { options } = readOptions(command.args, toolTable('curl'));
    assert.deepEqual(
      options.map(({ name, bundled }) => `${name} ${bundled}`),
      ['f true', 's true', 'k true', 'o false', 'o false'],
    );
  });
});
