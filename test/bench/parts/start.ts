/** One small file from the command line: the whole process. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleAll, bundles, writeBundles } from '../../../scripts/build.ts';
import { temporaryFolder } from '../corpus/write.ts';
import { type Figure, median, rounded } from '../figures.ts';

const rounds = 25;

const dockerfile = `FROM python:3.13-slim
WORKDIR /srv
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
USER 10001
CMD ["python", "server.py"]
`;

export async function measure(): Promise<readonly Figure[]> {
  const folder = temporaryFolder('start');
  writeBundles(await bundleAll(bundles.filter(({ file }) => file === 'cli.js')), folder);
  writeFileSync(join(folder, 'Dockerfile'), dockerfile);
  const run = (...argv: readonly string[]) => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, argv, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`node ${argv.join(' ')} ended with ${status}: ${stderr}`);
    return performance.now() - start;
  };
  const lint = [join(folder, 'cli.js'), 'lint', '--fail-on', 'never', 'Dockerfile'];
  const bare: number[] = [];
  const whole: number[] = [];
  // In turns, so that whatever else the machine does slows both.
  for (let round = 0; round < rounds; round += 1) {
    bare.push(run('-e', '0'));
    whole.push(run(...lint));
  }
  return [
    {
      measured: 'bulkhead lint of one small file, whole process, against node -e 0',
      figure: median(whole) / median(bare),
      unit: 'times',
      atMost: 3,
      from: {
        'bulkhead lint': rounded(median(whole)),
        'node -e 0': rounded(median(bare)),
        node: process.version,
      },
    },
  ];
}
