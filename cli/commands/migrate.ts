import { basename, join } from 'node:path';
import { configNames, rules } from '../../rules/index.ts';
import { filesBelow } from '../files.ts';
import { visible } from '../formats/frame.ts';
import { exitCodes, type Io } from '../io.ts';
import { composeLint } from '../migrate/compose-lint.ts';
import { configurationOf, type Source } from '../migrate/configuration.ts';
import { dclint } from '../migrate/dclint.ts';
import { hadolint } from '../migrate/hadolint.ts';
import type { Migrator } from '../migrate/migrated.ts';
import { trivyIgnore, trivyIgnoreYaml } from '../migrate/trivy.ts';
import { displayPath, fromTyped, parentOf } from '../paths.ts';
import { readArguments, UsageError } from '../usage.ts';
import { writeNew } from '../write.ts';
import { requireNoConfiguration } from './init.ts';

/** Which file is whose, in the order in which they are looked for. */
const migrators: Readonly<Record<string, Migrator>> = {
  '.hadolint.yaml': hadolint,
  '.hadolint.yml': hadolint,
  '.compose-lint.yml': composeLint,
  '.compose-lint.yaml': composeLint,
  '.dclintrc': dclint,
  '.dclintrc.json': dclint,
  '.dclintrc.yaml': dclint,
  '.dclintrc.yml': dclint,
  '.trivyignore': trivyIgnore,
  '.trivyignore.yaml': trivyIgnoreYaml,
  '.trivyignore.yml': trivyIgnoreYaml,
};

/** `bulkhead migrate`: writes the configuration that is equal to those of other linters, and names what has no equal. */
export async function migrate(argv: readonly string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments('migrate', argv);
  if (!values['dry-run']) await requireNoConfiguration(io);
  const sources = await sourcesFrom(positionals, io);
  const { text, notes } = configurationOf(sources);
  const names = sources.map(({ name }) => visible(name)).join(', ');
  const [target] = configNames;
  const noteLines = notes.map((note) => `  ${visible(note)}\n`);
  if (values['dry-run']) {
    io.stdout.write(text);
    for (const line of noteLines) io.stderr.write(line.trimStart());
    return exitCodes.fine;
  }
  await writeNew(join(io.cwd, target), text, target);
  io.stdout.write(`Wrote ${target} from ${names}.\n`);
  if (notes.length > 0)
    io.stdout.write(`What has no equal, and stands in the file as a comment:\n${noteLines.join('')}`);
  return exitCodes.fine;
}

/**
 * Reads what was named, or what there is in the working directory.
 *
 * @throws {@link UsageError} for a file that is nobody's configuration, cannot be read or understood, and for none at all.
 */
async function sourcesFrom(positionals: readonly string[], io: Io): Promise<readonly Source[]> {
  const sources: Source[] = [];
  const named = positionals.length > 0;
  for (const typed of named ? positionals : Object.keys(migrators)) {
    const migrator = migrators[basename(typed)];
    if (migrator === undefined) {
      throw new UsageError(
        `'${typed}' is not among the files that can be migrated: ${Object.keys(migrators).join(', ')}.`,
      );
    }
    const path = fromTyped(typed, io.cwd);
    const content = await filesBelow({ disk: io.disk, root: parentOf(path), alsoReadable: [path] }).read(
      path,
    );
    if (content.kind === 'text') {
      const name = displayPath(path, io.cwd);
      const today = io.now.toISOString().slice(0, 10);
      sources.push({ name, migrated: migrator(content.text, { rules, today, shown: name }) });
    } else if (content.kind === 'unreadable') {
      throw new UsageError(`${typed}: ${content.why}`);
    } else if (named) {
      throw new UsageError(`${typed}: There is no such file.`);
    }
  }
  if (sources.length > 0) return sources;
  throw new UsageError(
    `There is nothing to migrate here; the files that can be migrated are ${Object.keys(migrators).join(', ')}.`,
  );
}
