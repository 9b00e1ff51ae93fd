/** What a whole project looks like, beside its findings: the isolation of its services and the budget of its host. */

import { lazily } from '../model/memo.ts';
import type { Place } from '../model/place.ts';
import { budgetLine } from '../model/project/budget.ts';
import { isolationMatrix, type ServiceIsolation } from '../model/project/isolation.ts';
import type { Analysis } from './analyse.ts';
import { withoutPulledIn } from './collect.ts';
import type { Subject } from './run.ts';
import type { Settings } from './settings.ts';
import { trustedImages } from './trusted-images.ts';

/** One project, by the file it was asked for. */
export interface ProjectOverview {
  readonly path: string;
  readonly services: readonly ServiceIsolation[];
  /** Limits against the declared host, as one line, with the `services` key it stands above. */
  readonly budget: { readonly line: string; readonly at: Place } | undefined;
}

/** The overview of one analysed file; undefined for what is no Compose project. */
export function overviewOf(subject: Subject | undefined, settings: Settings): ProjectOverview | undefined {
  if (subject?.language !== 'compose') return undefined;
  const { project, joined } = subject;
  const { config, hostLsm } = settings;
  const line = budgetLine(joined.graph, config.host);
  const at = joined.graph.servicesKey;
  // Most reports show no walls, and looking at those of every service is not cheap.
  const services = lazily(() =>
    isolationMatrix(joined.services, {
      hostLsm,
      isTrusted: trustedImages(config.trustedNonRootImages ?? []),
    }),
  );
  return {
    path: project.path,
    get services() {
      return services();
    },
    budget: line === undefined || at === undefined ? undefined : { line, at },
  };
}

/** The overviews of all projects, each once; a file that another one pulls in belongs to that one's project. */
export function overviewsIn(analyses: readonly Analysis[]): readonly ProjectOverview[] {
  return withoutPulledIn(analyses).flatMap(({ subject, settings }) => overviewOf(subject, settings) ?? []);
}
