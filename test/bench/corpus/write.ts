import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { languageOfName } from '../../../rules/index.ts';
import { root } from '../../../scripts/root.ts';
import { chanceOf } from './chance.ts';
import { varyCompose } from './vary-compose.ts';
import { varyDockerfile } from './vary-dockerfile.ts';

/** A folder of many projects, each with one Compose file and one Dockerfile. */
export interface Corpus {
  /** It is deleted when the process ends. */
  readonly folder: string;
  readonly compose: readonly string[];
  readonly dockerfiles: readonly string[];
}

/** Files that the variations start from: the examples, and the corpus of real projects where this machine has it. */
function seeds(): { readonly compose: readonly string[]; readonly dockerfiles: readonly string[] } {
  const folders = [join(root, 'examples'), join(root, '..', 'shared', 'corpus')].filter(existsSync);
  const paths = folders.flatMap((cwd) => globSync('**/*', { cwd }).map((name) => join(cwd, name)));
  const textsOf = (language: string) =>
    paths
      .filter((path) => languageOfName(path) === language)
      .sort()
      .map((path) => readFileSync(path, 'utf8'));
  return { compose: textsOf('compose'), dockerfiles: textsOf('dockerfile') };
}

/** A new temporary folder that goes when the process ends. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `bulkhead-${name}-`));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Writes that many projects, twenty to a team. No two texts are equal, and they differ in what is looked at and not only
 * in a comment, so that a cache keyed by content finds no more than it would in a real workspace.
 */
export function writeCorpus(projects: number): Corpus {
  const { compose, dockerfiles } = seeds();
  const folder = temporaryFolder('bench');
  const written = { compose: [] as string[], dockerfiles: [] as string[] };
  for (let index = 0; index < projects; index += 1) {
    const chance = chanceOf(index + 1);
    const project = join(folder, `team-${Math.floor(index / 20)}`, `project-${index}`);
    const { text, context } = varyCompose(compose[index % compose.length] ?? '', chance);
    const own = join(project, context ?? 'image');
    mkdirSync(own, { recursive: true });
    const composePath = join(project, 'compose.yaml');
    const dockerfilePath = join(own, 'Dockerfile');
    writeFileSync(composePath, text);
    writeFileSync(dockerfilePath, varyDockerfile(dockerfiles[index % dockerfiles.length] ?? '', chance));
    if (chance.in(20)) writeFileSync(join(own, '.dockerignore'), `.git\nnode_modules\nbuild-${index}\n`);
    if (chance.in(20)) writeFileSync(join(project, '.env'), `TAG=1.${index}\nREGION=eu-${index % 9}\n`);
    written.compose.push(composePath);
    written.dockerfiles.push(dockerfilePath);
  }
  return { folder, ...written };
}
