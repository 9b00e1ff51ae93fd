import type { Fix } from '../../core/finding.ts';
import { inStage, oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { dropsRootAtStart } from '../../model/context/start-scripts.ts';
import { replaceSpan } from '../../model/dockerfile/edit.ts';
import {
  availableUser,
  hasStepsAfter,
  insertUser,
  isRootUser,
  userNameOf,
} from '../../model/dockerfile/select-user.ts';
import type { Dockerfile, Stage } from '../../model/dockerfile/types.ts';
import { allSelectUser, servicesThatRun } from '../../model/project/stage-uses.ts';
import { causeOfStartUser } from '../../model/project/user.ts';

export default defineDockerfileRule({
  id: 'dockerfile/root-user',
  title: 'Root as the last user',
  summary: 'The last USER is root, so the program runs as root.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-4.1', 'OWASP-2', 'CWE-250'],
  aliases: {
    hadolint: ['DL3002'],
    trivy: ['DS-0002'],
    checkov: ['CKV_DOCKER_8'],
    semgrep: ['last-user-is-root'],
    kics: ['67fd0c4a'],
  },
  fix: 'review',
  messages: { root: "The last USER is '{user}', so the program runs as root." },
  help: 'As root, a flaw in the program opens every file of the container and its volumes, and is the first step of nearly all ways out to the host. Select another user behind the last step that needs root.',
  options: {
    user: {
      default: '10001:10001',
      description: 'What the quick fix selects where neither the file nor the base image has a user.',
    },
  },
  check(file, report, { options, uses, build }) {
    const stage = file.runtimeStage;
    const user = stage?.user;
    const name = user && userNameOf(user);
    if (stage === undefined || user === undefined || name?.known !== true || allSelectUser(uses)) return;
    if (!isRootUser(name.value, stage.platform) || dropsRootAtStart(stage, build)) return;
    report('root', {
      ...inStage(file, user.argument.inner, stage),
      data: { user: name.value },
      related: servicesThatRun(uses),
      fixes: fixes(file, stage, user, availableUser(stage) ?? options.user),
      cause: causeOfStartUser(file.path, stage.index),
    });
  },
});

/** Takes the place of root where nothing needs it any more; else the steps keep it, and USER follows them. */
function fixes(
  file: Dockerfile,
  stage: Stage,
  root: NonNullable<Stage['user']>,
  user: string,
): readonly Fix[] {
  const { instruction, argument } = root;
  const consequence = 'it may not write to the folders it uses now, nor listen on ports below 1024';
  const isOwn = instruction.stage === stage && !argument.text.includes('$');
  return isOwn && !hasStepsAfter(instruction)
    ? oneFix('review', `Change the user to ${user} (${consequence})`, replaceSpan(file, argument.inner, user))
    : oneFix('review', `Insert USER ${user} (${consequence})`, insertUser(file, stage, user));
}
