import { hostLsms, type Level, levels, type Overrides, type RuleSetting, tenancies } from '../rules/index.ts';

/** The settings `bulkhead.*` of the editor, checked, with defaults filled in. */
export interface EditorSettings {
  readonly enable: boolean;
  /** Whether findings follow the keystroke or the save. */
  readonly run: 'onType' | 'onSave';
  /** Whether files are looked at that nobody opened. */
  readonly lintScope: 'workspace' | 'openFiles';
  /** Globs relative to the workspace folder. */
  readonly exclude: readonly string[];
  /** Whether a summary of its isolation stands above each service. */
  readonly isolationLens: boolean;
  /** What wins over the configuration file. */
  readonly overrides: Overrides;
}

export const defaultSettings: EditorSettings = {
  enable: true,
  run: 'onType',
  lintScope: 'workspace',
  exclude: [],
  isolationLens: false,
  overrides: {},
};

/** Reads the section `bulkhead`; a value that does not fit counts as not set. */
export function readSettings(section: unknown): EditorSettings {
  const value = asRecord(section);
  return {
    enable: value.enable !== false,
    run: value.run === 'onSave' ? 'onSave' : 'onType',
    lintScope: value.lintScope === 'openFiles' ? 'openFiles' : 'workspace',
    exclude: Array.isArray(value.exclude) ? value.exclude.filter((glob) => typeof glob === 'string') : [],
    isolationLens: asRecord(value.codeLens).isolation === true,
    overrides: {
      tenancy: tenancies.find((tenancy) => tenancy === value.tenancy),
      hostLsm: hostLsms.find((lsm) => lsm === value.hostLsm),
      rules: readRules(value.rules),
    },
  };
}

export function sameSettings(left: EditorSettings, right: EditorSettings): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function readRules(value: unknown): Readonly<Record<string, RuleSetting>> {
  const settings = Object.entries(asRecord(value)).filter((entry): entry is [string, RuleSetting] =>
    isRuleSetting(entry[1]),
  );
  return Object.fromEntries(settings);
}

function isRuleSetting(value: unknown): value is RuleSetting {
  if (isLevel(value)) return true;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { severity } = value as Record<string, unknown>;
  return severity === undefined || isLevel(severity);
}

function isLevel(value: unknown): value is Level {
  return levels.some((level) => level === value);
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
