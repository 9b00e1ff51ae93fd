/** What commands do to the packages of the system, and to the index that says which there are. */
import { readOptions } from '../shell/options.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';

export type PackageFamily = 'apt' | 'apk' | 'rpm' | 'zypper';

/** `refresh` loads the index; `install` uses it, be it to install, upgrade, download or build. */
export interface PackageStep {
  readonly family: PackageFamily;
  readonly does: 'refresh' | 'install' | 'other';
  /** The subcommand; undefined where there is none. */
  readonly verb: ShellWord | undefined;
  /** What follows it, without options. */
  readonly operands: readonly ShellWord[];
}

const families: Readonly<Record<string, PackageFamily>> = {
  apt: 'apt',
  'apt-get': 'apt',
  aptitude: 'apt',
  apk: 'apk',
  yum: 'rpm',
  dnf: 'rpm',
  dnf5: 'rpm',
  microdnf: 'rpm',
  tdnf: 'rpm',
  zypper: 'zypper',
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** `yum update` upgrades packages; what loads the index of dnf and yum is makecache. */
const refreshing: Readonly<Record<PackageFamily, ReadonlySet<string>>> = {
  apt: words('update'),
  apk: words('update'),
  rpm: words('makecache check-update check-upgrade'),
  zypper: words('refresh ref'),
};

const using: Readonly<Record<PackageFamily, ReadonlySet<string>>> = {
  apt: words(`install reinstall upgrade full-upgrade safe-upgrade dist-upgrade dselect-upgrade build-dep satisfy source
    download`),
  apk: words('add upgrade fix fetch'),
  rpm: words(`install reinstall update upgrade upgrade-minimal update-minimal localinstall groupinstall group groups module
    builddep build-dep distro-sync distrosync downgrade swap download download-system-upgrade system-upgrade`),
  zypper:
    words(`install in update up dup dist-upgrade patch install-new-recommends inr source-install si verify ve
    download`),
};

/** The options in front of the subcommand, among which `-n` has no value, as it has behind `addrepo`. */
const zypper = {
  shortWithValue: 'cDCR',
  longWithValue: ['config', 'reposd-dir', 'cache-dir', 'root', 'installroot'],
};

/** Reads a command of a package manager; undefined for others. */
export function packageStepOf({ name, args }: ShellCommand): PackageStep | undefined {
  const family = name !== undefined && Object.hasOwn(families, name) ? families[name] : undefined;
  if (family === undefined) return undefined;
  const { operands } = readOptions(args, family === 'zypper' ? zypper : toolTable(name));
  const verb = operands[0];
  const text = verb?.text ?? '';
  const does = refreshing[family].has(text) ? 'refresh' : using[family].has(text) ? 'install' : 'other';
  return { family, does, verb, operands: operands.slice(1) };
}

/** Programs that install system packages by themselves, or run what a file of the build says. */
const installers: ReadonlySet<string> =
  words(`rosdep mk-build-deps gdebi tasksel playwright npx pnpx bunx yum-builddep
  dpkg-buildpackage debootstrap install_packages install-php-extensions install2.r apt-install clean-install apt-fast nala
  unattended-upgrade unattended-upgrades ansible ansible-playbook puppet chef-client salt-call make cmake ninja`);

/** Whether a command may install system packages although it is none of the package managers' known steps. */
export function mayInstall(command: ShellCommand): boolean {
  const { name, word, args } = command;
  if (name === undefined || installers.has(name)) return true;
  const step = packageStepOf(command);
  // `apt-get $WHAT`
  if (step !== undefined) return step.verb !== undefined && !step.verb.value.known;
  // A program by its path is one of the build's own, unless it is a usual folder for programs.
  if (/[\\/]/.test(word.text) && !/^\/(?:usr\/)?s?bin\//.test(word.text)) return true;
  return name === '.' || name === 'source' || args.some(({ text }) => /^(?:playwright|puppeteer)/.test(text));
}
