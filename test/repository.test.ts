/** What the repository promises of itself: small files, whole pages, true links, and rules as the catalogue has them. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { compareSeverity, type Level, matchesGlob, type Rule, rules } from '../rules/index.ts';
import { root } from '../scripts/root.ts';
import { type Entry, readCatalogue } from './support/catalogue.ts';
import { fences, prose } from './support/markdown.ts';
import { readSources } from './support/sources.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const lineCount = (text: string) => text.split('\n').length - 1;

describe('source files', () => {
  const sources = readSources('client', 'server', 'cli', 'library', 'rules', 'scripts', 'test');

  it('stay below 300 lines, or say at their head why not', () => {
    const long = [...sources].filter(
      ([path, text]) => !path.endsWith('.generated.ts') && lineCount(text) > 300,
    );
    const head = (text: string) => text.split('\n').slice(0, 30).join('\n');
    const silent = long.filter(([, text]) => !head(text).includes('Longer than 300 lines because'));
    assert.deepEqual(
      silent.map(([path, text]) => `${path}: ${lineCount(text)} lines`),
      [],
    );
  });

  it('of a rule have at most 70 lines in the median', () => {
    const sizes = rules.map(({ id }) =>
      [...sources]
        .filter(([path]) => path.startsWith(`rules/${id}/`))
        .reduce((sum, [, text]) => sum + lineCount(text), 0),
    );
    const [median = 0] = sizes.sort((left, right) => left - right).slice(Math.floor(sizes.length / 2));
    assert.ok(median > 0 && median <= 70, `the median is ${median} lines`);
  });
});

describe('rules', () => {
  const gravity: readonly Level[] = ['off', 'hint', 'info', 'warning', 'error'];

  for (const rule of rules) {
    it(`${rule.id} says all that a reader needs`, () => {
      assert.ok(rule.sources.length > 0, 'names no source');
      assert.ok(rule.properties.length > 0, 'protects nothing');
      assert.ok(rule.title.length <= 50 && !rule.title.endsWith('.'), 'the title is a few words');
      assert.match(rule.summary, /^\S.{10,200}\.$/s, 'the summary is a sentence');
      const { single, mixed, hostile } = rule.severity;
      const grades = [single, mixed, hostile].map((level) => gravity.indexOf(level));
      assert.deepEqual(
        grades,
        [...grades].sort((left, right) => left - right),
        'no level is milder than the one before',
      );
      for (const [id, message] of Object.entries(rule.messages))
        assert.ok(message.length <= 120, `${id} is too long`);
      assert.doesNotMatch(JSON.stringify(rule), /TODO/);
    });

    it(`${rule.id} has a whole page`, () => checkPage(rule));
  }

  it('share no title and no summary', () => {
    for (const text of ['title', 'summary'] as const) {
      const spoken = rules.map((rule) => `${rule.language} ${rule[text].toLowerCase()}`);
      assert.deepEqual(
        spoken.filter((words, index) => spoken.indexOf(words) !== index),
        [],
      );
    }
  });

  it('name only rules as superseded', () => {
    const named = rules.flatMap(({ id, supersedes }) =>
      (supersedes?.rules ?? []).map((other) => [id, other] as const),
    );
    const entries = readCatalogue()?.map(({ id }) => id) ?? [];
    const known = new Set([...rules.map(({ id }) => id), ...entries]);
    assert.deepEqual(
      named.filter(([id, other]) => other === id || !known.has(other)),
      [],
    );
  });

  it('are ordered by severity as the engine orders it', () => {
    const known = gravity.filter((level) => level !== 'off');
    assert.deepEqual([...known].sort(compareSeverity), known);
  });
});

function checkPage(rule: Rule): void {
  const page = read(`rules/${rule.id}/README.md`);
  const sections = new Map(
    page
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.split('\n', 1)[0], section.slice(section.indexOf('\n'))] as const),
  );
  const hasOptions = Object.keys(rule.options).length > 0;
  assert.deepEqual([...sections.keys()], ['Bad', 'Good', 'Why', 'Fix', ...(hasOptions ? ['Options'] : [])]);
  assert.doesNotMatch(page, /TODO/);
  for (const name of ['Good', 'Why', 'Fix']) {
    assert.match(prose(sections.get(name) ?? ''), /\w[^.]{15,}\./, `'${name}' holds no sentence`);
  }
  for (const option of Object.keys(rule.options)) {
    assert.ok(sections.get('Options')?.includes(`\`${option}\``), `the option '${option}' is not described`);
  }
  const folder = `rules/${rule.id}/cases`;
  const cases = existsSync(join(root, folder))
    ? readdirSync(join(root, folder)).map((name) => read(`${folder}/${name}`))
    : [];
  const shown = [page, ...cases].some((text) =>
    fences(text).some(({ info }) => info.split(/\s+/)[1] === 'fixed'),
  );
  assert.equal(shown, rule.fix !== 'none', shown ? 'shows a fix but has none' : 'has a fix but shows none');
}

describe('catalogue', {
  skip: readCatalogue() === undefined && 'there is no ../shared/catalogue beside this checkout',
}, () => {
  /** Where a rule differs from its entry on purpose, with the reason. */
  const deviations: Readonly<Record<string, Partial<Facts> & { readonly because: string }>> = {};

  /** Rules that have no entry, with the reason. */
  const additions: Readonly<Record<string, string>> = {
    'compose/stale-suppression': 'the architecture names it; only the one for Dockerfiles has an entry',
    'compose/version-obsolete': 'a hint that editors strike through, which issue 6 asks for',
    'dockerfile/maintainer-deprecated': 'a hint that editors strike through, which issue 6 asks for',
  };

  const entries = new Map(readCatalogue()?.map((entry) => [entry.id, entry]));

  for (const rule of rules.filter(({ id }) => !Object.hasOwn(additions, id))) {
    it(`${rule.id} is as its entry says`, () => {
      const entry = entries.get(rule.id);
      assert.ok(entry !== undefined, 'the catalogue has no such rule');
      const { because, ...deviation } = deviations[rule.id] ?? {};
      assert.deepEqual(factsOfRule(rule, entry), { ...factsOfEntry(entry), ...deviation });
    });
  }

  it('has a rule for every entry of the core', () => {
    const ids = new Set(rules.map(({ id }) => id));
    const core = [...entries.values()].filter(({ tier }) => tier === 'core');
    assert.deepEqual(
      core.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
      [],
    );
  });

  it('is deviated from only where the list says so and why', () => {
    for (const [id, { because, ...deviation }] of Object.entries(deviations)) {
      const entry = entries.get(id);
      assert.ok(entry !== undefined && because.length > 20, id);
      assert.notDeepEqual(
        { ...factsOfEntry(entry), ...deviation },
        factsOfEntry(entry),
        `${id} does not deviate`,
      );
    }
  });
});

