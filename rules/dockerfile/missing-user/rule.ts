import { matchesGlob } from '../../core/config/glob.ts';
import { inStage, oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { developmentSettings } from '../../model/context/development-container.ts';
import { dropsRootAtStart } from '../../model/context/start-scripts.ts';
import type { LocalContext } from '../../model/context/types.ts';
import { availableUser, insertUser, isRootUser } from '../../model/dockerfile/select-user.ts';
import type { Dockerfile, Stage } from '../../model/dockerfile/types.ts';
import { canonicalName, type ImageReference, isScratch } from '../../model/image-reference.ts';
import { startUserOf } from '../../model/knowledge/image-users.ts';
import { allSelectUser, servicesThatRun } from '../../model/project/stage-uses.ts';
import { causeOfStartUser } from '../../model/project/user.ts';

export default defineDockerfileRule({
  id: 'dockerfile/missing-user',
  title: 'Non-root user',
  summary: 'Nothing selects a user, so the program runs as root.',
  kind: 'absence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity', 'availability'],
  sources: ['CIS-4.1', 'OWASP-2', 'CWE-250'],
  aliases: {
    trivy: ['DS-0002'],
    checkov: ['CKV_DOCKER_3'],
    semgrep: ['missing-user', 'missing-user-entrypoint'],
    kics: ['fd54f200'],
    tally: ['tally/stateful-root-runtime', 'tally/user-created-but-never-used'],
  },
  fix: 'review',
  messages: {
    root: "The program runs as root: no USER is set, and '{image}' starts as root.",
    unlisted: "No USER is set, so the program runs as root unless '{image}' chooses another user.",
    created: "The program runs as root: the user '{user}' is created but never selected.",
  },
  help: 'As root, a flaw in the program opens every file of the container and its volumes, and is the first step of nearly all ways out to the host. Select a user with USER behind the last step that needs root.',
  options: {
    user: {
      default: '10001:10001',
      description: 'What the quick fix selects where neither the file nor the base image has a user.',
    },
  },
  check(file, report, { options, trustedNonRootImages, uses, build }) {
    const stage = file.runtimeStage;
    const base = stage?.base;
    const start = base && startUserOf(base);
    if (stage === undefined || base === undefined || (start !== 'root' && start !== 'unlisted')) return;
    if (allSelectUser(uses)) return;
    if (stage.user !== undefined || stage.platform === 'windows' || isExportOnly(stage)) return;
    if (choosesDevelopmentUser(file, base, build)) return;
    const isTrusted = (name: string) => trustedNonRootImages.some((glob) => matchesGlob(glob, name));
    if (namesOf(base).some(isTrusted) || dropsRootAtStart(stage, build)) return;
    const created = stage.createdUsers.some(({ uid }) => uid !== 0);
    const user = availableUser(stage) ?? options.user;
    const title = `Insert USER ${user} (it may not write to the folders it uses now, nor listen on ports below 1024)`;
    report(created ? 'created' : start, {
      ...inStage(file, stage.from, stage),
      data: { image: base.text.known ? base.text.value : (canonicalName(base) ?? ''), user },
      related: servicesThatRun(uses),
      fixes: oneFix('review', title, insertUser(file, stage, user)),
      cause: causeOfStartUser(file.path, stage.index),
    });
  },
});

/** An image made of files alone, which somebody takes out of it. */
function isExportOnly({ base, entrypoint, command }: Stage): boolean {
  return base !== undefined && isScratch(base) && entrypoint === undefined && command === undefined;
}

/**
 * Who works in a development container is decided by its devcontainer.json, and by labels of images made for them. Where
 * it cannot be read, nothing is known.
 */
function choosesDevelopmentUser(
  { path }: Dockerfile,
  base: ImageReference,
  build: LocalContext | undefined,
): boolean {
  if (!/(?:^|\/)\.devcontainer\//.test(path)) return false;
  const settings = build && developmentSettings(build, path);
  if (settings === undefined || /\/devcontainers\//.test(canonicalName(base) ?? '')) return true;
  return settings.user !== undefined && !isRootUser(settings.user);
}

/** The spellings under which a configuration may name the image: as written or in full, with or without its tag. */
function namesOf(image: ImageReference): readonly string[] {
  const full = canonicalName(image) ?? '';
  const written = image.text.known ? image.text.value : full;
  const tag = image.tag.known && image.tag.value !== undefined ? `:${image.tag.value}` : '';
  const [undigested = ''] = written.split('@', 1);
  const colon = undigested.lastIndexOf(':');
  // Behind the last slash a colon begins the tag; before it, the port of a registry.
  const bare = colon > undigested.lastIndexOf('/') ? undigested.slice(0, colon) : undigested;
  return [written, bare, full, `${full}${tag}`];
}
