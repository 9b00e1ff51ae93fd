/**
 * Commands that run another command given as their arguments, and how their own options are told from it. Read from
 * the manual pages of GNU coreutils, util-linux, findutils, procps, sudo, opendoas, shadow and of the named tools.
 */
export interface Wrapper {
  /** Letters of short options that take a value. */
  readonly shortWithValue?: string;
  /** Long options that take a value as the next word when none follows a `=`. */
  readonly longWithValue?: readonly string[];
  /** Words between the options and the command: the duration of timeout, the user of gosu. */
  readonly operands?: number;
  /** `NAME=value` words before the command set its environment. */
  readonly assignments?: boolean;
  /** Any of these options means that no command is run. */
  readonly notWith?: readonly string[];
  /** An option whose value is shell text to be run: `su -c`. Short letters and long names. */
  readonly scriptOptions?: readonly string[];
  /** Options may stand behind the operands as well (`su root -c x`). */
  readonly permutes?: boolean;
  /** Without these options there is no command among the arguments: `su user x` gives x to the shell. */
  readonly commandOnlyWith?: readonly string[];
}

export const wrappers: Readonly<Record<string, Wrapper>> = {
  env: {
    shortWithValue: 'uCS',
    longWithValue: ['unset', 'chdir', 'split-string'],
    scriptOptions: ['S', 'split-string'],
    assignments: true,
  },
  sudo: {
    shortWithValue: 'ughpCrtTUDR',
    longWithValue: [
      'user',
      'group',
      'host',
      'prompt',
      'close-from',
      'role',
      'type',
      'command-timeout',
      'other-user',
      'chdir',
      'chroot',
    ],
    assignments: true,
    notWith: [
      '-l',
      '--list',
      '-v',
      '--validate',
      '-e',
      '--edit',
      '-V',
      '--version',
      '-K',
      '--remove-timestamp',
    ],
  },
  doas: { shortWithValue: 'uCa', notWith: ['-L'] },
  exec: { shortWithValue: 'a' },
  command: { notWith: ['-v', '-V'] },
  builtin: {},
  nice: { shortWithValue: 'n', longWithValue: ['adjustment'] },
  ionice: { shortWithValue: 'cnpPu', longWithValue: ['class', 'classdata', 'pid', 'pgid', 'uid'] },
  nohup: {},
  setsid: {},
  time: { shortWithValue: 'fo', longWithValue: ['format', 'output'] },
  timeout: { shortWithValue: 'ks', longWithValue: ['kill-after', 'signal'], operands: 1 },
  stdbuf: { shortWithValue: 'ioe', longWithValue: ['input', 'output', 'error'] },
  xargs: {
    shortWithValue: 'InPLdaEs',
    longWithValue: [
      'replace',
      'max-args',
      'max-procs',
      'max-lines',
      'delimiter',
      'arg-file',
      'max-chars',
      'process-slot-var',
    ],
  },
  su: {
    shortWithValue: 'cgGsTw',
    longWithValue: ['command', 'session-command', 'group', 'supp-group', 'shell', 'whitelist-environment'],
    scriptOptions: ['c', 'command', 'session-command'],
    permutes: true,
    commandOnlyWith: [],
  },
  runuser: {
    shortWithValue: 'cgGsuw',
    longWithValue: [
      'command',
      'session-command',
      'group',
      'supp-group',
      'shell',
      'user',
      'whitelist-environment',
    ],
    scriptOptions: ['c', 'command', 'session-command'],
    commandOnlyWith: ['u', 'user'],
    permutes: true,
  },
  gosu: { operands: 1 },
  'su-exec': { operands: 1 },
  's6-setuidgid': { operands: 1 },
  's6-envuidgid': { operands: 1 },
  's6-softlimit': { shortWithValue: 'acdflmoprst' },
  setuidgid: { operands: 1 },
  chpst: { shortWithValue: 'uUb/CenmldofcrtPpL' },
  setpriv: {
    longWithValue: [
      'ambient-caps',
      'bounding-set',
      'inh-caps',
      'securebits',
      'pdeathsig',
      'reuid',
      'regid',
      'ruid',
      'rgid',
      'euid',
      'egid',
      'groups',
      'selinux-label',
      'apparmor-profile',
      'landlock-access',
      'landlock-rule',
      'seccomp-filter',
    ],
    notWith: ['-d', '--dump'],
  },
  chroot: { longWithValue: [], operands: 1 },
  unshare: { shortWithValue: 'SGwR', longWithValue: ['setuid', 'setgid', 'wd', 'root'] },
  setarch: { operands: 1 },
  linux32: {},
  linux64: {},
  tini: { shortWithValue: 'pe' },
  'tini-static': { shortWithValue: 'pe' },
  'docker-init': { shortWithValue: 'pe' },
  'dumb-init': { shortWithValue: 'r', longWithValue: ['rewrite'] },
  catatonit: {},
  'with-contenv': {},
  flock: {
    shortWithValue: 'wEc',
    longWithValue: ['wait', 'timeout', 'conflict-exit-code', 'command'],
    scriptOptions: ['c', 'command'],
    operands: 1,
    permutes: true,
  },
  fakeroot: { shortWithValue: 'lsib', longWithValue: ['lib', 'faked'] },
  eatmydata: {},
  unbuffer: { shortWithValue: '' },
  faketime: { operands: 1 },
  busybox: { notWith: ['--help', '--list', '--list-full', '--install'] },
  'xvfb-run': {
    shortWithValue: 'efnpsw',
    longWithValue: ['error-file', 'auth-file', 'server-num', 'xauth-protocol', 'server-args', 'wait'],
  },
};

/** Programs that read shell text, and the dialect they read. */
export const shells: Readonly<Record<string, 'posix' | 'bash'>> = {
  sh: 'posix',
  dash: 'posix',
  ash: 'posix',
  bash: 'bash',
  rbash: 'bash',
  zsh: 'bash',
  ksh: 'bash',
  ksh93: 'bash',
  mksh: 'bash',
};

/** Short and long options of shells that take a value. */
export const shellOptionsWithValue = {
  short: 'oO',
  long: ['rcfile', 'init-file'],
} as const;

export const powershells: ReadonlySet<string> = new Set(['powershell', 'pwsh', 'pwsh-preview']);
