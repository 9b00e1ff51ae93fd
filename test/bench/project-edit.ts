/**
 * How long the server takes from an edit to all diagnostics that follow from it, in projects of several sizes, against
 * the bare parse of the edited file. The pause for typing is left out: it is chosen, not computed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { parseDockerfile } from '../../rules/model/dockerfile/parse.ts';
import { TestClient, uriOf } from '../server/support/client.ts';
import { MemoryDisk } from '../server/support/memory-disk.ts';
import { type Layout, projectTexts } from './project-texts.ts';

export interface EditFigures {
  readonly layout: Layout;
  readonly services: number;
  readonly dockerfiles: number;
  readonly edited: 'Dockerfile' | 'compose.yaml';
  /** Median and 95th percentile of the time to the answer, in milliseconds. */
  readonly median: number;
  readonly p95: number;
  /** Median of one bare parse of the edited file, in milliseconds. */
  readonly bareParse: number;
}

/** Measures edits of one Dockerfile and of the Compose file of a project. */
export async function measureEdits(
  services: number,
  dockerfiles: number,
  layout: Layout,
  rounds: number,
): Promise<readonly EditFigures[]> {
  const { texts, composePath, dockerfilePath } = projectTexts(services, dockerfiles, layout);
  const client = await TestClient.start({
    host: new MemoryDisk(texts),
    folders: ['/work'],
    // The tests of the server switch most rules off; here all of them count.
    settings: { rules: 'as they are' } as unknown as Record<string, unknown>,
  });
  const [compose, dockerfile] = [texts[composePath] ?? '', texts[dockerfilePath] ?? ''];
  await client.open(uriOf(composePath), 'dockercompose', compose);
  await client.open(uriOf(dockerfilePath), 'dockerfile', dockerfile);
  await client.idle();
  const edits = async (uri: string, from: string, to: string) => {
    const times: number[] = [];
    for (let round = 0; round < rounds + 5; round += 1) {
      const start = performance.now();
      await (round % 2 === 0 ? client.type(uri, from, to) : client.type(uri, to, from));
      await client.idle();
      // The first rounds are the engine's warming up.
      if (round >= 5) times.push(performance.now() - start);
    }
    return times.sort((left, right) => left - right);
  };
  const inDockerfile = await edits(uriOf(dockerfilePath), 'USER 10001:10001\n', 'USER root\n');
  const inCompose = await edits(uriOf(composePath), 'LOG_LEVEL: info\n', 'LOG_LEVEL: debug\n');
  await client.stop();
  const size = { layout, services, dockerfiles };
  const bareDockerfile = bare(rounds, () => parseDockerfile(dockerfilePath, dockerfile));
  const bareCompose = bare(rounds, () => parseDocument(compose, { merge: true }));
  return [
    { ...size, edited: 'Dockerfile', ...percentiles(inDockerfile), bareParse: bareDockerfile },
    { ...size, edited: 'compose.yaml', ...percentiles(inCompose), bareParse: bareCompose },
  ];
}

function percentiles(sorted: readonly number[]): { readonly median: number; readonly p95: number } {
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
    p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
  };
}

function bare(rounds: number, parse: () => unknown): number {
  const times = Array.from({ length: rounds + 5 }, () => {
    const start = performance.now();
    parse();
    return performance.now() - start;
  });
  return percentiles(times.slice(5).sort((left, right) => left - right)).median;
}

if (import.meta.main) {
  const all: EditFigures[] = [];
  for (const layout of ['one file', 'included files'] as const) {
    for (const [services, dockerfiles] of [
      [50, 20],
      [200, 80],
      [500, 200],
    ] as const) {
      all.push(...(await measureEdits(services, dockerfiles, layout, 20)));
    }
  }
  console.log('layout          services  Dockerfiles  edit of       median      p95  bare parse  (ms)');
  for (const { layout, services, dockerfiles, edited, median, p95, bareParse } of all) {
    const columns = [
      layout.padEnd(14),
      String(services).padStart(9),
      String(dockerfiles).padStart(12),
      ` ${edited.padEnd(12)}`,
      median.toFixed(1).padStart(7),
      p95.toFixed(1).padStart(8),
      bareParse.toFixed(2).padStart(11),
    ];
    console.log(columns.join(' '));
  }
  mkdirSync('build', { recursive: true });
  writeFileSync('build/bench.json', `${JSON.stringify(all, null, 2)}\n`);
}
