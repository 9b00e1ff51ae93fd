import { atSeat, oneFix } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { deletePair } from '../../model/compose/edit.ts';
import { healthcheckOfStage, healthSwitchOf } from '../../model/project/health.ts';

const title = 'Delete the healthcheck block (the check of the image runs again)';

export default defineProjectRule({
  id: 'project/healthcheck-hidden',
  title: 'Health check of the image switched off',
  summary: 'The image can tell whether it still works, and the service does not let it.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'warning', hostile: 'warning' },
  properties: ['availability'],
  sources: ['CIS-4.6', 'CIS-5.27'],
  aliases: {},
  fix: 'review',
  supersedes: { scope: 'place', rules: ['compose/healthcheck-disabled'] },
  messages: { hidden: "Service '{service}' switches off the HEALTHCHECK that its Dockerfile has." },
  help: 'Without its check a program that hangs counts as running: nothing restarts it, and what depends on it starts too early. Delete the block, or write a test that fits this service better.',
  checkService({ service, build }, report) {
    const block = service.pair('healthcheck');
    const off = healthSwitchOf(service);
    const check = build === undefined ? undefined : healthcheckOfStage(build.stage);
    if (build === undefined || block === undefined || off === undefined || check === undefined) return;
    const { at, related = [] } = atSeat(off);
    report('hidden', {
      at,
      related: [...related, { at: build.placeOf(check), message: 'This check does not run.' }],
      fixes: oneFix('review', title, deletePair(service.project(), block)),
    });
  },
});
