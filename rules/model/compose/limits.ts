import { type Known, known, unknown } from '../known.ts';
import { scalarAt } from './item.ts';
import { parseBytes, parseNumber } from './quantity.ts';
import type { Limit, Mapping } from './types.ts';

type Spelling = {
  readonly path: readonly string[];
  readonly parse: (text: string, service: Mapping) => Known<number>;
};

const memory: readonly Spelling[] = [
  { path: ['mem_limit'], parse: parseBytes },
  { path: ['deploy', 'resources', 'limits', 'memory'], parse: parseBytes },
];

const cpus: readonly Spelling[] = [
  { path: ['cpus'], parse: parseNumber },
  { path: ['cpu_quota'], parse: parseQuota },
  { path: ['deploy', 'resources', 'limits', 'cpus'], parse: parseNumber },
];

const pids: readonly Spelling[] = [
  { path: ['pids_limit'], parse: parseNumber },
  { path: ['deploy', 'resources', 'limits', 'pids'], parse: parseNumber },
];

export const memoryLimitsOf = (service: Mapping): readonly Limit[] => limitsOf(service, memory);
export const cpuLimitsOf = (service: Mapping): readonly Limit[] => limitsOf(service, cpus);
export const pidsLimitsOf = (service: Mapping): readonly Limit[] => limitsOf(service, pids);

function limitsOf(service: Mapping, spellings: readonly Spelling[]): readonly Limit[] {
  return spellings.flatMap(({ path, parse }) => {
    const value = scalarAt(service, ...path);
    if (value === undefined || value.state === 'empty') return [];
    const amount = value.state === 'known' ? parse(value.text, service) : unknown;
    return { spelling: path.join('.'), value, amount };
  });
}

/** A quota is microseconds of CPU time in each period of 100 milliseconds, unless `cpu_period` says otherwise. */
function parseQuota(text: string, service: Mapping): Known<number> {
  const quota = parseNumber(text);
  const period = scalarAt(service, 'cpu_period');
  if (!quota.known) return unknown;
  if (period === undefined || period.state === 'empty') return known(quota.value / 100_000);
  const length = period.state === 'known' ? parseNumber(period.text) : unknown;
  // Without a readable period the quota still tells whether there is a limit at all.
  return length.known && length.value > 0 ? known(quota.value / length.value) : unknown;
}
