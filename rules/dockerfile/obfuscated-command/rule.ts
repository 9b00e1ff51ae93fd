import { inStage } from '../../core/in-stage.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { encodedCommandOption } from '../../model/knowledge/decoders.ts';
import { decodedPrograms } from '../../model/shell/decoded-programs.ts';

export default defineDockerfileRule({
  id: 'dockerfile/obfuscated-command',
  title: 'Command that cannot be read',
  summary: 'What is run stands in the file encoded, so that nobody sees what it does.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['OWASP-9', 'CWE-506'],
  aliases: {},
  fix: 'none',
  messages: {
    decoded: "'{runner}' runs what {decoder} decodes, so that nobody can read here what it does.",
    encoded: "'{option}' gives PowerShell a command that nobody can read here.",
  },
  help: 'Encoding a command is the usual way to bring something harmful past a review, and there is no honest need for it in a Dockerfile: heredocs and COPY hold any text. Decode it by hand, find out what it does, and write it in clear.',
  check(file, report) {
    for (const { shell, stage } of file.instructions) {
      if (shell === undefined) continue;
      for (const { runner, decoder } of decodedPrograms(shell)) {
        report('decoded', {
          ...inStage(file, runner.word, stage),
          data: { runner: runner.word.text, decoder: decoder.name ?? '' },
        });
      }
      for (const command of shell.commands) {
        const option = encodedCommandOption(command);
        if (option !== undefined)
          report('encoded', { ...inStage(file, option, stage), data: { option: option.text } });
      }
    }
  },
});
