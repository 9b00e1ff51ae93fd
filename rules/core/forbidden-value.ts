import { deletePair } from '../model/compose/edit.ts';
import { knownText } from '../model/compose/scalar.ts';
import type { Service } from '../model/compose/types.ts';
import { atSeat, oneFix } from './report.ts';
import { type CheckServices, forEachContainer, type OptionSchemas } from './rule.ts';

/** A key of a service with the one value it must not have. */
interface Forbidden<M extends string> {
  readonly key: string;
  readonly value: string;
  readonly message: M;
  readonly fixTitle: string;
  /** Services the rule has nothing to say about. */
  readonly except?: (service: Service) => boolean;
}

/** The `check` of a presence rule about one value of one key; its fix deletes the key. */
export function forEachServiceWith<M extends string, O extends OptionSchemas>({
  key,
  value,
  message,
  fixTitle,
  except = () => false,
}: Forbidden<M>): CheckServices<M, O> {
  return forEachContainer((service, report, _context, project) => {
    const pair = service.pair(key);
    if (pair === undefined || knownText(pair.value) !== value || except(service)) return;
    report(message, { ...atSeat(pair.value), fixes: oneFix('review', fixTitle, deletePair(project, pair)) });
  });
}
