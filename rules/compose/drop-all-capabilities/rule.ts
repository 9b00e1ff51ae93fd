import { oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachServiceLacking } from '../../core/rule.ts';
import { appendItem, appendItems } from '../../model/compose/edit.ts';
import type { Service } from '../../model/compose/types.ts';
import { capabilitiesNeededBy } from '../../model/knowledge/image-capabilities.ts';
import type { Edit } from '../../model/place.ts';

export default defineComposeRule({
  id: 'compose/drop-all-capabilities',
  title: 'Dropped capabilities',
  summary:
    'The service keeps the capabilities that Docker grants by default instead of dropping all of them.',
  kind: 'absence',
  severity: { single: 'hint', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-5.4', 'OWASP-3', 'CWE-250'],
  aliases: { 'compose-lint': ['CL-0006'], kics: ['Container Capabilities Unrestricted', 'ce76b7d0'] },
  fix: 'review',
  messages: { missing: "Service '{service}' does not drop all capabilities." },
  help: 'Every container starts with 14 capabilities, among them to ignore file permissions and to forge network packets; most programs need none. Write `cap_drop: [ALL]` and add back with cap_add what the program asks for.',
  check: forEachServiceLacking(
    'missing',
    (service) =>
      !service.privileged && service.capDrop.every(({ name }) => name !== undefined && name !== 'ALL'),
    (service) => {
      const needed = neededCapabilities(service);
      const title = 'Drop all capabilities (may break images that need some: see page)';
      const drop = appendItem(service, 'cap_drop', `ALL${commentOn(service, needed)}`);
      const keepTitle = `Drop all capabilities but the ${needed.length} that the image needs`;
      const keep = needed.length === 0 ? undefined : dropAllBut(service, needed);
      return [...oneFix('review', title, drop), ...oneFix('review', keepTitle, keep)];
    },
  ),
});

/** What a well-known image needs and the service does not grant yet. */
function neededCapabilities(service: Service): readonly string[] {
  const user = service.scalar('user');
  const startsAsRoot = user?.state !== 'known' || /^(?:root|0+)(?::|$)/.test(user.text);
  const added = new Set(service.capAdd.map(({ name }) => name));
  return capabilitiesNeededBy(service.image?.reference, startsAsRoot).filter((name) => !added.has(name));
}

/** Inside brackets or braces a comment would swallow what follows. */
function commentOn(service: Service, needed: readonly string[]): string {
  const list = service.get('cap_drop');
  const isFlow = service.own?.flow === true || (list?.kind === 'sequence' && list.flow);
  return needed.length === 0 || isFlow ? '' : ` # the image needs cap_add: [${needed.join(', ')}]`;
}

function dropAllBut(service: Service, needed: readonly string[]): readonly Edit[] | undefined {
  const drop = appendItem(service, 'cap_drop', 'ALL');
  const add = appendItems(service, 'cap_add', needed);
  return drop === undefined || add === undefined ? undefined : [...drop, ...add];
}
