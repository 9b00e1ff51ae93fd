import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { isListedImage } from '../../core/trusted-images.ts';
import { replaceSpan } from '../../model/dockerfile/edit.ts';
import { canonicalName, parseImageReference } from '../../model/image-reference.ts';
import { editDistance } from '../../model/knowledge/edit-distance.ts';

const official = ['docker.io/docker/dockerfile', 'docker.io/docker/dockerfile-upstream'];

export default defineDockerfileRule({
  id: 'dockerfile/untrusted-frontend',
  title: 'Build frontend of a stranger',
  summary: "The syntax directive lets an image that is not Docker's own, or not a release, run the build.",
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['OWASP-13', 'CWE-829'],
  aliases: { tally: ['tally/syntax-directive-typo'] },
  fix: 'review',
  options: {
    trustedFrontends: {
      default: [] as readonly string[],
      description: 'Other frontends that may run the build: image names, `*` allowed.',
    },
  },
  messages: {
    stranger: "'{frontend}' runs the whole build and is not Docker's frontend.",
    misspelt: "'{frontend}' runs the whole build and only looks like docker/dockerfile.",
    channel: "The frontend '{frontend}' is whatever was built last, not a release.",
  },
  help: 'The image named here is loaded and reads this file, the build context and the secrets of the build, and decides what the result is. Use docker/dockerfile with a version, such as docker/dockerfile:1.',
  check(file, report, { options }) {
    const directive = file.directives.find(({ name }) => name === 'syntax');
    const frontend = directive?.value.split(/\s/, 1)[0] ?? '';
    if (directive === undefined || frontend === '') return;
    const image = parseImageReference(frontend);
    const name = canonicalName(image) ?? frontend;
    const { tag, digest } = image;
    const isOfficial = official.includes(name);
    const isMoving =
      tag.known &&
      /^(?:master|latest)(?:-|$)/.test(tag.value ?? '') &&
      digest.known &&
      digest.value === undefined;
    if ((isOfficial && !isMoving) || isListedImage(image, options.trustedFrontends) === true) return;
    const isAlike = official.some((known) => editDistance(known, name.slice(0, 100)) <= 3);
    const span = { start: directive.valueSpan.start, end: directive.valueSpan.start + frontend.length };
    report(isOfficial ? 'channel' : isAlike ? 'misspelt' : 'stranger', {
      at: { path: file.path, ...span },
      data: { frontend },
      fixes: oneFix(
        'review',
        'Use docker/dockerfile:1 (instructions that only the other frontend knows fail)',
        replaceSpan(file, span, 'docker/dockerfile:1'),
      ),
    });
  },
});
