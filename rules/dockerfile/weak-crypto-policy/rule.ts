import { inStage } from '../../core/in-stage.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { builtFiles, inLine } from '../../model/dockerfile/built-files.ts';
import { environmentEntries } from '../../model/dockerfile/runtime-environment.ts';
import type { Dockerfile, Instruction } from '../../model/dockerfile/types.ts';
import { legacyPolicy, weakCryptoLine, weakCryptoVariable } from '../../model/knowledge/weak-crypto.ts';
import type { Span } from '../../model/place.ts';

export default defineDockerfileRule({
  id: 'dockerfile/weak-crypto-policy',
  title: 'Cryptography lowered for the whole image',
  summary:
    'A policy, setting or variable allows broken protocols and algorithms for everything in the image.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'warning' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CWE-327'],
  aliases: {},
  fix: 'none',
  messages: { weak: '{name} allows outdated protocols or algorithms for everything in the image.' },
  help: 'It is mostly set for one old server, and then every connection of the image may be talked down to what can be read or forged. Delete it and update that server; until then, lower the setting for that one connection.',
  check(file, report) {
    for (const instruction of file.instructions) {
      for (const { name, ...span } of weakSettings(file, instruction))
        report('weak', { ...inStage(file, span, instruction.stage), data: { name } });
    }
    const stage = file.runtimeStage;
    if (stage === undefined) return;
    for (const { pair, instruction } of environmentEntries(stage)) {
      if (!pair.resolved.known || !weakCryptoVariable(pair.name, pair.resolved.value)) continue;
      report('weak', { ...inStage(file, pair.nameSpan, instruction.stage), data: { name: pair.name } });
    }
    for (const instruction of [stage.entrypoint, stage.command]) {
      for (const { name, ...span } of instruction === undefined ? [] : startSettings(instruction))
        report('weak', { ...inStage(file, span, instruction?.stage), data: { name } });
    }
  },
});

type Named = Span & { readonly name: string };

function weakSettings(file: Dockerfile, instruction: Instruction): readonly Named[] {
  const inFiles = builtFiles(file, instruction).flatMap(({ path, lines }) =>
    lines.flatMap((line) => {
      const name = weakCryptoLine(path, line);
      return name === undefined ? [] : [{ name, ...inLine(file, line, name) }];
    }),
  );
  const policies = (instruction.shell?.commands ?? []).flatMap((command) => {
    const word = legacyPolicy(command);
    return word === undefined ? [] : [{ name: word.text, start: word.start, end: word.end }];
  });
  return [...inFiles, ...policies];
}

/** In front of the start command, or among its options. */
function startSettings({ shell }: Instruction): readonly Named[] {
  const commands = shell?.commands ?? [];
  const assigned = [...commands.flatMap(({ assignments }) => assignments), ...(shell?.assignments ?? [])];
  const variables = assigned.flatMap(({ name, value, nameSpan }) =>
    value.known && weakCryptoVariable(name, value.value) ? [{ name, ...nameSpan }] : [],
  );
  const options = commands
    .filter(({ name }) => /^node(?:js)?$/.test(name ?? ''))
    .flatMap(({ args }) => args.filter(({ text }) => text === '--openssl-legacy-provider'))
    .map(({ text, start, end }) => ({ name: text, start, end }));
  return [...variables, ...options];
}
