/** Projects of several files in which services share text, with much to fix. */
import fc from 'fast-check';
import { images, parts, styled, styles } from './texts.ts';

/** Keys that YAML shares by anchors, in the order of `shared`; each is a list or a mapping that a rule may touch. */
const sharedParts = [
  { name: 'cap_add', values: ['[SYS_ADMIN, CHOWN]', '\n>- NET_ADMIN # why'] },
  { name: 'security_opt', values: ['["seccomp:unconfined"]', '\n>- label:disable\n>- apparmor=unconfined'] },
  { name: 'environment', values: ['\n>DB_PASSWORD: "changeme"', '[MODE=dev]'] },
  { name: 'logging', values: ['{driver: none}', '\n>driver: json-file'] },
  { name: 'volumes', values: ['["/etc:/etc"]', '\n>- /var/run/docker.sock:/s'] },
] as const;

const sharedPart = fc
  .constantFrom(...sharedParts)
  .chain(({ name, values }) => fc.constantFrom(...values).map((value) => ({ name, value })));

/** Lines below `depth`, with those of their continuation lines. */
function indented(parts: readonly string[], depth: number): readonly string[] {
  return parts.flatMap((part) => part.split('\n').map((line) => '>'.repeat(depth) + line));
}

const withoutKeys = (written: readonly string[], keys: readonly string[]) =>
  written.filter((part) => !keys.some((key) => part.startsWith(`${key}:`)));

/** How a service pulls in text from elsewhere. */
const borrowings = fc.constantFrom('nothing', 'merge key', 'merge list', 'alias', 'whole service', 'anchor');
const bases = fc.constantFrom('s0', '{service: s0}', '{file: common.yaml, service: c}');

/**
 * Projects in which services share text: fragments with anchors, aliases of lists and of whole services, merge keys, a
 * service that extends another of the same or of another file, and an override.
 */
export const composeProjects: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .record({
    fragment: parts,
    other: parts,
    list: sharedPart,
    services: fc.array(fc.record({ image: images, parts, borrows: borrowings }), {
      minLength: 1,
      maxLength: 3,
    }),
    extending: fc.option(fc.record({ parts, base: bases })),
    common: parts,
    override: fc.option(fc.array(parts, { minLength: 1, maxLength: 2 })),
    style: styles,
  })
  .map(({ fragment, other, list, services, extending, common, override, style }) => {
    const lines = ['x-one: &one', ...indented(['restart: always', ...withoutKeys(fragment, ['restart'])], 1)];
    lines.push('x-two: &two', ...indented(['tty: true', ...other], 1));
    const [head = '', ...rest] = list.value.split('\n');
    lines.push(`x-list: &list${head === '' ? '' : ` ${head}`}`, ...rest, 'services:');
    for (const [index, { image, parts: written, borrows }] of services.entries()) {
      if (borrows === 'whole service' && index > 0) {
        lines.push(`>s${index}: *whole`);
        continue;
      }
      lines.push(`>s${index}:${index === 0 ? ' &whole' : ''} # a service`);
      if (borrows === 'merge key') lines.push('>><<: *one');
      if (borrows === 'merge list') lines.push('>><<: [*one, *two]');
      lines.push(`>>image: ${image}`);
      const isList = borrows === 'alias' || borrows === 'anchor';
      if (borrows === 'alias') lines.push(`>>${list.name}: *list`);
      lines.push(...indented(isList ? withoutKeys(written, [list.name]) : written, 2));
    }
    if (extending !== null) {
      lines.push('>more:', `>>extends: ${extending.base}`);
      lines.push(...indented(withoutKeys(extending.parts, ['extends']), 2));
    }
    const files: Record<string, string> = {
      'compose.yaml': styled(lines, style),
      'common.yaml': styled(['services:', '>c:', '>>image: common:1', ...indented(common, 2)], style),
    };
    if (override !== null) {
      const over = override.flatMap((written, index) =>
        index < services.length && written.length > 0 ? [`>s${index}:`, ...indented(written, 2)] : [],
      );
      if (over.length > 0) files['compose.override.yaml'] = styled(['services:', ...over], style);
    }
    return files;
  });
