import type { Place } from '../place.ts';
import { headOf, scalarAt } from './item.ts';
import { keyValuesOf } from './key-values.ts';
import { literalText } from './literal.ts';
import type { ComposeProject, Grant, KeyValue, Scalar, Service, Value } from './types.ts';

/** A value that a file spells out, with the place where rules about secrets mark it. */
export interface WrittenValue {
  readonly at: Place;
  readonly related: readonly { readonly at: Place; readonly message: string }[] | undefined;
  /** The name it stands under, '' for items of lists; of a config's content the name of the config. */
  readonly name: string;
  /** What is spelled out: all of it, or the parts between variables. */
  readonly texts: readonly string[];
}

/** Keys of a service whose entries may be written as `NAME=value`; those are marked at their name. */
const keyValuePaths: readonly (readonly string[])[] = [
  ['environment'],
  ['labels'],
  ['annotations'],
  ['build', 'args'],
  ['build', 'labels'],
  ['deploy', 'labels'],
  ['logging', 'options'],
];

/** Every value below a service. */
export function writtenValuesOf(service: Service): readonly WrittenValue[] {
  const found: WrittenValue[] = [];
  const seen = new Set<Value>();
  for (const entry of entriesOf(service)) {
    const written = entry.pair?.value ?? entry.item;
    if (written === undefined || entry.value === undefined) continue;
    seen.add(written);
    found.push(writtenValue(entry.nameSeat, entry.name, entry.value, written));
  }
  const visit = (value: Value, name: string, key: Place): void => {
    if (seen.has(value)) return;
    if (value.kind === 'mapping') {
      for (const pair of value.pairs.values()) visit(pair.value, pair.name, pair.key);
    } else if (value.kind === 'sequence') {
      for (const item of value.items) visit(item, '', headOf(item));
    } else if (value.state !== 'empty') {
      found.push(writtenValue(markOf(value, key), name, value, value));
    }
  };
  visit(service.mapping, '', service.key);
  return found;
}

/** The contents of the configs that services are granted. */
export function writtenConfigsOf(project: ComposeProject): readonly WrittenValue[] {
  return grantedConfigs(project).flatMap(({ object, name }) => {
    const pair = object?.mapping?.pairs.get('content');
    const content = scalarAt(object?.mapping, 'content');
    if (pair === undefined || content === undefined) return [];
    return writtenValue(markOf(content, pair.key), name, content, content);
  });
}

/** Each config once, however many services are granted it. */
export function grantedConfigs({ services }: ComposeProject): readonly Grant[] {
  const grants = services.flatMap((service) => service.grants).filter(({ kind }) => kind === 'config');
  return [...new Map(grants.map((grant) => [grant.name, grant])).values()];
}

/** What marks a value: its key, where the value spans several lines. */
export function markOf(scalar: Scalar, key: Place): Place {
  return scalar.multiline && scalar.seat === scalar.place ? key : scalar.seat;
}

function entriesOf(service: Service): readonly KeyValue[] {
  return keyValuePaths.flatMap((path) => keyValuesOf(service.get(...path)));
}

function writtenValue(
  at: Place,
  name: string,
  scalar: Scalar,
  owner: Pick<Value, 'seat' | 'place'>,
): WrittenValue {
  const whole = literalText(scalar);
  const isPulled = owner.seat !== owner.place;
  return {
    at,
    related: isPulled ? [{ at: owner.place, message: 'It is written here.' }] : undefined,
    name,
    texts: whole === undefined ? literalPieces(scalar) : [whole],
  };
}

function literalPieces({ pieces }: Scalar): readonly string[] {
  return pieces.filter(({ kind }) => kind === 'text' || kind === 'default').map(({ text }) => text);
}
