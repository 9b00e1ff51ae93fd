/** Nothing throws, and no rule crashes, whatever is asked about a workspace. */
import assert from 'node:assert/strict';
import {
  controlAt,
  cursorInConfig,
  decodeFile,
  groupFindings,
  hardeningFixes,
  ignoreComment,
  overviewsIn,
  parseConfig,
  rules,
  wordInConfig,
} from '../../../rules/index.ts';
import { anyWorkspace } from '../generate/mutate.ts';
import { defineLaw } from '../law.ts';
import { lookAtAll, type Workspace } from '../workspace.ts';

/** Findings that are asked about one by one; more of the same file would be more of the same. */
const mostAsked = 12;
const places = 8;

export const survives = defineLaw<Workspace>({
  name: 'survives',
  says: 'Nothing throws, and no rule crashes.',
  inputs: anyWorkspace,
  async check(workspace) {
    const analyses = await lookAtAll(workspace);
    for (const { path, findings, subject } of analyses) {
      const crash = findings.find(({ rule }) => rule === 'internal/rule-crashed');
      assert.equal(crash?.message, undefined, crash?.message);
      groupFindings(findings, rules);
      if (subject === undefined) continue;
      for (const { at, rule, service } of findings.slice(0, mostAsked)) {
        for (const scope of ['line', 'service', 'stage', 'file'] as const)
          ignoreComment(subject, at.path, at.start, scope, [rule]);
        controlAt(subject, at.path, at.start);
        if (service !== undefined) hardeningFixes(findings, service, 'review');
      }
      assert.ok(path.startsWith('/'));
    }
    overviewsIn(analyses);
    for (const [name, text] of Object.entries(workspace.files)) {
      decodeFile(new TextEncoder().encode(text), new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }));
      if (!name.startsWith('.bulkhead')) continue;
      parseConfig(name, text, rules);
      for (let place = 0; place <= places; place += 1) {
        const offset = Math.floor((place * text.length) / places);
        cursorInConfig(text, offset);
        wordInConfig(text, offset);
      }
    }
  },
});
