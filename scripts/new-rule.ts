/** `npm run new-rule -- compose no-such-thing`: a folder for a new rule, whose tests fail until it is filled in. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { headerClose, headerOpen } from './pages.ts';
import { root } from './root.ts';

const usage =
  'Usage: npm run new-rule -- compose|dockerfile|project <name>, the name in small letters and hyphens.';

interface Kind {
  readonly define: string;
  readonly check: readonly string[];
  readonly fence: string;
  readonly bad: readonly string[];
  readonly good: readonly string[];
}

const kinds: Readonly<Record<string, Kind>> = {
  compose: {
    define: 'defineComposeRule',
    check: [
      '  check: forEachService((service, report) => {',
      "    // TODO: report('found', { at: …, fixes: [] }) where the service has the weakness.",
      '    void [service, report];',
      '  }),',
    ],
    fence: 'yaml',
    bad: ['services:', '  app:', '    image: app:1.0', '    #      ^^^^^^^ TODO'],
    good: ['services:', '  app:', '    image: app:1.0'],
  },
  dockerfile: {
    define: 'defineDockerfileRule',
    check: [
      '  check(file, report) {',
      "    // TODO: report('found', { at: …, fixes: [] }) where the file has the weakness.",
      '    void [file, report];',
      '  },',
    ],
    fence: 'dockerfile',
    bad: ['FROM alpine:3.22', '#    ^^^^^^^^^^^ TODO', 'USER 10001'],
    good: ['FROM alpine:3.22', 'USER 10001'],
  },
  project: {
    define: 'defineProjectRule',
    check: [
      '  checkService(joined, report) {',
      "    // TODO: report('found', { at: …, fixes: [] }), or checkGraph for what several services do together.",
      '    void [joined, report];',
      '  },',
    ],
    fence: 'yaml',
    bad: ['services:', '  app:', '    build: .', '    # ^^^^^ TODO'],
    good: ['services:', '  app:', '    build: .'],
  },
};

/**
 * Writes the folder of a new rule below `folder` and returns its path.
 *
 * @throws an Error with a sentence for the user on an unknown language, an unfit name, or a rule that is there already.
 */
export function newRule(folder: string, language: string | undefined, name: string | undefined): string {
  const kind = language !== undefined && Object.hasOwn(kinds, language) ? kinds[language] : undefined;
  if (language === undefined || kind === undefined || name === undefined) throw new Error(usage);
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/.test(name)) {
    throw new Error(
      `'${name}' does not name a rule: two or more words in small letters, with hyphens between them.`,
    );
  }
  const target = join(folder, language, name);
  if (existsSync(target)) throw new Error(`The rule ${language}/${name} exists already.`);
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'rule.ts'), ruleText(kind, `${language}/${name}`));
  writeFileSync(join(target, 'README.md'), pageText(kind));
  return target;
}

function ruleText(kind: Kind, id: string): string {
  const helpers = kind.check.some((line) => line.includes('forEachService')) ? ', forEachService' : '';
  return [
    `import { ${kind.define}${helpers} } from '../../core/rule.ts';`,
    '',
    `export default ${kind.define}({`,
    `  id: '${id}',`,
    "  title: 'TODO',",
    "  summary: 'TODO',",
    "  kind: 'presence',",
    "  severity: { single: 'info', mixed: 'warning', hostile: 'error' },",
    '  properties: [],',
    '  sources: [],',
    '  aliases: {},',
    "  fix: 'none',",
    "  messages: { found: 'TODO' },",
    "  help: 'TODO',",
    ...kind.check,
    '});',
    '',
  ].join('\n');
}

function pageText({ fence, bad, good }: Kind): string {
  const example = (what: string, lines: readonly string[]) => [`\`\`\`${fence} ${what}`, ...lines, '```', ''];
  return [
    headerOpen,
    headerClose,
    '',
    '## Bad',
    '',
    ...example('bad', bad),
    '## Good',
    '',
    'TODO: one of the good examples is hardened in an unusual way; say how.',
    '',
    ...example('good', good),
    '## Why',
    '',
    'TODO',
    '',
    '## Fix',
    '',
    'TODO',
    '',
  ].join('\n');
}

function main(): void {
  try {
    const [language, name] = parseArgs({ allowPositionals: true }).positionals;
    newRule(join(root, 'rules'), language, name);
    const id = `${language}/${name}`;
    console.log(`Wrote rules/${id}/rule.ts and README.md. Next:`);
    console.log(`  1. Draw the weakness in rules/${id}/README.md.`);
    console.log(
      `  2. Fill in rules/${id}/rule.ts until RULE=${id} npx node --test test/rules.test.ts passes.`,
    );
    console.log('  3. npm run gen');
    console.log('  4. npm run check');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}

if (import.meta.main) main();
