/** What has no effect is shown faded: the diagnostic says that it is unnecessary. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DiagnosticTag } from 'vscode-languageserver';
import { fullCapabilities } from './support/abilities.ts';
import { opened } from './support/actions.ts';
import { uriOf } from './support/client.ts';
import { hardened } from './support/texts.ts';

const compose = uriOf('/work/compose.yaml');
const dockerfile = uriOf('/work/Dockerfile');
const service = (lines: string) => `services:\n  app:\n    image: example.org/a:1.2\n${lines}`;

const rows: readonly (readonly [rule: string, uri: string, text: string, faded: string | undefined])[] = [
  [
    'compose/ineffective-control',
    compose,
    service('    privileged: true\n    cap_drop: [ALL]\n'),
    'cap_drop',
  ],
  [
    'compose/ineffective-control',
    compose,
    service('    security_opt:\n      - no-new-privileges:true\n      - no-new-privileges:false\n'),
    'no-new-privileges:true',
  ],
  [
    'compose/ineffective-control',
    compose,
    service('    network_mode: host\n    ports: ["127.0.0.1:80:80"]\n'),
    '"127.0.0.1:80:80"',
  ],
  [
    // The item that is marked does have an effect; what it voids is another one.
    'compose/ineffective-control',
    compose,
    service('    cap_drop: [ALL]\n    cap_add: [ALL]\n'),
    undefined,
  ],
  [
    'compose/selinux-relabel-ignored',
    compose,
    `${service('    volumes:\n      - { type: volume, source: data, target: /d, bind: { selinux: z } }\n')}volumes:\n  data:\n`,
    'z',
  ],
  [
    'compose/selinux-relabel-ignored',
    compose,
    `${service('    volumes: ["data:/d:z"]\n')}volumes:\n  data:\n`,
    undefined,
  ],
  [
    'compose/stale-suppression',
    compose,
    hardened.replace('services:', '# bulkhead ignore-file=no-privileged -- gone\nservices:'),
    'no-privileged',
  ],
  [
    'dockerfile/stale-suppression',
    dockerfile,
    'FROM example.org/a:1.2\n# bulkhead ignore=no-sudo until=2025-01-01 -- gone\nRUN true\nUSER 1000\n',
    '# bulkhead ignore=no-sudo until=2025-01-01 -- gone',
  ],
];

describe('the tag of what is unnecessary', () => {
  for (const [rule, uri, text, faded] of rows) {
    it(`${rule}: ${faded ?? 'not where something else is meant'}`, async (test) => {
      const client = await opened(test, uri, text, { settings: { rules: { [rule]: 'warning' } } });
      const { tags, range } = client.diagnostic(uri, rule);
      if (faded === undefined) assert.equal(tags, undefined);
      else {
        assert.deepEqual(tags, [DiagnosticTag.Unnecessary]);
        assert.equal(client.documentOf(uri).getText(range), faded);
      }
    });
  }

  it('is left out for a client that does not know it', async (test) => {
    const [[rule, uri, text] = ['', '', '']] = rows;
    const { textDocument } = fullCapabilities;
    const client = await opened(test, uri, text, {
      settings: { rules: { [rule]: 'warning' } },
      capabilities: { ...fullCapabilities, textDocument: { ...textDocument, publishDiagnostics: {} } },
    });
    assert.equal(client.diagnostic(uri, rule).tags, undefined);
  });
});
