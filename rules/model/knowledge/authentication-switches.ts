/** Settings that let everybody in without a credential, each from the documentation of its program or image. */
import type { ShellCommand } from '../shell/types.ts';

const on = /^(?:true|yes|1)$/i;
const off = /^(?:false|no|0)$/i;

/** Variables of the environment, with the values that switch authentication off. */
const variables: ReadonlyMap<string, RegExp> = new Map([
  // docker-library/docs: postgres, mysql, mariadb.
  ['POSTGRES_HOST_AUTH_METHOD', /^trust$/i],
  ['MYSQL_ALLOW_EMPTY_PASSWORD', on],
  ['MARIADB_ALLOW_EMPTY_PASSWORD', on],
  ['MARIADB_ALLOW_EMPTY_ROOT_PASSWORD', on],
  // Bitnami's images of databases and queues.
  ['ALLOW_EMPTY_PASSWORD', on],
  // Elasticsearch and OpenSearch, security settings.
  ['xpack.security.enabled', off],
  ['DISABLE_SECURITY_PLUGIN', on],
  ['plugins.security.disabled', on],
  // Grafana, anonymous authentication.
  ['GF_AUTH_ANONYMOUS_ENABLED', on],
  // Jupyter docker-stacks: an empty token means none.
  ['JUPYTER_TOKEN', /^$/],
  ['TRAEFIK_API_INSECURE', on],
]);

/** Whether `name=value` in the environment switches a program's authentication off. */
export function disablesAuthentication(name: string, value: string): boolean {
  return variables.get(name)?.test(value.trim()) === true;
}

/** The options of a command that do the same, with the position of the word that decides. */
export function authenticationOffOptions(
  command: ShellCommand,
): readonly { readonly start: number; readonly option: string }[] {
  // Where a list only has the options of the image's own program, the first of them stands in the program's place.
  const words = command.word.text.startsWith('-') ? [command.word, ...command.args] : command.args;
  return words.flatMap((word, index) => {
    if (!word.value.known) return [];
    const { text, start } = word;
    // doc.traefik.io, API and dashboard: a flag without value is true.
    if (/^--api\.insecure(?:=(?:true|1|t))?$/i.test(text)) return { start, option: '--api.insecure' };
    const next = words[index + 1];
    const isRedisOff = text === '--protected-mode' && next?.value.known === true && next.text === 'no';
    return isRedisOff ? { start, option: '--protected-mode no' } : [];
  });
}
