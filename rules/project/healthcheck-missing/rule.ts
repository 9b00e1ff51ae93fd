import type { Fix } from '../../core/finding.ts';
import { oneFix } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { insertPair } from '../../model/compose/edit.ts';
import type { ImageReference } from '../../model/image-reference.ts';
import { shellFamilyOfImage } from '../../model/knowledge/base-images.ts';
import { hasNoHealthcheck } from '../../model/knowledge/image-health.ts';
import {
  causeOfMissingHealthcheck,
  healthcheckOfStage,
  saysNothingOfHealth,
} from '../../model/project/health.ts';
import type { JoinedService } from '../../model/project/types.ts';

export default defineProjectRule({
  id: 'project/healthcheck-missing',
  title: 'Health check of a published service',
  summary: 'A service that others reach cannot tell whether it still works.',
  kind: 'absence',
  severity: { single: 'off', mixed: 'info', hostile: 'info' },
  properties: ['availability'],
  sources: ['CIS-4.6', 'CIS-5.27'],
  aliases: {},
  fix: 'review',
  messages: { missing: "Service '{service}' is published, and nothing tells whether it still answers." },
  help: 'A program that hangs still counts as running, so that nothing restarts it, others go on sending it work, and what depends on it starts too early. Add a `healthcheck` here, or a HEALTHCHECK to the Dockerfile, that asks the program itself.',
  checkService(joined, report) {
    const { service, node, build } = joined;
    if (build === undefined || node.published.length === 0 || !saysNothingOfHealth(service)) return;
    const { stage, placeOf, dockerfile } = build;
    if (healthcheckOfStage(stage) !== undefined) return;
    // HEALTHCHECK NONE takes back whatever check the base image has; without it the base has to be known.
    const isTakenBack = stage.healthcheck !== undefined;
    if (!isTakenBack && (stage.base === undefined || !hasNoHealthcheck(stage.base))) return;
    report('missing', {
      at: service.key,
      related: [
        stage.healthcheck === undefined
          ? { at: placeOf(stage.from), message: 'No stage of this chain has a HEALTHCHECK.' }
          : { at: placeOf(stage.healthcheck), message: 'This switches the check off.' },
      ],
      fixes: fixes(joined, stage.base),
      cause: causeOfMissingHealthcheck(dockerfile.path, stage.index),
    });
  },
});

/** A question over HTTP, where the first published port is a single known one and the image has a shell and its tools. */
function fixes({ service, node }: JoinedService, base: ImageReference | undefined): readonly Fix[] {
  const port = node.published[0]?.port;
  if (port?.target.known !== true || port.protocol !== 'tcp') return [];
  const { from, to } = port.target.value;
  const speaksTls = from === 443 || from === 8443;
  if (from !== to || speaksTls || base === undefined || shellFamilyOfImage(base) === 'unknown') return [];
  // `localhost` may lead to an IPv6 address that the program does not listen on.
  const test = `test: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:${from}/"]`;
  const title = `Ask port ${from} over HTTP (the image needs wget, and the program has to answer at /)`;
  return oneFix('review', title, insertPair(service, 'healthcheck', ['', test]));
}
