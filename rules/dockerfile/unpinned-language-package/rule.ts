import { inStage } from '../../core/in-stage.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import type { Instruction, Stage } from '../../model/dockerfile/types.ts';
import { unpinnedModules, unpinnedPackages } from '../../model/knowledge/unpinned-packages.ts';
import { lazily } from '../../model/memo.ts';

export default defineDockerfileRule({
  id: 'dockerfile/unpinned-language-package',
  title: 'Language package without a version',
  summary: 'pip, npm, gem, go or cargo installs a package by its name, in whatever version is the newest.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'info', hostile: 'info' },
  properties: ['integrity', 'availability'],
  sources: ['CIS-4.11', 'OWASP-13', 'CWE-1357'],
  aliases: {
    hadolint: ['DL3013', 'DL3016', 'DL3028', 'DL3062'],
    kics: ['02d9c71f', 'e36d8880', '22cd11f7'],
  },
  fix: 'none',
  messages: { unpinned: "{tool} takes '{package}' in whatever version is there on the day of the build." },
  help: 'Two builds of one Dockerfile give different images, and a release that was published an hour ago gets in before anybody has looked at it. Name the version behind the package, or install from a lock file.',
  check(file, report) {
    const firstCopies = new Map(file.stages.map((stage) => [stage, lazily(() => firstCopy(stage))]));
    for (const instruction of file.instructions) {
      const { shell, stage, index, flags } = instruction;
      if (shell === undefined) continue;
      const isMounted = flags.some(({ name }) => name === 'mount');
      const hasModule = () => isMounted || ((stage && firstCopies.get(stage)?.()) ?? index) < index;
      for (const command of shell.commands) {
        const isConstrained = /^(?:pip3?|uv|pipx)$/.test(command.name ?? '') && hasConstraints(instruction);
        const packages = isConstrained ? [] : unpinnedPackages(command);
        const modules = unpinnedModules(command, hasModule);
        for (const word of [...packages, ...modules]) {
          const data = { tool: command.name ?? '', package: word.text };
          report('unpinned', { ...inStage(file, word, stage), data });
        }
      }
    }
  },
});

/** PIP_CONSTRAINT names a file of versions. */
function hasConstraints({ variable }: Instruction): boolean {
  return ['PIP_CONSTRAINT', 'UV_CONSTRAINT'].some((name) => /^(?:set|argument)$/.test(variable(name).state));
}

/** Where something is copied first that may hold a go.mod, which says the version; past the end where nothing is. */
function firstCopy({ chain }: Stage): number {
  const copies = chain.map(({ instructions }) =>
    instructions.find(({ keyword }) => keyword === 'COPY' || keyword === 'ADD'),
  );
  return Math.min(...copies.map((copy) => copy?.index ?? Number.POSITIVE_INFINITY));
}
