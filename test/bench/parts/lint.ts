/** Linting many files in one thread, and how its cost grows with their number. */
import { type Corpus, writeCorpus } from '../corpus/write.ts';
import { type Figure, median, rounded, timed } from '../figures.ts';
import { floorOf } from '../floor.ts';
import { lintPaths } from '../lint-folder.ts';

const projects = 10_000;

function first({ folder, compose, dockerfiles }: Corpus, files: number): Corpus {
  return { folder, compose: compose.slice(0, files / 2), dockerfiles: dockerfiles.slice(0, files / 2) };
}

const lintFiles = ({ folder, compose, dockerfiles }: Corpus) =>
  lintPaths(folder, [...compose, ...dockerfiles]);

export async function measure(): Promise<readonly Figure[]> {
  const corpus = writeCorpus(projects);
  // The engine's warming up is not what a run over thousands of files consists of.
  await floorOf(first(corpus, 1000));
  await lintFiles(first(corpus, 1000));
  const perFile = async (files: number, rounds: number) => {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1)
      times.push(await timed(() => lintFiles(first(corpus, files))));
    return median(times) / files;
  };
  const at1000 = await perFile(1000, 5);
  const at5000 = await perFile(5000, 3);
  const before = await floorOf(corpus);
  let found = { files: 0, findings: 0 };
  const lint = await timed(async () => {
    found = await lintPaths(corpus.folder, ['.']);
  });
  const after = await floorOf(corpus);
  const floor = (before.total + after.total) / 2;
  const at20000 = lint / found.files;
  return [
    {
      measured: 'lint of 20,000 files in one thread, against reading and bare parsing them',
      figure: lint / floor,
      unit: 'times',
      atMost: 2,
      from: {
        lint: rounded(lint),
        floor: rounded(floor),
        reading: rounded((before.reading + after.reading) / 2),
        yaml: rounded((before.yaml + after.yaml) / 2),
        'dockerfile-ast': rounded((before.dockerfile + after.dockerfile) / 2),
        files: found.files,
        findings: found.findings,
      },
    },
    {
      measured: 'time per file among 20,000 files, against 5,000',
      figure: at20000 / at5000,
      unit: 'times',
      atMost: 1.3,
      from: {
        'per file of 1,000': rounded(at1000, 4),
        'per file of 5,000': rounded(at5000, 4),
        'per file of 20,000': rounded(at20000, 4),
      },
    },
  ];
}
