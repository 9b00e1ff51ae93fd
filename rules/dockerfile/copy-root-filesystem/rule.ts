import { inStage } from '../../core/in-stage.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { copyDestination, copySources } from '../../model/dockerfile/stages.ts';
import type { Instruction } from '../../model/dockerfile/types.ts';
import { isScratch } from '../../model/image-reference.ts';
import { joinPath } from '../../model/shell/paths.ts';

export default defineDockerfileRule({
  id: 'dockerfile/copy-root-filesystem',
  title: 'Whole file system of another stage',
  summary: 'COPY --from takes everything from / to /.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'info', hostile: 'info' },
  properties: ['confidentiality'],
  sources: ['CIS-4.3', 'CWE-1188'],
  aliases: { hadolint: ['DL3067'] },
  fix: 'none',
  messages: {
    root: 'Everything of {from} is copied over this image, its caches, keys and setuid files too.',
  },
  help: 'What the other stage needed for building comes along: package caches, keys, histories, compilers and programs with the setuid bit. Copy the folders that are needed.',
  check(file, report) {
    for (const instruction of file.instructions) {
      const from = instruction.flags.find(({ name }) => name === 'from')?.value;
      if (instruction.keyword !== 'COPY' || !from || !isRoot(instruction)) continue;
      // A squashed stage is one file system, and an empty base has nothing that could get mixed up with it.
      const base = instruction.stage?.base;
      if (base !== undefined && isScratch(base)) continue;
      for (const source of copySources(instruction)) {
        // Sources of another stage are relative to its root.
        const path = source.resolved.known ? joinPath('/', `/${source.resolved.value}`) : '';
        if (path !== '/' && path !== '/*') continue;
        report('root', { ...inStage(file, source.inner, instruction.stage), data: { from } });
      }
    }
  },
});

function isRoot(instruction: Instruction): boolean {
  const target = copyDestination(instruction)?.resolved;
  const { workdir } = instruction;
  if (target?.known !== true) return false;
  if (target.value.startsWith('/')) return joinPath('/', target.value) === '/';
  return workdir.known && workdir.value !== undefined && joinPath(workdir.value, target.value) === '/';
}
