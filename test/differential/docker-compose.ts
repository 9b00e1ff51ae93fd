/**
 * Asks Debian's docker-compose 1.29 about many projects at once. One start of the program takes most of a second, so
 * its own modules are called in one process, the way its command `config` calls them (compose/cli/command.py,
 * get_config_from_options).
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

/** A folder and the names of the files in it that make up the project, the base first. */
export interface Asked {
  readonly folder: string;
  readonly names: readonly string[];
}

const script = `
import json, logging, os, sys, warnings
warnings.simplefilter('ignore')
logging.disable(logging.CRITICAL)
from compose.config import config
from compose.config.environment import Environment
from compose.config.serialize import serialize_config
answers = []
for folder, names in json.load(sys.stdin):
    try:
        os.chdir(folder)
        environment = Environment.from_env_file('.', None)
        serialize_config(config.load(config.find('.', names, environment, None), True))
        answers.append(None)
    except Exception as error:
        answers.append(getattr(error, 'msg', None) or str(error) or type(error).__name__)
json.dump(answers, sys.stdout)
`;

const version = spawnSync('docker-compose', ['version', '--short'], { encoding: 'utf8' });

/** Why the tests with docker-compose cannot run here; false where they can. */
export const missing: string | false =
  version.status === 0 && version.stdout.startsWith('1.29')
    ? false
    : 'docker-compose 1.29 (Debian package docker-compose) is not on the PATH';

/** Only .env gives variables to either side: the environment of this process must not leak in. */
export function cleanEnvironment(home: string): Readonly<Record<string, string | undefined>> {
  return { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8' };
}

/** For each project undefined where docker-compose accepts it, else its complaint. */
export async function complaints(
  asked: readonly Asked[],
  home: string,
): Promise<readonly (string | undefined)[]> {
  const program = spawn(interpreter(), ['-c', script], { env: cleanEnvironment(home) });
  program.stdin.end(JSON.stringify(asked.map(({ folder, names }) => [folder, names])));
  const [answer, errors] = await Promise.all([
    text(program.stdout),
    text(program.stderr),
    program.exitCode === null ? once(program, 'close') : undefined,
  ]);
  if (program.exitCode !== 0) throw new Error(`docker-compose cannot be asked: ${errors}`);
  return (JSON.parse(answer) as readonly (string | null)[]).map((complaint) => complaint ?? undefined);
}

/** The Python that the program itself runs on, which need not be the first on the PATH. */
function interpreter(): string {
  const path = spawnSync('sh', ['-c', 'command -v docker-compose'], { encoding: 'utf8' }).stdout.trim();
  const [, found] = /^#!\s*(\S+)/.exec(readFileSync(path, 'utf8')) ?? [];
  return found ?? '/usr/bin/python3';
}
