import { readFileSync } from 'node:fs';
import { DockerfileParser } from 'dockerfile-ast';
import { parseDocument } from 'yaml';
import type { Corpus } from './corpus/write.ts';
import { timed } from './figures.ts';

/** What nobody can do without: reading the files, and parsing them with the usual libraries. Milliseconds. */
export interface Floor {
  readonly reading: number;
  readonly yaml: number;
  readonly dockerfile: number;
  readonly total: number;
}

/** The floor of linting these files, one after the other in this thread. */
export async function floorOf({ compose, dockerfiles }: Omit<Corpus, 'folder'>): Promise<Floor> {
  const texts: { compose: string[]; dockerfiles: string[] } = { compose: [], dockerfiles: [] };
  const reading = await timed(() => {
    texts.compose = compose.map((path) => readFileSync(path, 'utf8'));
    texts.dockerfiles = dockerfiles.map((path) => readFileSync(path, 'utf8'));
  });
  const yaml = await timed(() => texts.compose.forEach(parseYaml));
  const dockerfile = await timed(() => texts.dockerfiles.forEach(parseDockerfile));
  return { reading, yaml, dockerfile, total: reading + yaml + dockerfile };
}

export const parseYaml = (text: string): unknown => parseDocument(text);
export const parseDockerfile = (text: string): unknown => DockerfileParser.parse(text);
