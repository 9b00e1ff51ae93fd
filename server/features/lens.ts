import type { CodeLens } from 'vscode-languageserver';
import { overviewsIn, type ServiceIsolation } from '../../rules/index.ts';
import type { View } from '../view.ts';
import type { Words } from '../words.ts';

/**
 * The lines above a Compose file's text: what its services may take of the host together, where the configuration
 * declares one, and the isolation of each service, where the setting asks for it.
 */
export function codeLenses(view: View): readonly CodeLens[] {
  const lenses = new Map<number, CodeLens>();
  const add = (path: string, start: number, title: string) => {
    // A file that several projects share shows what the first of them says, since a line can be only one thing.
    if (path !== view.path || lenses.has(start)) return;
    // A lens must have a command, and one without a name does nothing: it is there to be read.
    lenses.set(start, {
      range: view.convert.range({ path, start, end: start }),
      command: { title, command: '' },
    });
  };
  for (const { services, budget } of overviewsIn(view.analyses)) {
    if (budget !== undefined) add(budget.at.path, budget.at.start, view.words.limits(budget.line));
    if (!view.settings.isolationLens) continue;
    for (const isolation of services)
      add(isolation.at.path, isolation.at.start, isolationSummary(isolation, view.words));
  }
  return [...lenses].sort(([left], [right]) => left - right).map(([, lens]) => lens);
}

/** The isolation of a service in a few words, such as `confidentiality open, integrity weak, availability stands`. */
export function isolationSummary({ properties }: ServiceIsolation, words: Words): string {
  return (['confidentiality', 'integrity', 'availability'] as const)
    .map((name) => `${words.properties[name]} ${words.states[properties[name]]}`)
    .join(', ');
}
