/** The whole command line over many files, with as many threads as it takes for itself. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { bundleAll, bundles, writeBundles } from '../../../scripts/build.ts';
import { temporaryFolder, writeCorpus } from '../corpus/write.ts';
import { type Figure, rounded, timed } from '../figures.ts';
import { floorOf } from '../floor.ts';

const projects = 10_000;

export async function measure(): Promise<readonly Figure[]> {
  const bundle = temporaryFolder('threads');
  writeBundles(await bundleAll(bundles.filter(({ file }) => file === 'cli.js')), bundle);
  const corpus = writeCorpus(projects);
  const before = await floorOf(corpus);
  const wall = await timed(async () => {
    const argv = [join(bundle, 'cli.js'), 'lint', '--fail-on', 'never', '--format', 'checkstyle', '.'];
    const child = spawn(process.execPath, argv, {
      cwd: corpus.folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`bulkhead lint ended with ${code}.`);
  });
  const after = await floorOf(corpus);
  const floor = (before.total + after.total) / 2;
  return [
    {
      measured: 'bulkhead lint of 20,000 files with all cores, wall clock, against the same floor',
      figure: wall / floor,
      unit: 'times',
      atMost: 1.2,
      from: { wall: rounded(wall), floor: rounded(floor), cores: availableParallelism() },
    },
  ];
}
