import { TestClient, uriOf } from '../server/support/client.ts';
import { MemoryDisk } from '../server/support/memory-disk.ts';
import { quantile } from './figures.ts';
import { parseDockerfile, parseYaml } from './floor.ts';
import { type Layout, projectTexts } from './project-texts.ts';

export interface EditInput {
  readonly services: number;
  readonly dockerfiles: number;
  readonly layout: Layout;
  readonly rounds: number;
}

/** Times are milliseconds. */
export interface EditFigures {
  readonly edited: 'Dockerfile' | 'compose.yaml';
  readonly lines: number;
  /** From the keystroke to the diagnostics of the edited file. */
  readonly median: number;
  readonly p95: number;
  /** From the keystroke until the server has nothing more to do, 95th percentile. */
  readonly settled: number;
  /** One bare parse of the edited text. */
  readonly bareParse: number;
  readonly bareP95: number;
}

/** Rounds in which the engine warms up. */
const warming = 30;

/**
 * Types in one Dockerfile and in one Compose file of a project, and waits each time for what the server says of that
 * version. The pause for typing is left out: it is chosen, not computed.
 */
export async function measureEdits(input: EditInput): Promise<readonly EditFigures[]> {
  const { texts, composePath, dockerfilePath } = projectTexts(
    input.services,
    input.dockerfiles,
    input.layout,
  );
  const client = await TestClient.start({
    host: new MemoryDisk(texts),
    folders: ['/work'],
    // The tests of the server switch most rules off; here all of them count.
    settings: { rules: 'as they are' } as unknown as Record<string, unknown>,
  });
  const edits = async (path: string, from: string, to: string) => {
    const uri = uriOf(path);
    const text = texts[path] ?? '';
    const isDockerfile = path === dockerfilePath;
    const parse = isDockerfile ? parseDockerfile : parseYaml;
    const shown: number[] = [];
    const settled: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < input.rounds + warming; round += 1) {
      const start = performance.now();
      await (round % 2 === 0 ? client.type(uri, from, to) : client.type(uri, to, from));
      const { version } = client.documentOf(uri);
      await client.until(() => client.published.some((one) => one.uri === uri && one.version === version));
      const answered = performance.now();
      await client.idle();
      const idle = performance.now();
      client.published.length = 0;
      // In turns with the edits, so that whatever else the machine does slows both.
      parse(client.documentOf(uri).getText());
      const parsed = performance.now();
      if (round < warming) continue;
      shown.push(answered - start);
      settled.push(idle - start);
      bare.push(parsed - idle);
    }
    return {
      edited: isDockerfile ? ('Dockerfile' as const) : ('compose.yaml' as const),
      lines: text.split('\n').length - 1,
      median: quantile(shown, 0.5),
      p95: quantile(shown, 0.95),
      settled: quantile(settled, 0.95),
      bareParse: quantile(bare, 0.5),
      bareP95: quantile(bare, 0.95),
    };
  };
  await client.open(uriOf(composePath), 'dockercompose', texts[composePath] ?? '');
  await client.open(uriOf(dockerfilePath), 'dockerfile', texts[dockerfilePath] ?? '');
  await client.idle();
  client.published.length = 0;
  const figures = [
    await edits(composePath, 'LOG_LEVEL: info\n', 'LOG_LEVEL: debug\n'),
    await edits(dockerfilePath, 'USER 10001:10001\n', 'USER root\n'),
  ];
  await client.stop();
  return figures;
}
