import type { Fix } from '../../core/finding.ts';
import { atSeat, itemFix, oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachContainer } from '../../core/rule.ts';
import { replacePart } from '../../model/compose/edit.ts';
import { knownText } from '../../model/compose/scalar.ts';
import type { ComposeProject, Scalar, Value } from '../../model/compose/types.ts';
import { isRoot, userParts } from '../../model/compose/users.ts';
import { sensitiveGroups } from '../../model/knowledge/groups.ts';

export default defineComposeRule({
  id: 'compose/sensitive-group',
  title: 'Sensitive group',
  summary: 'The service runs with a group that is as good as root.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['OWASP-2', 'CWE-269'],
  aliases: {},
  fix: 'review',
  messages: {
    member: "Service '{service}' runs with the group {group}, which {reach}.",
    primary: "Service '{service}' runs with the root group, although not as root.",
  },
  help: 'A group opens what its members may use, to a program that was given a user of its own for good reasons. Together with a mount or a device of the host, the groups reported here lead to root. Delete the group, and give the program the one file it needs.',
  check: forEachContainer((service, report, _context, project) => {
    const list = service.pair('group_add');
    for (const value of service.list('group_add')) {
      const group = groupOf(value);
      const reach = group === undefined ? undefined : sensitiveGroups.get(group.meaning);
      if (group === undefined || reach === undefined) continue;
      const title = `Delete the group ${group.name} (the program loses what it opens)`;
      const fixes = itemFix('review', title, project, list, value);
      report('member', { ...atSeat(value), data: { group: group.name, reach }, fixes });
    }
    const user = service.scalar('user');
    if (user === undefined || user.state === 'empty') return;
    const { user: name, group } = userParts(user);
    if (name === undefined || name === '' || isRoot(name) || !isRoot(group)) return;
    report('primary', { ...atSeat(user), fixes: useOwnGroup(project, user, name) });
  }),
});

/** The group an item names, or that the name of its variable speaks of: `${DOCKER_GID}`. */
function groupOf(item: Value): { readonly name: string; readonly meaning: string } | undefined {
  if (item.kind !== 'scalar') return undefined;
  const variable = item.pieces
    .map((piece) => piece.variable)
    .find((name) => name && /DOCKER/i.test(name) && /GID/i.test(name));
  if (variable !== undefined) return { name: variable, meaning: 'docker' };
  const name = knownText(item)?.trim();
  return name === undefined ? undefined : { name, meaning: isRoot(name) ? 'root' : name };
}

/** Without a group the engine would take the one of the image's user, or root's again. */
function useOwnGroup(project: ComposeProject, user: Scalar, name: string): readonly Fix[] {
  const { groupStart, group } = userParts(user);
  if (groupStart === undefined || group === undefined || !/^\d+$/.test(name)) return [];
  const edits = replacePart(project, user, groupStart, groupStart + group.length, name);
  return oneFix('review', `Use the group ${name} (files of the image may belong to the root group)`, edits);
}
