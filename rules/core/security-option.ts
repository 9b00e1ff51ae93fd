import type { SecurityOption } from '../model/compose/types.ts';
import { atSeat, itemFix } from './report.ts';
import { type CheckServices, forEachContainer, type OptionSchemas, type RuleContext } from './rule.ts';

/** A kind of `security_opt` item that must not be there. */
interface ForbiddenOption<M extends string> {
  readonly message: M;
  readonly fixTitle: string;
  readonly isForbidden: (option: SecurityOption, context: RuleContext) => boolean;
}

/** The `check` of a presence rule about items of `security_opt`; its fix deletes the item. */
export function forEachSecurityOption<M extends string, O extends OptionSchemas>({
  message,
  fixTitle,
  isForbidden,
}: ForbiddenOption<M>): CheckServices<M, O> {
  return forEachContainer((service, report, context, project) => {
    const list = service.pair('security_opt');
    for (const option of service.securityOptions) {
      if (!isForbidden(option, context)) continue;
      const fixes = itemFix('review', fixTitle, project, list, option.value);
      report(message, { ...atSeat(option.value, option.seat), fixes });
    }
  });
}
