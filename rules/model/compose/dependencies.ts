import { castBoolean } from './boolean.ts';
import { itemsOf, pairAt } from './item.ts';
import { knownText } from './scalar.ts';
import type { Pair, Service, Value } from './types.ts';

/** What `depends_on` says of one other service. Source: compose-spec, services, "depends_on". */
export interface Dependency {
  readonly name: string;
  /** What a finding about it marks where neither key below says it: the list item or the key. */
  readonly written: Pick<Value, 'place' | 'seat'>;
  /** The service itself is all that the entry names: a list item. */
  readonly isBare: boolean;
  readonly condition: Pair | undefined;
  /** `required: false`: it starts without the other service where that one fails or is not enabled. */
  readonly optional: Pair | undefined;
}

export function dependenciesOf(service: Service): readonly Dependency[] {
  const value = service.get('depends_on');
  if (value?.kind !== 'mapping')
    return itemsOf(value).flatMap((item) => {
      const name = knownText(item);
      return name === undefined
        ? []
        : [{ name, written: item, isBare: true, condition: undefined, optional: undefined }];
    });
  return [...value.pairs.values()].map((pair) => {
    const required = pairAt(pair.value, ['required']);
    const flag = castBoolean(required?.value);
    return {
      name: pair.name,
      // The item of a list that another file completes is a key with nothing behind it.
      written: { place: pair.key, seat: pair.seat === pair.place ? pair.key : pair.seat },
      isBare: pair.value.kind === 'scalar' && pair.value.state === 'empty',
      condition: pairAt(pair.value, ['condition']),
      optional: flag.known && flag.value === false ? required : undefined,
    };
  });
}
