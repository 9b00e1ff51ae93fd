/** How the cost of one file grows with its size. */
import { type Analysis, analyse, type Files, rules } from '../../../rules/index.ts';
import { type Figure, median, rounded, timed } from '../figures.ts';
import { longDockerfile, projectTexts } from '../project-texts.ts';

function filesOf(texts: Readonly<Record<string, string>>): Files {
  return {
    root: '/work',
    async read(path) {
      const text = texts[path];
      return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
    },
    list: async () => undefined,
  };
}

function look(path: string, files: Files): Promise<Analysis> {
  return analyse({ path, files, rules, today: '2026-11-24' });
}

/** Milliseconds per unit: the median of rounds, of which each takes about as long whatever the size. */
async function perUnit(size: number, largest: number, once: () => Promise<unknown>): Promise<number> {
  const repeats = Math.max(1, Math.round(largest / size / 10));
  const times: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    times.push(
      await timed(async () => {
        for (let repeat = 0; repeat < repeats; repeat += 1) await once();
      }),
    );
  }
  return median(times.slice(2)) / repeats / size;
}

async function growth(
  measured: string,
  sizes: readonly [number, number, number],
  once: (size: number) => () => Promise<unknown>,
): Promise<Figure> {
  const [small, middle, large] = sizes;
  const costs: number[] = [];
  // The middle first: it is the measure, and pays for the engine's warming up otherwise.
  await perUnit(middle, large, once(middle));
  for (const size of sizes) costs.push(await perUnit(size, large, once(size)));
  const [atSmall = 0, atMiddle = 0, atLarge = 0] = costs;
  return {
    measured,
    figure: atLarge / atMiddle,
    unit: 'times',
    atMost: 1.3,
    from: {
      [`each of ${small}`]: rounded(atSmall, 4),
      [`each of ${middle}`]: rounded(atMiddle, 4),
      [`each of ${large}`]: rounded(atLarge, 4),
    },
  };
}

export async function measure(): Promise<readonly Figure[]> {
  return [
    await growth('time per service among 1,000 in one file, against 100', [10, 100, 1000], (services) => {
      const { texts, composePath } = projectTexts(services, 0, 'one file');
      return () => look(composePath, filesOf(texts));
    }),
    await growth('time per line of 5,000 in one Dockerfile, against 500', [50, 500, 5000], (lines) => {
      const text = longDockerfile(lines);
      return () => look('/work/Dockerfile', filesOf({ '/work/Dockerfile': text }));
    }),
  ];
}
