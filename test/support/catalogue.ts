import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Level, Tenancy } from '../../rules/index.ts';
import { root } from '../../scripts/root.ts';

/** What the catalogue, which lies beside a checkout while the project is being built, says of one rule. */
export interface Entry {
  readonly id: string;
  readonly kind?: 'presence' | 'absence';
  readonly severity: Readonly<Record<Tenancy, Level>>;
  readonly fix: { readonly safety: 'safe' | 'review' | 'none' };
  readonly sources: readonly string[];
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
  readonly tier: 'core' | 'full' | 'later';
}

const folder = join(root, '..', 'shared', 'catalogue');

/** All entries, or undefined where there is no catalogue. */
export function readCatalogue(): readonly Entry[] | undefined {
  if (!existsSync(folder)) return undefined;
  return ['compose', 'dockerfile', 'project'].flatMap((name): readonly Entry[] =>
    parse(readFileSync(join(folder, `${name}.yaml`), 'utf8')),
  );
}
