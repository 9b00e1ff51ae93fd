import { isMap, LineCounter, parseDocument } from 'yaml';
import type { Place, Problem } from '../../model/place.ts';
import type { HostLsm, Level, Tenancy } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { matchesGlob } from './glob.ts';
import { readShape, type Shape } from './shape.ts';

/** The names of the configuration file, in order of preference. */
export const configNames = ['.bulkhead.yaml', '.bulkhead.yml'] as const;

export const levels: readonly Level[] = ['off', 'hint', 'info', 'warning', 'error'];
export const tenancies: readonly Tenancy[] = ['single', 'mixed', 'hostile'];
export const hostLsms: readonly HostLsm[] = ['auto', 'selinux', 'apparmor', 'none'];

/** What `rules:` may say of one rule or of a glob of rules. */
export type RuleSetting = Level | ({ readonly severity?: Level } & Readonly<Record<string, unknown>>);

/** An entry of `ignore:`; everything that is given must match. */
export interface IgnoreEntry {
  readonly rule: string;
  readonly path?: string;
  readonly service?: string;
  readonly stage?: string;
  readonly reason?: string;
  readonly until?: string;
}

/** The content of `.bulkhead.yaml`. */
export interface Config {
  readonly tenancy?: Tenancy;
  readonly hostLsm?: HostLsm;
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  readonly ignore?: readonly IgnoreEntry[];
  readonly exclude?: readonly string[];
  readonly trustedRegistries?: readonly string[];
  readonly trustedNonRootImages?: readonly string[];
  readonly tenantLabel?: string;
  readonly host?: { readonly memory?: string; readonly cpus?: number; readonly pids?: number };
  readonly requireReason?: boolean;
}

const text = (about: string): Shape => ({ type: 'string', about });
const texts = (about: string, item: string): Shape => ({ type: 'list', about, items: text(item) });

/** The shape of the configuration for a catalogue of rules; ids, globs and options come from the rules themselves. */
export function configShape(rules: readonly Rule[]): Shape {
  const level: Shape = {
    type: 'enum',
    about: 'How grave the findings are; `off` switches the rule off.',
    values: levels,
  };
  const ids = rules.map((rule) => rule.id);
  return {
    type: 'object',
    about: 'Configuration of Bulkhead.',
    keys: {
      tenancy: {
        type: 'enum',
        about:
          'Who shares the host: `single` (one person), `mixed` (several trust levels, the default), `hostile` (tenants who may attack each other). Decides severities. Even a clean report under `hostile` does not make a container as strong a wall as a virtual machine.',
        values: tenancies,
      },
      hostLsm: {
        type: 'enum',
        about: 'The security module of the host. With `apparmor` or `none`, SELinux advice is off.',
        values: hostLsms,
      },
      rules: {
        type: 'map',
        about:
          'Severity and options by rule id or glob (`compose/selinux-*`). An exact id beats a glob, a later glob an earlier one.',
        check: (key) => unknownRule(key, ids),
        suggestions: () => ids,
        globs: () => globsOf(ids),
        values: (key) => ({
          type: 'either',
          about: rules.find((rule) => rule.id === key)?.summary ?? 'Severity, or severity with options.',
          options: [
            level,
            optionsShape(
              rules.filter((rule) => matchesGlob(key, rule.id)),
              level,
            ),
          ],
        }),
      },
      ignore: {
        type: 'list',
        about: 'Findings that are accepted. Everything an entry names must match.',
        items: {
          type: 'object',
          about: 'One accepted finding or kind of finding.',
          required: ['rule'],
          keys: {
            rule: {
              type: 'string',
              about: 'Rule id or glob.',
              // What the engine itself says has ids of its own, which are no rules and can be accepted, too.
              check: (key) => (key.startsWith('internal/') ? undefined : unknownRule(key, ids)),
              suggestions: () => [...ids, ...globsOf(ids)],
            },
            path: text('Glob of files, relative to the folder of this configuration.'),
            service: text('Name of a Compose service.'),
            stage: text('Name of a Dockerfile stage.'),
            reason: text('Why it is accepted; kept in reports.'),
            until: {
              type: 'string',
              about: 'Last day on which the entry counts.',
              pattern: /^\d{4}-\d{2}-\d{2}$/,
              expects: 'a date such as 2027-01-31',
            },
          },
        },
      },
      exclude: texts(
        'Files and folders that are not linted.',
        'A glob relative to the folder of this configuration.',
      ),
      trustedRegistries: texts(
        'Registries images may come from; without it, that question is not asked.',
        'A registry or registry/path, `*` allowed.',
      ),
      trustedNonRootImages: texts(
        'Images known to start as another user than root.',
        'An image name, `*` allowed.',
      ),
      tenantLabel: text('The label of services that names their tenant; `bulkhead.tenant` by default.'),
      host: {
        type: 'object',
        about: 'The machine the containers share, for the resource budget.',
        keys: {
          memory: text('Memory, such as 16g.'),
          cpus: { type: 'number', about: 'Number of CPUs.' },
          pids: { type: 'number', about: 'Largest number of processes.' },
        },
      },
      requireReason: { type: 'boolean', about: 'Suppressions without a reason after `--` do not count.' },
    },
  };
}

