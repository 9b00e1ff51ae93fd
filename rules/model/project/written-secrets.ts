/** The secrets that a project spells out: in the environment of its services, and in its files of variables. */
import { literalShape, literalText } from '../compose/literal.ts';
import { hole } from '../compose/scalar.ts';
import type { KeyValue, Service } from '../compose/types.ts';
import { isNamedSecret } from '../knowledge/secret-pairs.ts';
import { looksLikePlaceholder, urlPasswords } from '../knowledge/secret-values.ts';
import type { Place, Span } from '../place.ts';
import type { EnvEntry, EnvFile, ServiceGraph } from './types.ts';

/** One place where a secret is written out. */
export interface WrittenSecret {
  /** Never for messages. */
  readonly text: string;
  /** The name it is written under. */
  readonly name: string;
  /** Where it stands; equal for one text that aliases, merge keys or `extends` give to several services. */
  readonly written: Place;
  readonly from:
    | {
        readonly kind: 'environment';
        readonly service: Service;
        readonly entry: KeyValue;
        /** The password in a URL, in positions of the value's shape; undefined where the value is the secret. */
        readonly part: Span | undefined;
      }
    | {
        readonly kind: 'file';
        readonly file: EnvFile;
        readonly entry: EnvEntry;
        /** Whether the value is the secret, and not a URL with a password in it. */
        readonly isWhole: boolean;
      };
}

/**
 * All of them in the order in which Compose reads them: the `.env` of the project, the Compose files, the other files.
 *
 * @param envPath the `.env` of the project
 */
export function writtenSecrets(graph: ServiceGraph, envPath: string): readonly WrittenSecret[] {
  const order = new Map(graph.compose.files.map(({ path }, at) => [path, at]));
  const rank = ({ written }: WrittenSecret) => order.get(written.path) ?? order.size;
  const own = [...graph.nodes.values()]
    .flatMap(({ service }) => secretsOfService(service))
    .toSorted((left, right) => rank(left) - rank(right) || left.written.start - right.written.start);
  const others = [...graph.envFiles.values()].filter(({ path }) => path !== envPath);
  const first = graph.envFiles.get(envPath);
  return [...(first === undefined ? [] : secretsOfFile(first)), ...own, ...others.flatMap(secretsOfFile)];
}

/** The secrets that a file of variables spells out. */
export function secretsOfFile(file: EnvFile): readonly WrittenSecret[] {
  return file.entries.flatMap((entry): readonly WrittenSecret[] => {
    const { name, value, valueAt } = entry;
    const raw = file.text.slice(valueAt.start, valueAt.end);
    const from = { kind: 'file', file, entry, isWhole: true } as const;
    // A value with a variable in it takes the secret from there.
    if (value.known && !raw.includes('$') && isNamedSecret(name, value.value))
      return [{ text: value.value, name, written: valueAt, from }];
    return passwordsIn(raw).map(({ text, start, end }) => ({
      text,
      name,
      written: { path: file.path, start: valueAt.start + start, end: valueAt.start + end },
      from: { ...from, isWhole: false },
    }));
  });
}

function secretsOfService(service: Service): readonly WrittenSecret[] {
  return service.kept('written secrets', () =>
    service.environment.flatMap((entry) => secretsOfEntry(service, entry)),
  );
}

function secretsOfEntry(service: Service, entry: KeyValue): readonly WrittenSecret[] {
  const { name, value } = entry;
  if (value === undefined) return [];
  const from = { kind: 'environment', service, entry } as const;
  const literal = literalText(value);
  if (literal !== undefined && isNamedSecret(name, literal))
    return [{ text: literal, name, written: value.place, from: { ...from, part: undefined } }];
  return passwordsIn(literalShape(value)).map(({ text, start, end }) => ({
    text,
    name,
    written: value.place,
    from: { ...from, part: { start, end } },
  }));
}

/** Passwords in URLs that are written out; `$PASSWORD`, written with two dollars, is left to the shell in the container. */
function passwordsIn(shape: string) {
  return urlPasswords(shape).filter(
    ({ text }) => !text.includes(hole) && !text.includes('$') && !looksLikePlaceholder(text),
  );
}
