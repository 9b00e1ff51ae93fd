import { atSeat, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { insertAt } from '../../model/compose/edit.ts';
import type { Service } from '../../model/compose/types.ts';

export default defineComposeRule({
  id: 'compose/dependency-confusion',
  title: 'Own image under a public name',
  summary: 'The image that the project builds has a name that anybody could publish.',
  kind: 'presence',
  severity: { single: 'off', mixed: 'info', hostile: 'warning' },
  properties: ['integrity'],
  sources: ['OWASP-13', 'CWE-427'],
  aliases: { dclint: ['no-build-and-image'] },
  fix: 'safe',
  messages: {
    public: "Service '{service}' builds '{name}', a name that could also be pulled from Docker Hub.",
  },
  help: 'Where the image is not there yet, Compose may pull it before it thinks of building it, and whoever publishes that name decides what runs. Say that it is to be built with `pull_policy: build`, or give the image the name of a registry of your own.',
  check: forEachContainer((service, report) => {
    const { hasBuild, image } = service;
    if (!hasBuild || image?.reference === undefined || mustBuild(service)) return;
    const { registry, repository } = image.reference;
    if (
      !registry.known ||
      registry.value !== undefined ||
      !repository.known ||
      repository.value.includes('/')
    )
      return;
    const title = 'Add `pull_policy: build`';
    const fixes = oneFix('safe', title, insertAt(service, ['pull_policy'], 'build'));
    report('public', { ...atSeat(image.value), data: { name: repository.value }, fixes });
  }),
});

/** Whether the policy rules a pull out, or may do so. */
function mustBuild(service: Service): boolean {
  const policy = service.scalar('pull_policy');
  if (policy === undefined || policy.state === 'empty') return false;
  return policy.state === 'unknown' || policy.text === 'build' || policy.text === 'never';
}