function optionsShape(rules: readonly Rule[], level: Shape): Shape {
  const keys: Record<string, Shape> = { severity: level };
  for (const rule of rules) {
    for (const [name, option] of Object.entries(rule.options))
      keys[name] = optionShape(option.default, option.description);
  }
  return { type: 'object', about: 'Severity and options.', keys };
}

function optionShape(value: unknown, about: string): Shape {
  if (Array.isArray(value)) return texts(about, 'One entry.');
  if (typeof value === 'number' || typeof value === 'boolean') {
    return { type: typeof value as 'number' | 'boolean', about };
  }
  return text(about);
}

/** Fewer rules than this are sooner named one by one. */
const worthGlob = 3;

/** Globs for rules of a kind: of a language, and of a common first word such as `compose/selinux-*`. */
function globsOf(ids: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const id of ids) {
    const [language = '', name = ''] = id.split('/');
    const [word = '', ...others] = name.split('-');
    const globs = [`${language}/*`, ...(others.length > 0 && word !== 'no' ? [`${language}/${word}-*`] : [])];
    for (const glob of globs) counts.set(glob, (counts.get(glob) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= worthGlob).map(([glob]) => glob);
}

function unknownRule(key: string, ids: readonly string[]): string | undefined {
  if (ids.some((id) => matchesGlob(key, id))) return undefined;
  return key.includes('*') ? `No rule matches '${key}'.` : `There is no rule '${key}'.`;
}

/** Reads a configuration file; what is wrong is left out and named at its place. */
export function parseConfig(
  path: string,
  source: string,
  rules: readonly Rule[],
): { readonly config: Config; readonly problems: readonly Problem[] } {
  const document = parseDocument(source, { lineCounter: new LineCounter(), prettyErrors: false });
  const whole: Place = { path, start: 0, end: firstLineEnd(source) };
  const problems: Problem[] = document.errors.map((error) => ({
    path,
    // Of an open quote the parser names a place behind the end.
    start: Math.min(error.pos[0], source.length),
    end: Math.min(Math.max(error.pos[1], error.pos[0]), source.length),
    message: `The configuration is not valid YAML: ${error.message.replace(/(?<![.:\s])[.:\s]+$/, '')}.`,
  }));
  if (document.contents === null) return { config: {}, problems };
  if (!isMap(document.contents)) {
    return {
      config: {},
      problems: [...problems, { ...whole, message: 'The configuration must be a mapping of keys.' }],
    };
  }
  const config = readShape(document.contents, configShape(rules), whole, problems);
  return { config: (config ?? {}) as Config, problems };
}

function firstLineEnd(source: string): number {
  const end = source.indexOf('\n');
  return end < 0 ? source.length : end;
}