interface Facts {
  readonly kind: string;
  readonly severity: Rule['severity'];
  readonly fix: string;
  readonly sources: readonly string[];
  readonly aliases: Rule['aliases'];
}

function factsOfRule({ kind, severity, fix, sources, aliases }: Rule, entry: Entry): Facts {
  const { kics, ...others } = aliases;
  const known =
    kics === undefined
      ? {}
      : { kics: kics.filter((id) => !isQueryId(id) || entry.aliases?.kics?.includes(id)) };
  return {
    kind,
    severity: { ...severity },
    fix,
    sources: [...sources].sort(),
    aliases: { ...others, ...known },
  };
}

/** The Compose catalogue lists KICS queries by title, their comments name the id: rules may carry both. */
function isQueryId(id: string): boolean {
  return /^[0-9a-f]{8}$/.test(id);
}

/** Entries of projects say nothing of the kind, and have no ids of peers, which have no such rules. */
function factsOfEntry({ id, kind, severity, fix, sources, aliases = {} }: Entry): Facts {
  const own = kind ?? rules.find((rule) => rule.id === id)?.kind ?? '';
  return { kind: own, severity, fix: fix.safety, sources: [...sources].sort(), aliases };
}

describe('pages', () => {
  const own = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
  const pages = [
    ...own,
    ...globSync('docs/**/*.md', { cwd: root }),
    ...globSync('rules/**/*.md', { cwd: root }),
  ];

  for (const page of pages) {
    it(`${page} links to what is there`, () => {
      const targets = [...prose(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
      const missing = targets.filter((target) => !/^https:/.test(target) && !leadsSomewhere(page, target));
      assert.deepEqual(missing, []);
    });

    it(`${page} names only rules that exist`, () => {
      // Examples on the pages of rules may name what is not there on purpose.
      const text = page.startsWith('rules/') ? prose(read(page)) : read(page);
      const ids = [
        ...text.matchAll(/(?<![\w/.-])(?:compose|dockerfile|project)\/[a-z][a-z0-9*-]+(?![\w/.])/g),
      ].map(([id]) => id);
      const unknown = ids.filter(
        (id) => id !== 'compose/no-such-thing' && !rules.some((rule) => matchesGlob(id, rule.id)),
      );
      assert.deepEqual(unknown, []);
    });
  }

  it('name only npm scripts that exist', () => {
    const ofNpm = ['ci', 'install', 'pack', 'publish'];
    const scripts = [...ofNpm, ...Object.keys(JSON.parse(read('package.json')).scripts)];
    for (const page of [...own, ...globSync('docs/*.md', { cwd: root })]) {
      const names = [...read(page).matchAll(/npm (?:run )?([a-z][a-z:-]+)/g)].map(([, name = '']) => name);
      assert.deepEqual(
        names.filter((name) => !scripts.includes(name)),
        [],
        page,
      );
    }
  });

  it('keep the architecture to 120 lines', () => assert.ok(lineCount(read('ARCHITECTURE.md')) <= 120));

  it('carry the version of the package in the changelog', () => {
    const { version } = JSON.parse(read('package.json'));
    assert.match(
      read('CHANGELOG.md'),
      new RegExp(`^## \\[(?:Unreleased|${version.replaceAll('.', '\\.')})\\]`, 'm'),
    );
  });
});

function leadsSomewhere(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? join(root, page) : join(root, dirname(page), path);
  if (!existsSync(file)) return false;
  if (anchor === undefined) return true;
  const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    slug(heading),
  );
  return headings.includes(anchor);
}

/** The anchor that GitHub makes of a heading. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

describe('scripts', () => {
  it('.ci/run can be executed and calls npm test', () => {
    assert.ok((statSync(join(root, '.ci/run')).mode & 0o111) !== 0);
    assert.equal(read('.ci/run').trimEnd().split('\n').at(-1), 'npm test');
  });

  it('of the package name files that exist', () => {
    const scripts: Record<string, string> = JSON.parse(read('package.json')).scripts;
    const files = Object.values(scripts).flatMap((script) =>
      [...script.matchAll(/\bnode (?:--\S+ )*([\w/.-]+\.m?[jt]s)/g)].map(([, file = '']) => file),
    );
    assert.ok(files.length > 0);
    assert.deepEqual(
      files.filter((file) => !existsSync(join(root, file))),
      [],
    );
  });
});
