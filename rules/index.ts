/**
 * The only door of the rule library for the server, the command line and other programs. Text in, findings out:
 * nothing here reads a file, a clock or an environment; what is needed of them is handed in.
 */

export { type AnalyseInput, type Analysis, analyse } from './core/analyse.ts';
export { type AnalysisCache, createAnalysisCache } from './core/cache.ts';
export { type Collected, collect, lintedFiles, usesIn } from './core/collect.ts';
export {
  type Config,
  configNames,
  configShape,
  hostLsms,
  type IgnoreEntry,
  levels,
  parseConfig,
  type RuleSetting,
  tenancies,
} from './core/config/config.ts';
export { exclusion } from './core/config/exclusion.ts';
export { type FoundConfig, findConfig } from './core/config/find.ts';
export { matcher, matchesGlob } from './core/config/glob.ts';
export { type ConfigCursor, type ConfigWord, cursorInConfig, wordInConfig } from './core/config/position.ts';
export { type ConfigEdit, setSeverity } from './core/config/set-severity.ts';
export { describe as describeShape, type Shape, toJsonSchema } from './core/config/shape.ts';
export { type Suggestion, shapeAt, suggestedKeys, suggestedValues } from './core/config/shape-at.ts';
export { type Control, controlAt } from './core/controls.ts';
export { decodeFile, largestFile } from './core/decode.ts';
export { type Change, changesOf, type Draft, draftOf, edited, textOf as textOfDraft } from './core/draft.ts';
export { applyEdits, compatibleFixes } from './core/edits.ts';
export type {
  Finding,
  Fix,
  HostLsm,
  Level,
  Related,
  Safety,
  Severity,
  Suppressed,
  Tenancy,
} from './core/finding.ts';
export { type Group, groupFindings } from './core/group.ts';
export { type Hardness, hardeningFixes, hardenService } from './core/harden.ts';
export { overviewOf, overviewsIn, type ProjectOverview } from './core/overview.ts';
export { filePatterns, type Language, languageOf, languageOfName, skippedFolders } from './core/recognize.ts';
export { fixInRounds, type RoundsOfFixes, type Trial } from './core/rounds.ts';
export type { ComposeRule, DockerfileRule, Property, Rule, RuleText } from './core/rule.ts';
export { compareSeverity } from './core/run.ts';
export type { Overrides, Settings } from './core/settings.ts';
export {
  type IgnoreComment,
  type IgnoreScope,
  ignoreComment,
  reasonPlaceholder,
} from './core/suppression/insert.ts';
export type { DirectoryEntry, FileContent, Files } from './model/files.ts';
export { editDistance, nearestWords } from './model/knowledge/edit-distance.ts';
export type { Comment, Edit, Place, Problem, Span } from './model/place.ts';
export {
  type ServiceIsolation,
  type Wall,
  type WallName,
  type WallState,
  wallNames,
} from './model/project/isolation.ts';
export type { StageUse } from './model/project/types.ts';
export { rules } from './registry.generated.ts';
