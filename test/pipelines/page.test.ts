/** The recipes of docs/ci.md name what there is: inputs and outputs of the action, of the template, the hook. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { root } from '../../scripts/root.ts';
import { fences } from '../support/markdown.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const page = read('docs/ci.md');
const { version }: { readonly version: string } = JSON.parse(read('package.json'));
const action = parse(read('action.yml'));
const [{ id: hook }]: readonly [{ readonly id: string }] = parse(read('.pre-commit-hooks.yaml'));
const template = parseAllDocuments(read('templates/bulkhead.yml'))[0]?.toJS();
const recipes = fences(page)
  .filter(({ info }) => info === 'yaml')
  .map(({ body }) => parse(body));

describe('docs/ci.md', () => {
  it('uses inputs and outputs that the action has', () => {
    const job = recipes.find((recipe) => recipe.jobs !== undefined)?.jobs.bulkhead;
    const step = job.steps.find(({ uses }: { uses: string }) => uses.includes('/bulkhead@'));
    assert.equal(step.uses.split('@')[1], `v${version}`);
    assert.deepEqual(
      Object.keys(step.with).filter((input) => !Object.hasOwn(action.inputs, input)),
      [],
    );
    const outputs = [...page.matchAll(/steps\.bulkhead\.outputs\.([\w-]+)/g)].map(([, name = '']) => name);
    assert.ok(
      outputs.length > 0 && outputs.every((name) => Object.hasOwn(action.outputs, name)),
      `${outputs}`,
    );
  });

  it('describes every input of the action, with its default', () => {
    const rows = [...page.matchAll(/^\| `([\w-]+)` \| .+ \| (.+) \|$/gm)].map(([, name = '', shown = '']) => [
      name,
      shown,
    ]);
    const described = new Map(
      rows.filter(([name = '']) => Object.hasOwn(action.inputs, name)) as [string, string][],
    );
    assert.deepEqual([...described.keys()], Object.keys(action.inputs));
    for (const [name, { default: value }] of Object.entries<{ default: string }>(action.inputs))
      if (value !== '') assert.equal(described.get(name), `\`${value}\``);
  });

  it('includes the template with inputs that it has', () => {
    const [include] = recipes.find((recipe) => recipe.include !== undefined)?.include ?? [];
    assert.match(include.component, new RegExp(`/bulkhead@${version.replaceAll('.', '\\.')}$`));
    assert.deepEqual(
      Object.keys(include.inputs).filter((input) => !Object.hasOwn(template.spec.inputs, input)),
      [],
    );
  });

  it('names the hook', () => {
    const { repos } = recipes.find((recipe) => recipe.repos?.[0].rev !== undefined) ?? {};
    assert.deepEqual([repos[0].rev, repos[0].hooks[0].id], [`v${version}`, hook]);
  });
});
