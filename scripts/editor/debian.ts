/** Installs Debian packages where that needs nobody's permission: as root, in a container or on a CI machine. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Whether {@link installDebianPackages} can work here. */
export function canInstallDebianPackages(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

/** Installs packages after refreshing the list of packages; returns what went wrong, if something did. */
export function installDebianPackages(packages: readonly string[]): string | undefined {
  for (const step of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const { status, error, stderr } = spawnSync('apt-get', ['-qq', ...step], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    if (status !== 0) return `apt-get ${step[0]}: ${error?.message ?? stderr.trim().slice(-1000)}`;
  }
  return undefined;
}
