/** The rounds of fixes: what goes together, what takes turns, and what is taken back. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeFixes } from '../../cli/fixing.ts';
import { textOf } from '../../rules/core/draft.ts';
import { defineComposeRule, forEachService } from '../../rules/core/rule.ts';
import type { Rule } from '../../rules/index.ts';
import { memoryFiles } from '../support/memory-files.ts';

/** A rule that replaces the image of every service that has this one. */
function renaming(id: string, from: string, to: string): Rule {
  return defineComposeRule({
    id,
    title: 'Image',
    summary: 'An image.',
    kind: 'presence',
    severity: { single: 'error', mixed: 'error', hostile: 'error' },
    properties: ['integrity'],
    sources: ['CWE-1'],
    aliases: {},
    fix: 'safe',
    messages: { image: 'The image is {image}.' },
    help: 'Rename it.',
    check: forEachService((service, report) => {
      const place = service.scalar('image')?.place;
      if (service.scalar('image')?.text !== from || place === undefined) return;
      const fixes = [{ title: `Rename to ${to}`, safety: 'safe' as const, edits: [{ ...place, text: to }] }];
      report('image', { at: place, data: { image: from }, fixes });
    }),
  });
}

async function fixed(rules: readonly Rule[], files: Readonly<Record<string, string>>) {
  const paths = Object.keys(files).map((name) => `/work/${name}`);
  const targets = paths.map((path) => ({ path, language: 'compose' as const, files: memoryFiles(files) }));
  const now = new Date(0);
  const outcome = await makeFixes({
    targets,
    rules,
    overrides: {},
    configPath: undefined,
    now,
    accept: () => true,
  });
  return {
    ...outcome,
    texts: Object.fromEntries(outcome.files.map(({ path, draft }) => [path, textOf(draft)])),
  };
}

const one = (image: string) => `services:\n  app:\n    image: ${image}\n`;

describe('rounds of fixes', () => {
  it('go on until nothing is left, and the draft is the sum of them', async () => {
    const rules = [renaming('compose/a', 'a:1', 'b:2'), renaming('compose/b', 'b:2', 'c:3')];
    const { texts, made, troubles } = await fixed(rules, { 'compose.yaml': one('a:1') });
    assert.deepEqual(texts, { '/work/compose.yaml': one('c:3') });
    assert.deepEqual(
      made.map(({ rule }) => rule),
      ['compose/a', 'compose/b'],
    );
    assert.deepEqual(troubles, []);
  });

  it('end when fixes undo each other', async () => {
    const rules = [renaming('compose/a', 'a:1', 'b:2'), renaming('compose/b', 'b:2', 'a:1')];
    const { texts, made } = await fixed(rules, { 'compose.yaml': one('a:1') });
    assert.deepEqual(texts, {});
    assert.ok(made.length > 0);
  });

  it('are taken back for a file they would break, and the others are fixed', async () => {
    const rules = [renaming('compose/a', 'a:1', '"b'), renaming('compose/c', 'c:1', 'd:1')];
    const { texts, made, troubles } = await fixed(rules, {
      'x/compose.yaml': one('a:1'),
      'y/compose.yaml': one('c:1'),
    });
    assert.deepEqual(texts, { '/work/y/compose.yaml': one('d:1') });
    assert.deepEqual(
      made.map(({ rule }) => rule),
      ['compose/c'],
    );
    assert.deepEqual(
      troubles.map(({ path }) => path),
      ['/work/x/compose.yaml'],
    );
    assert.match(
      troubles[0]?.message ?? '',
      /^Fixing compose\/a together would break this file, so it was left\./,
    );
  });
});
