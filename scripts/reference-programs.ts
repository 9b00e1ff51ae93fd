/**
 * Installs the programs that tests compare this project with (test/differential) or run it in (test/editors,
 * test/pipelines), where that needs nobody's permission.
 * Without them those tests say that they are skipped, so nothing here is an error.
 */
import { spawnSync } from 'node:child_process';
import { canInstallDebianPackages, installDebianPackages } from './editor/debian.ts';

/** Programs by their Debian packages, and arguments with which each shows that it is there and does nothing else. */
const programs: readonly {
  readonly name: string;
  readonly debian: readonly string[];
  readonly probe: readonly string[];
}[] = [
  { name: 'shfmt', debian: ['shfmt'], probe: ['--version'] },
  { name: 'docker-compose', debian: ['docker-compose'], probe: ['version'] },
  { name: 'nvim', debian: ['neovim'], probe: ['--version'] },
  {
    name: 'emacs',
    debian: ['emacs-nox', 'elpa-eglot', 'elpa-yaml-mode', 'elpa-dockerfile-mode'],
    probe: ['--batch', '--eval', "(progn (package-initialize) (require 'eglot) (require 'dockerfile-mode))"],
  },
  { name: 'pre-commit', debian: ['pre-commit'], probe: ['--version'] },
  { name: 'buildah', debian: ['buildah'], probe: ['--version'] },
  { name: 'podman', debian: ['podman', 'runc'], probe: ['--version'] },
  { name: 'runc', debian: ['runc'], probe: ['--version'] },
];

for (const { name, debian, probe } of programs) {
  if (spawnSync(name, probe).status === 0) continue;
  // One by one, because no release of Debian has to have all of them.
  const problem = canInstallDebianPackages()
    ? installDebianPackages(debian)
    : 'only root on Debian can install it unasked';
  const outcome =
    problem === undefined ? 'installed' : `not here, so its tests are skipped (${problem.trim()})`;
  process.stderr.write(`${name}: ${outcome}.\n`);
}
