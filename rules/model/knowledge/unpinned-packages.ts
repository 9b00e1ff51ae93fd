/** Packages of programming languages that a command installs without saying which version, by the tools' manuals. */
import { type Option, readOptions } from '../shell/options.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';

interface CommandLine {
  readonly operands: readonly ShellWord[];
  readonly options: readonly Option[];
  readonly has: (...names: readonly string[]) => boolean;
}

type Reader = (line: CommandLine) => readonly ShellWord[];

const readers: Readonly<Record<string, Reader>> = {
  pip: pythonPackages,
  pip3: pythonPackages,
  uv(line) {
    const [first, second, ...packages] = line.operands;
    const isPip = first?.text === 'pip' && second?.text === 'install';
    const isTool = first?.text === 'tool' && second?.text === 'install';
    return isPip || isTool ? namedInPython(line, packages) : [];
  },
  pipx(line) {
    const [first, ...packages] = line.operands;
    return first?.text === 'install' && !line.has('spec') ? namedInPython(line, packages) : [];
  },
  npm(line) {
    const [first, ...packages] = line.operands;
    const isInstall = /^(?:install|i|add|in|isntall)$/.test(first?.text ?? '');
    return isInstall && (line.has('g', 'global') || isGlobalPlace(line))
      ? packages.filter(isUnpinnedNode)
      : [];
  },
  pnpm(line) {
    const [first, ...packages] = line.operands;
    const isInstall = /^(?:add|install|i)$/.test(first?.text ?? '') && line.has('g', 'global');
    return isInstall ? packages.filter(isUnpinnedNode) : [];
  },
  yarn({ operands }) {
    const [first, second, ...packages] = operands;
    return first?.text === 'global' && second?.text === 'add' ? packages.filter(isUnpinnedNode) : [];
  },
  npx({ operands, options, has }) {
    if (!has('y', 'yes')) return [];
    const named = options.flatMap(({ name, valueWord }) =>
      /^(?:p|package)$/.test(name) && valueWord ? [valueWord] : [],
    );
    // Without -p, the package has the name of the command; what follows are the command's own arguments.
    return (named.length > 0 ? named : operands.slice(0, 1)).filter(isUnpinnedNode);
  },
  gem({ operands, has }) {
    const [first, ...packages] = operands;
    if (!/^(?:install|i)$/.test(first?.text ?? '') || has('v', 'version', 'g', 'file')) return [];
    return packages.filter(
      ({ text, value }) => value.known && /^[\w-][\w.-]*$/.test(text) && !text.endsWith('.gem'),
    );
  },
  cargo({ operands, has }) {
    const [first, ...packages] = operands;
    if (first?.text !== 'install' || has('version', 'vers', 'path', 'git', 'list')) return [];
    return packages.filter(({ value, text }) => value.known && /^[A-Za-z][\w-]*(?:@latest)?$/.test(text));
  },
};

function pythonPackages(line: CommandLine): readonly ShellWord[] {
  const [first, ...packages] = line.operands;
  return first?.text === 'install' ? namedInPython(line, packages) : [];
}

/** Tools that have no other way of getting newer than asking for the newest. */
const installers: ReadonlySet<string> = new Set(['pip', 'setuptools', 'wheel', 'uv', 'poetry']);

function namedInPython({ has }: CommandLine, packages: readonly ShellWord[]): readonly ShellWord[] {
  // Constraints say the versions, and with hashes every version has to be given.
  if (has('c', 'constraint', 'constraints', 'require-hashes')) return [];
  const isUpgrade = has('U', 'upgrade');
  return packages.filter(({ text, value }) => {
    if (!value.known) return false;
    if (/^(?:git|hg|svn|bzr)\+/.test(text))
      return !/@[^/@]+$/.test(text.replace(/#.*$/s, '').replace(/^[^:]*:\/\/[^/]*/, ''));
    const name = /^([A-Za-z\d](?:[\w.-]*[A-Za-z\d])?)(?:\[[\w\s,.-]*\])?(?:@latest)?$/.exec(text)?.[1];
    if (name === undefined || /\.(?:whl|zip|tar|gz|tgz|txt|in|toml)$/i.test(text)) return false;
    return !(isUpgrade && installers.has(name.toLowerCase()));
  });
}

/** `--location=global` */
function isGlobalPlace({ options }: CommandLine): boolean {
  return options.some(({ name, valueText }) => name === 'location' && valueText === 'global');
}

/** A package of the registry by its name alone, or with a tag that moves. */
function isUnpinnedNode({ text, value }: ShellWord): boolean {
  return (
    value.known &&
    /^(?:@[\w.-]+\/)?[A-Za-z\d_-][\w.-]*(?:@(?:latest|next)?)?$/.test(text) &&
    !/\.(?:tgz|tar|gz)$/.test(text)
  );
}

/** The packages that a command takes in whatever version there is. */
export function unpinnedPackages({ name, args }: ShellCommand): readonly ShellWord[] {
  const reader = name !== undefined && Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (name === undefined || reader === undefined) return [];
  const own = name === 'npx' ? beforeProgram(args) : args;
  const { options, operands } = readOptions(own, toolTable(name));
  return reader({
    options,
    operands,
    has: (...names) => options.some((option) => names.includes(option.name)),
  });
}

/** The arguments of npx up to the command that it runs. */
function beforeProgram(args: readonly ShellWord[]): readonly ShellWord[] {
  const [program] = readOptions(args, toolTable('npx')).operands;
  return program === undefined ? args : args.slice(0, args.indexOf(program) + 1);
}

/**
 * The modules that `go install` and `go run` take without a version: `path` without one, where no go.mod may say it, and
 * tags and branches that move.
 *
 * @param hasModule whether a go.mod may lie in the folder
 */
export function unpinnedModules(
  { name, args }: ShellCommand,
  hasModule: () => boolean,
): readonly ShellWord[] {
  if (name !== 'go') return [];
  const { operands } = readOptions(args, toolTable('go'));
  const [first, ...packages] = operands;
  if (first?.text !== 'install' && first?.text !== 'run') return [];
  const modules = first.text === 'run' ? packages.slice(0, 1) : packages;
  return modules.filter(({ text, value }) => {
    const [path = '', version] = text.split('@', 2);
    const isRemote = /^[\w-]+(?:\.[\w-]+)+\/\S+$/.test(path) && !path.endsWith('.go');
    if (!value.known || !isRemote) return false;
    return version === undefined
      ? !hasModule()
      : /^(?:latest|upgrade|patch|next|main|master|HEAD)$/.test(version);
  });
}
