import type { Files } from '../../model/files.ts';
import type { Problem } from '../../model/place.ts';
import type { Rule } from '../rule.ts';
import { type Config, configNames, parseConfig } from './config.ts';

/** A configuration with the folder its globs are relative to. */
export interface FoundConfig {
  readonly path: string | undefined;
  readonly folder: string;
  readonly config: Config;
  readonly problems: readonly Problem[];
}

/**
 * The configuration for a file: the nearest `.bulkhead.yaml` or `.bulkhead.yml` upward, up to the root and never above
 * it. Configurations are not merged with those further up.
 */
export async function findConfig(
  path: string,
  files: Files,
  rules: readonly Rule[],
  explicit?: string,
): Promise<FoundConfig> {
  if (explicit !== undefined) {
    const content = await files.read(explicit);
    const found = content.kind === 'text' ? read(explicit, content.text, rules) : undefined;
    return found ?? none(files);
  }
  for (
    let folder = parent(path);
    folder !== undefined;
    folder = folder === files.root ? undefined : parent(folder)
  ) {
    for (const name of configNames) {
      const candidate = `${folder === '/' ? '' : folder}/${name}`;
      const content = await files.read(candidate);
      if (content.kind === 'text') return read(candidate, content.text, rules);
    }
  }
  return none(files);
}

function none(files: Files): FoundConfig {
  return { path: undefined, folder: files.root, config: {}, problems: [] };
}

function read(path: string, text: string, rules: readonly Rule[]): FoundConfig {
  return { path, folder: parent(path) ?? '/', ...parseConfig(path, text, rules) };
}

function parent(path: string): string | undefined {
  const slash = path.lastIndexOf('/');
  return slash < 0 || path === '/' ? undefined : path.slice(0, slash) || '/';
}
