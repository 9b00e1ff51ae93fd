/** What a server holds and does after it has looked at a large workspace. */
import { writeCorpus } from '../corpus/write.ts';
import { type Figure, rounded } from '../figures.ts';
import { bundledServer, type Served, serve } from '../served.ts';

const idleSeconds = 30;
const megabyte = 2 ** 20;

/** Files, Compose files and Dockerfiles together; the workspace that the limit is about is the middle one. */
const sizes = [10_000, 20_000, 30_000] as const;

export async function measure(): Promise<readonly Figure[]> {
  const bundle = await bundledServer();
  const alive: number[] = [];
  const figures: Figure[] = [];
  for (const files of sizes) {
    const server = await serve(bundle, writeCorpus(files / 2).folder);
    if (files === sizes[1]) figures.push(...(await resting(server, files)));
    alive.push((await server.usage('collected')).alive);
    await server.stop();
  }
  const [atFew = 0, atMiddle = 0, atMany = 0] = alive;
  return [
    ...figures,
    {
      measured: 'memory of the server for each further closed file, garbage collected',
      figure: (atMany - atFew) / (sizes[2] - sizes[0]) / 1024,
      unit: 'KB',
      atMost: 2,
      from: {
        [`MB alive with ${sizes[0]}`]: rounded(atFew / megabyte),
        [`MB alive with ${sizes[1]}`]: rounded(atMiddle / megabyte),
        [`MB alive with ${sizes[2]}`]: rounded(atMany / megabyte),
      },
    },
  ];
}

async function resting(server: Served, files: number): Promise<readonly Figure[]> {
  const before = await server.usage('as it is');
  await new Promise((resolve) => setTimeout(resolve, idleSeconds * 1000));
  const after = await server.usage('as it is');
  const resident = Math.max(before.resident, after.resident) / megabyte;
  return [
    {
      measured: `resident memory of the server after indexing ${files.toLocaleString('en')} files`,
      figure: resident,
      unit: 'MB',
      atMost: 300,
      from: {
        'MB at once': rounded(before.resident / megabyte),
        [`MB after ${idleSeconds} s`]: rounded(after.resident / megabyte),
        'seconds of processor for indexing': rounded(before.processor),
      },
    },
    {
      measured: `processor time of the server in ${idleSeconds} s after that, idle`,
      figure: after.processor - before.processor,
      unit: 's',
      atMost: 0.3,
      from: {},
    },
  ];
}
