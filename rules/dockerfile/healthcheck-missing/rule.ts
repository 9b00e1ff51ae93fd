import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { insertLineAfter } from '../../model/dockerfile/edit.ts';
import type { Argument, Dockerfile, Instruction, Stage } from '../../model/dockerfile/types.ts';
import { causeOfMissingHealthcheck } from '../../model/project/health.ts';
import { allDecideHealth, servicesThatRun } from '../../model/project/stage-uses.ts';

export default defineDockerfileRule({
  id: 'dockerfile/healthcheck-missing',
  title: 'Health check',
  summary: 'The image listens on a port, and nothing in it tells whether it still answers.',
  kind: 'absence',
  severity: { single: 'off', mixed: 'off', hostile: 'info' },
  properties: ['availability'],
  sources: ['CIS-4.6'],
  aliases: { hadolint: ['DL3057'], trivy: ['DS-0026'], checkov: ['CKV_DOCKER_2'], kics: ['b03a748a'] },
  fix: 'review',
  messages: {
    missing: 'The image exposes a port and has no HEALTHCHECK.',
    none: 'The image exposes a port and switches its health check off.',
  },
  help: 'A program that hangs still counts as running, so that nothing replaces it and others go on sending it work. Add a HEALTHCHECK that asks the program itself.',
  check(file, report, { uses }) {
    const stage = file.runtimeStage;
    if (stage === undefined || allDecideHealth(uses)) return;
    const exposed = stage.chain.flatMap(({ instructions }) => instructions).find(exposes);
    if (exposed === undefined || (stage.healthcheck !== undefined && !isNone(stage.healthcheck))) return;
    report(stage.healthcheck === undefined ? 'missing' : 'none', {
      ...inStage(file, stage.from, stage),
      related: servicesThatRun(uses),
      cause: causeOfMissingHealthcheck(file.path, stage.index),
      fixes: stage.healthcheck === undefined ? fixes(file, stage, exposed.args[0]) : [],
    });
  },
});

function exposes({ keyword, onbuild, args }: Instruction): boolean {
  return keyword === 'EXPOSE' && !onbuild && args.length > 0;
}

function isNone({ args }: Instruction): boolean {
  return args[0]?.text.toUpperCase() === 'NONE';
}

/** A question over HTTP, where the port is a plain number of the stage itself. */
function fixes(file: Dockerfile, stage: Stage, argument: Argument | undefined): readonly Fix[] {
  const port = argument?.resolved.known ? /^(\d+)(?:\/tcp)?$/.exec(argument.resolved.value)?.[1] : undefined;
  const expose = stage.instructions.find(exposes);
  if (
    port === undefined ||
    expose === undefined ||
    expose.args[0] !== argument ||
    stage.platform === 'windows'
  )
    return [];
  const line = `HEALTHCHECK CMD wget -q -O /dev/null http://localhost:${port}/ || exit 1`;
  return oneFix(
    'review',
    `Ask port ${port} over HTTP (the image needs wget, and the program has to answer at /)`,
    insertLineAfter(file, expose, line),
  );
}
