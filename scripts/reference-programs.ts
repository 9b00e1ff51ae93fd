/**
 * Installs the programs that tests compare this project with (test/differential) or run it in (test/editors,
 * test/pipelines), where that needs nobody's permission.
 * Without them those tests say that they are skipped, so nothing here is an error.
 */
import { spawnSync } from 'node:child_process';
import { canInstallDebianPackages, installDebianPackages } from './editor/debian.ts';

/** Programs by their Debian packages, and an option with which each only says its version. */
const programs = [
  { name: 'shfmt', debian: 'shfmt', version: '--version' },
  { name: 'docker-compose', debian: 'docker-compose', version: 'version' },
  { name: 'nvim', debian: 'neovim', version: '--version' },
  { name: 'pre-commit', debian: 'pre-commit', version: '--version' },
] as const;

for (const { name, debian, version } of programs) {
  if (spawnSync(name, [version]).error === undefined) continue;
  // One by one, because no release of Debian has to have all of them.
  const problem = canInstallDebianPackages()
    ? installDebianPackages([debian])
    : 'only root on Debian can install it unasked';
  const outcome =
    problem === undefined ? 'installed' : `not here, so its tests are skipped (${problem.trim()})`;
  process.stderr.write(`${name}: ${outcome}.\n`);
}
