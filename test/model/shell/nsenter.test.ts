/** Whose namespaces an nsenter command enters. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { scriptOf } from '../../../rules/model/compose/command-words.ts';
import type { Scalar } from '../../../rules/model/compose/types.ts';
import { known } from '../../../rules/model/known.ts';
import { targetOfNsenter } from '../../../rules/model/shell/nsenter.ts';

const written = {} as Scalar;

function targetIn(line: string): string | undefined {
  const [command] = scriptOf(line.split(' ').map((text) => ({ text: known(text), written }))).commands;
  return command && targetOfNsenter(command);
}

describe('the target of nsenter', () => {
  const table: readonly (readonly [string, string | undefined])[] = [
    ['nsenter -t 1 -m sh', '1'],
    ['nsenter -t1 sh', '1'],
    ['/usr/bin/nsenter --target 1', '1'],
    ['nsenter --target=1 --mount', '1'],
    ['nsenter -m -u -at 1 sh', '1'],
    ['nsenter -S 0 -G 0 --setuid 0 -t 1 sh', '1'],
    ['nsenter --targ=1 sh', '1'],
    ['nsenter -t 42 sh', '42'],
    // `-m` takes the rest of its word as the file of a namespace.
    ['nsenter -mt 1 sh', undefined],
    ['nsenter sh -t 1', undefined],
    ['nsenter -- -t 1', undefined],
    ['enter -t 1', undefined],
  ];
  for (const [line, expected] of table) it(line, () => assert.equal(targetIn(line), expected));
});
