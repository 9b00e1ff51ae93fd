import { inStage, oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { mountInstead, variableUses } from '../../model/dockerfile/secret-mount.ts';
import { secretInVariable } from '../../model/dockerfile/secret-variables.ts';
import { lazily } from '../../model/memo.ts';

export default defineDockerfileRule({
  id: 'dockerfile/secret-in-env-or-arg',
  title: 'Secret in ENV or ARG',
  summary: 'An ENV or ARG carries a password, token or key, which everyone who has the image can read.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality'],
  sources: ['CIS-4.10', 'OWASP-12', 'CWE-798', 'CWE-522'],
  aliases: {
    hadolint: ['DL3064'],
    buildkit: ['SecretsUsedInArgOrEnv'],
    trivy: ['DS-0031'],
    semgrep: ['secret-in-build-arg'],
    kics: ['c3e1b6ae'],
    tally: ['tally/secrets-in-code', 'tally/ruby/secrets-in-arg-or-env'],
  },
  fix: 'review',
  messages: {
    env: 'The secret in ENV {name} is stored in the image, where everyone who pulls it can read it.',
    arg: "The secret in ARG {name} stays in the image's history.",
    form: '{keyword} {name} holds {form}, which stays in the image.',
    url: '{keyword} {name} holds a URL with a password, which stays in the image.',
  },
  help: 'Everyone who has the image reads it with docker history or docker inspect; deleting it later does not help. While building, read it in RUN --mount=type=secret,id=name,env=NAME; while running, pass it when the container starts. Revoke a value that was ever in an image.',
  check(file, report) {
    const uses = lazily(() => variableUses(file));
    for (const instruction of file.instructions) {
      const { keyword, stage } = instruction;
      if (keyword !== 'ENV' && keyword !== 'ARG') continue;
      for (const pair of instruction.pairs) {
        const reason = secretInVariable(file, instruction, pair);
        if (reason === undefined) continue;
        const { name } = pair;
        const title = `Delete ${keyword} ${name} and mount it as a secret (what reads it otherwise gets nothing)`;
        const byName = keyword === 'ENV' ? 'env' : 'arg';
        report(reason.by === 'name' ? byName : reason.by, {
          ...inStage(file, pair.nameSpan, stage),
          data: { keyword, name, form: reason.by === 'form' ? reason.form.name : '' },
          fixes: oneFix('review', title, mountInstead(file, uses(), instruction, pair)),
        });
      }
    }
  },
});
