import type { Fix } from '../../core/finding.ts';
import { atSeat, oneFix } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { trustedImages } from '../../core/trusted-images.ts';
import { deletePair, insertPair } from '../../model/compose/edit.ts';
import type { Service } from '../../model/compose/types.ts';
import { isRootUser, userNameOf } from '../../model/dockerfile/select-user.ts';
import { contributingStages } from '../../model/dockerfile/stages.ts';
import type { Build } from '../../model/project/types.ts';
import { causeOfStartUser, startUserOfBuild, userInCompose } from '../../model/project/user.ts';

export default defineProjectRule({
  id: 'project/target-skips-user',
  title: 'Build target that leaves out the user',
  summary: 'The service builds an earlier stage that runs as root, while the last one selects a user.',
  kind: 'presence',
  severity: { single: 'hint', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-4.1', 'OWASP-2', 'CWE-250'],
  aliases: {},
  fix: 'review',
  supersedes: { scope: 'service', rules: ['project/runs-as-root'] },
  messages: {
    skipped:
      "Service '{service}' builds stage '{target}', which runs as root; the last stage selects the user '{user}'.",
  },
  help: 'A Dockerfile with a user in its last stage passes for one that runs without root, but this service stops at an earlier stage and never gets there. Build the last stage, select a user in this one, or set `user` on the service.',
  options: {
    user: { default: '10001:10001', description: 'What the quick fix gives to `user`.' },
  },
  checkService({ service, build }, report, { options, trustedNonRootImages }) {
    if (build?.target === undefined || userInCompose(service).kind !== 'none') return;
    const { dockerfile, stage, target, placeOf } = build;
    const last = dockerfile.stages.at(-1);
    const user = last?.user;
    if (last === undefined || last === stage || user === undefined) return;
    const name = userNameOf(user);
    if (!name.known || isRootUser(name.value, last.platform)) return;
    if (startUserOfBuild(build, trustedImages(trustedNonRootImages)).kind !== 'root') return;
    const { at, related = [] } = atSeat(target);
    report('skipped', {
      at,
      related: [
        ...related,
        { at: placeOf(stage.from), message: 'This stage is built.' },
        { at: placeOf(user.instruction), message: 'This USER is not reached.' },
      ],
      data: { target: target.text, user: name.value },
      fixes: [...buildLast(service, build), ...selectUser(service, options.user)],
      cause: causeOfStartUser(dockerfile.path, stage.index),
    });
  },
});

/** Only where the last stage has something of the chosen one in it: else the two may be different programs. */
function buildLast(service: Service, { dockerfile, stage }: Build): readonly Fix[] {
  const last = dockerfile.stages.at(-1);
  const build = service.get('build');
  const key = service.pair('build', 'target');
  if (last === undefined || key === undefined || build?.kind !== 'mapping' || build.pairs.size < 2) return [];
  const contributing = contributingStages(dockerfile, last);
  if (!stage.chain.some((part) => contributing.has(part))) return [];
  const title = 'Delete target, so that the last stage is built (it may lack tools of the other one)';
  return oneFix('review', title, deletePair(service.project(), key));
}

function selectUser(service: Service, user: string): readonly Fix[] {
  const title = `Run as user ${user} (files the program writes to must belong to it)`;
  // Without quotes some readers take 1000:1000 for a number with sixtieths.
  return oneFix('review', title, insertPair(service, 'user', [`"${user}"`]));
}
