/**
 * Where well-known servers write at every start, beside the volumes their images declare. As of November 2026, from the
 * images' Dockerfiles and the programs' built-in defaults: github.com/nginx/docker-nginx (pid and temporary paths),
 * github.com/docker-library/httpd (PidFile), /postgres (unix_socket_directories), /mysql and /mariadb (socket, pid-file,
 * tmpdir).
 */
import { type ImageReference, officialName } from '../image-reference.ts';

export interface WrittenFolder {
  /** Names of the same folder: one that is writable is enough. The first is the one to write down. */
  readonly paths: readonly [string, ...string[]];
  /** Settings that lie at or below these paths may move it elsewhere. */
  readonly settings: readonly string[];
}

export interface WritingServer {
  readonly folders: readonly WrittenFolder[];
  /** The names under which the image's entrypoint or a shell starts it. */
  readonly programs: ReadonlySet<string | undefined>;
  /** Whether the entrypoint puts the program in front of a command that starts with an option. */
  readonly takesOptions: boolean;
  /** Words on its command line that move what it writes. */
  readonly moves: RegExp;
}

const runNames = (folder: string): [string, string] => [`/run${folder}`, `/var/run${folder}`];

const mysqlSettings = ['/etc/mysql', '/etc/my.cnf', '/etc/my.cnf.d'];
const mysql: WritingServer = {
  folders: [
    { paths: runNames('/mysqld'), settings: mysqlSettings },
    { paths: ['/tmp'], settings: mysqlSettings },
  ],
  programs: new Set(['mysqld', 'mariadbd', 'mysqld_safe', 'mariadbd-safe']),
  takesOptions: true,
  moves: /^--(?:defaults-(?:extra-)?file|socket|pid[-_]file|tmpdir)(?:=|$)/,
};

const servers: ReadonlyMap<string, WritingServer> = new Map([
  [
    'nginx',
    {
      folders: [
        { paths: ['/var/cache/nginx'], settings: ['/etc/nginx'] },
        { paths: runNames(''), settings: ['/etc/nginx/nginx.conf'] },
      ],
      programs: new Set(['nginx', 'nginx-debug']),
      takesOptions: false,
      moves: /^-[cp]|(?:^|[\s;])pid\s/,
    },
  ],
  [
    'httpd',
    {
      folders: [{ paths: ['/usr/local/apache2/logs'], settings: ['/usr/local/apache2/conf'] }],
      programs: new Set(['httpd-foreground', 'httpd', 'apachectl']),
      takesOptions: false,
      moves: /^-[fdcC]|PidFile/,
    },
  ],
  [
    'postgres',
    {
      folders: [{ paths: ['/var/run/postgresql', '/run/postgresql'], settings: ['/etc/postgresql'] }],
      programs: new Set(['postgres']),
      takesOptions: true,
      moves: /unix_socket_directories|config_file|^-[kD]/,
    },
  ],
  ['mysql', mysql],
  ['mariadb', mysql],
]);

/** What an image's own program writes; undefined for images that are not listed. */
export function writingServerOf(image: ImageReference): WritingServer | undefined {
  return servers.get(officialName(image) ?? '');
}
