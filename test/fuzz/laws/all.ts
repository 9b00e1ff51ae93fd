import type { Law } from '../law.ts';
import { answers } from './answers.ts';
import { configuration } from './configuration.ts';
import { fixes, fixesOfBrokenTexts } from './fixes.ts';
import { increments } from './increments.ts';
import { messages } from './messages.ts';
import { parity } from './parity.ts';
import { ranges } from './ranges.ts';
import { suppressions } from './suppressions.ts';
import { survives } from './survives.ts';
import { tenancy } from './tenancy.ts';

/** Every law of the fuzzer; each gets the same share of the time. */
export const laws: readonly Law[] = [
  survives,
  answers,
  ranges,
  increments,
  messages,
  parity,
  fixes,
  fixesOfBrokenTexts,
  suppressions,
  tenancy,
  configuration,
];
