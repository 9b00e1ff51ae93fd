import type { Config, RuleSetting } from './config/config.ts';
import { matchesGlob } from './config/glob.ts';
import type { HostLsm, Level, Tenancy } from './finding.ts';
import type { Rule } from './rule.ts';

/** What the caller sets beside the configuration file: command line flags, editor settings. They win over the file. */
export interface Overrides {
  readonly tenancy?: Tenancy | undefined;
  readonly hostLsm?: HostLsm | undefined;
  readonly rules?: Readonly<Record<string, RuleSetting>> | undefined;
}

/** Everything that decides how a rule runs, with defaults filled in. */
export interface Settings {
  readonly tenancy: Tenancy;
  readonly hostLsm: HostLsm;
  readonly config: Config;
  readonly overrides: Overrides;
}

export function resolveSettings(config: Config, overrides: Overrides = {}): Settings {
  return {
    tenancy: overrides.tenancy ?? config.tenancy ?? 'mixed',
    hostLsm: overrides.hostLsm ?? config.hostLsm ?? 'auto',
    config,
    overrides,
  };
}

/** The level of a rule and the values of its options under these settings. */
export function ruleSettings(
  rule: Rule,
  settings: Settings,
): { readonly level: Level; readonly options: Record<string, unknown> } {
  const options: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(rule.options)) options[name] = option.default;
  let level: Level = rule.severity[settings.tenancy];
  for (const layer of [settings.config.rules, settings.overrides.rules]) {
    for (const setting of settingsFor(rule.id, layer ?? {})) {
      if (typeof setting === 'string') level = setting;
      else {
        const { severity, ...values } = setting;
        level = severity ?? level;
        Object.assign(options, values);
      }
    }
  }
  const labelsMeanNothing = settings.hostLsm === 'apparmor' || settings.hostLsm === 'none';
  if (rule.selinuxOnly && labelsMeanNothing) level = 'off';
  return { level, options };
}

/** In the order in which they apply: globs as written, then the exact id. */
function settingsFor(id: string, layer: Readonly<Record<string, RuleSetting>>): readonly RuleSetting[] {
  const globs = Object.entries(layer).filter(([key]) => key !== id && matchesGlob(key, id));
  const exact = layer[id];
  return [...globs.map(([, setting]) => setting), ...(exact === undefined ? [] : [exact])];
}
