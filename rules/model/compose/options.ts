import { type Known, known, unknown } from '../known.ts';
import { headOf, itemsOf, scalarAt, scalarsOf } from './item.ts';
import { hole, shapeOf, textOf } from './scalar.ts';
import type { Capability, Device, FileObject, Grant, SecurityOption, Value } from './types.ts';

/** `security_opt`: a name, then an argument behind the first `=` or the older `:`. */
export function securityOptionsOf(value: Value | undefined): readonly SecurityOption[] {
  return scalarsOf(value)
    .filter((item) => item.state !== 'empty')
    .map((item) => {
      const shape = shapeOf(item).trim();
      const separator = shape.search(/[=:]/);
      const name = separator === -1 ? shape : shape.slice(0, separator);
      return {
        value: item,
        seat: headOf(item),
        name: name.includes(hole) ? '' : name.toLowerCase(),
        argument: separator === -1 || shape.includes(hole) ? undefined : shape.slice(separator + 1),
        readable: !shape.includes(hole),
      };
    });
}

/** `cap_add` and `cap_drop`. */
export function capabilitiesOf(value: Value | undefined): readonly Capability[] {
  return scalarsOf(value)
    .filter((item) => item.state !== 'empty')
    .map((item) => {
      const name = item.state === 'known' ? item.text.trim().toUpperCase().replace(/^CAP_/, '') : undefined;
      return { value: item, seat: headOf(item), name };
    });
}

/** `devices`: `source:target:permissions`, or a mapping with `source`; also the name of a CDI device. */
export function devicesOf(value: Value | undefined): readonly Device[] {
  return itemsOf(value).flatMap((item) => {
    if (item.kind === 'sequence' || (item.kind === 'scalar' && item.state === 'empty')) return [];
    const source =
      item.kind === 'scalar' ? shortDevice(shapeOf(item)) : (textOf(scalarAt(item, 'source')) ?? unknown);
    return { value: item, seat: headOf(item), source };
  });
}

function shortDevice(shape: string): Known<string> {
  const colon = shape.indexOf(':');
  const source = colon === -1 ? shape : shape.slice(0, colon);
  return source.includes(hole) ? unknown : known(source);
}

/** `secrets` or `configs` of a service: a name, or a mapping with `source`. */
export function grantsOf(
  value: Value | undefined,
  kind: Grant['kind'],
  objects: ReadonlyMap<string, FileObject>,
): readonly Grant[] {
  return itemsOf(value).flatMap((item) => {
    const source = item.kind === 'scalar' ? item : scalarAt(item, 'source');
    if (source?.state !== 'known') return [];
    return { value: item, seat: headOf(item), kind, name: source.text, object: objects.get(source.text) };
  });
}
