import { oneFix } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { trustedImages } from '../../core/trusted-images.ts';
import { insertPair } from '../../model/compose/edit.ts';
import { causeOfStartUser, startUserOfBuild, userInCompose } from '../../model/project/user.ts';

export default defineProjectRule({
  id: 'project/runs-as-root',
  title: 'Service runs its image as root',
  summary: 'Neither the service nor the stage it builds selects a user, so the program runs as root.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-4.1', 'OWASP-2', 'CWE-250'],
  aliases: {},
  fix: 'review',
  messages: { root: "Service '{service}' runs as root: neither it nor its Dockerfile selects another user." },
  help: 'Root in a container is root for the kernel: one flaw in it, or one mount too many, and the host is theirs. Select a user with USER in the Dockerfile, or with `user` here, and give that user the folders the program writes to.',
  options: {
    user: { default: '10001:10001', description: 'What the quick fix gives to `user`.' },
  },
  checkService({ service, build }, report, { options, trustedNonRootImages }) {
    if (build === undefined || userInCompose(service).kind !== 'none') return;
    const user = startUserOfBuild(build, trustedImages(trustedNonRootImages));
    if (user.kind !== 'root') return;
    const title = `Run as user ${options.user} (files the program writes to must belong to it)`;
    const message =
      user.instruction?.keyword === 'USER'
        ? 'This USER is the last one.'
        : 'Nothing selects a user in this stage.';
    report('root', {
      at: build.at,
      related: [{ at: user.at, message }],
      // Without quotes some readers take 1000:1000 for a number with sixtieths.
      fixes: oneFix('review', title, insertPair(service, 'user', [`"${options.user}"`])),
      cause: causeOfStartUser(build.dockerfile.path, build.stage.index),
    });
  },
});
