import { atSeat, oneFix } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { deletePair } from '../../model/compose/edit.ts';
import { startScriptsOf } from '../../model/context/start-scripts.ts';
import { dropsRoot, isRootUser, userNameOf } from '../../model/dockerfile/select-user.ts';
import { userInCompose } from '../../model/project/user.ts';

export default defineProjectRule({
  id: 'project/image-user-undone',
  title: 'User of the image taken back',
  summary: 'The image gives up root, and the service that runs it takes root back.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-4.1', 'OWASP-2', 'CWE-250'],
  aliases: {},
  fix: 'review',
  supersedes: { scope: 'place', rules: ['compose/no-root-user'] },
  messages: { undone: "Service '{service}' runs as root, although its image selects the user '{user}'." },
  help: 'Whoever wrote the image made it work without root; as root, one flaw in the program reaches the kernel with every right the container has. Delete `user`, and give the files it was meant for to the user of the image.',
  checkService({ service, build }, report) {
    const key = service.pair('user');
    const scalar = service.scalar('user');
    const user = build?.stage.user;
    if (build === undefined || key === undefined || scalar === undefined || user === undefined) return;
    const name = userNameOf(user);
    const { stage, context, placeOf } = build;
    if (userInCompose(service).kind !== 'root' || stage.platform === 'windows') return;
    if (!name.known || isRootUser(name.value)) return;
    // An entrypoint that hands over to another user itself needs to be started as root.
    const scripts = startScriptsOf(stage, context).map(({ script }) => script);
    if (dropsRoot(stage, scripts)) return;
    const { at, related = [] } = atSeat(scalar);
    const title = `Delete user, so that it runs as ${name.value} (files the program writes to must belong to it)`;
    report('undone', {
      at,
      related: [
        ...related,
        { at: placeOf(user.instruction), message: 'This USER of the image is not used any more.' },
      ],
      data: { user: name.value },
      fixes: oneFix('review', title, deletePair(service.project(), key)),
    });
  },
});
