/**
 * Every command and flag of the command line, in one place: arguments are read, help is printed, completions are made and
 * `docs/cli.md` is generated from this table. It imports nothing but types, so that the generator can load it without the
 * rules.
 */
import type { Severity, Tenancy } from '../rules/index.ts';

/** What a shell offers for a value or an argument. */
export type Completes = 'file' | 'rule' | 'shell';

/** A flag that is there or not. */
export interface Switch {
  readonly kind: 'switch';
  /** What it does, in a phrase without a full stop at its end. */
  readonly about: string;
  readonly short?: string;
  /** For programs only; neither help nor completions name it. */
  readonly hidden?: boolean;
}

/** A flag with a value. */
export interface Valued {
  readonly kind: 'value';
  readonly about: string;
  readonly short?: string;
  readonly hidden?: boolean;
  /** How help calls the value. */
  readonly takes: string;
  /** The only words it may be. */
  readonly values?: readonly string[];
  readonly default?: string;
  /** May be given several times. */
  readonly multiple?: boolean;
  readonly completes?: Completes;
}

export type Flag = Switch | Valued;

export interface CommandShape {
  /** For the list of commands. */
  readonly summary: string;
  /** The first sentence of its help. */
  readonly about: string;
  /** What follows the flags, as help shows it. */
  readonly argument?: { readonly shown: string; readonly completes: Completes };
  /** Further paragraphs of help. */
  readonly notes?: readonly string[];
  readonly flags: { readonly [name: string]: Flag };
  /** What the exit codes mean, where that differs from the program's. */
  readonly exit?: string;
}

/** The formats of `lint`, with whom or what each is for. */
export const formatAudiences = {
  text: 'people',
  json: 'programs: files, findings with 0-based positions, fixes as edits, suppressed findings with reasons',
  sarif: 'code scanning and other readers of SARIF 2.1.0',
  github: 'annotations in GitHub Actions',
  gitlab: 'the Code Quality report of GitLab',
  junit: 'test reports of CI servers',
  checkstyle: 'tools that read Checkstyle XML',
  markdown: 'a summary on a page, such as the step summary of GitHub Actions',
} as const;

export type FormatName = keyof typeof formatAudiences;

const tenancies = ['single', 'mixed', 'hostile'] as const satisfies readonly Tenancy[];
const thresholds = ['error', 'warning', 'info', 'never'] as const satisfies readonly (Severity | 'never')[];

/** What `lint`, `fix` and `baseline` look at, and how strictly. */
const selection = {
  tenancy: {
    kind: 'value',
    takes: 'LEVEL',
    values: tenancies,
    about: 'who shares the host; overrules the configuration',
  },
  config: {
    kind: 'value',
    takes: 'FILE',
    completes: 'file',
    about: 'use this configuration instead of the nearest .bulkhead.yaml',
  },
} as const satisfies CommandShape['flags'];

const wholeView = '2 wrong usage, or a file that could not be read, parsed or seen in full.';

/** The commands in the order in which help lists them. */
export const commandTable = {
  lint: {
    summary: 'print the findings in files and folders (default: the working directory)',
    about: 'Prints what is wrong in Dockerfiles and Compose files.',
    argument: { shown: '[PATH…]', completes: 'file' },
    notes: [
      "A folder is walked, leaving out what .gitignore and the configuration's 'exclude' name. A file that is named is linted whatever it is called.",
      "A baseline made by 'bulkhead baseline' is found in the working directory and above it, up to the root of the git repository. What it holds is reported as suppressed.",
    ],
    flags: {
      format: {
        kind: 'value',
        short: 'f',
        takes: 'FORMAT',
        values: Object.keys(formatAudiences) as FormatName[],
        default: 'text',
        about: 'how the findings are printed',
      },
      'fail-on': {
        kind: 'value',
        takes: 'SEVERITY',
        values: thresholds,
        default: 'error',
        about: 'exit with 1 from this severity on',
      },
      'max-warnings': {
        kind: 'value',
        takes: 'NUMBER',
        about: 'exit with 1 also when there are more findings of severity warning than this',
      },
      ...selection,
      'changed-since': {
        kind: 'value',
        takes: 'REVISION',
        about:
          'report only findings in files that git says have changed since the common ancestor with this revision; uncommitted and new files count as changed',
      },
      baseline: {
        kind: 'value',
        takes: 'FILE',
        completes: 'file',
        about: 'use this baseline instead of the nearest .bulkhead-baseline.json',
      },
      'no-baseline': { kind: 'switch', about: 'report what a baseline holds as well' },
      'update-baseline': {
        kind: 'switch',
        about: 'take findings out of the baseline that are fixed; never adds one',
      },
      'stdin-path': {
        kind: 'value',
        takes: 'PATH',
        completes: 'file',
        about: 'read one file from standard input, as if it stood at PATH',
      },
    },
    exit: `0 nothing at or above --fail-on, 1 something, ${wholeView}`,
  },
  fix: {
    summary: 'show as a diff what can be fixed, or fix it with --write',
    about: 'Shows as a unified diff what can be fixed, and changes nothing unless --write is given.',
    argument: { shown: '[PATH…]', completes: 'file' },
    flags: {
      write: { kind: 'switch', about: 'change the files' },
      review: {
        kind: 'switch',
        about: 'also make fixes that may change what a container does; look at the diff first',
      },
      only: {
        kind: 'value',
        takes: 'RULE',
        multiple: true,
        completes: 'rule',
        about: 'only fix this rule (or glob of rules); may be given several times',
      },
      ...selection,
    },
    exit: '0 done, 2 wrong usage, or a file that could not be read, parsed, seen in full or written.',
  },
  baseline: {
    summary: "record today's findings, so that 'lint' reports new ones only",
    about: "Records today's findings in a file, so that 'bulkhead lint' reports only what comes after.",
    argument: { shown: '[PATH…]', completes: 'file' },
    notes: [
      'The findings are told by fingerprints that hold no line numbers, so they are known again when lines move. An existing baseline is recorded anew for the files below the given paths; its other entries stay.',
      "Fixed findings are taken out by 'bulkhead lint --update-baseline'. Nothing is written when something could not be seen in full.",
    ],
    flags: {
      baseline: {
        kind: 'value',
        takes: 'FILE',
        completes: 'file',
        default: '.bulkhead-baseline.json',
        about: 'write this file',
      },
      ...selection,
    },
    exit: `0 recorded, ${wholeView}`,
  },
  explain: {
    summary: 'print the page of a rule, or of the rules that speak at PATH:LINE',
    about: 'Prints the page of a rule: what it finds, why that matters and how to fix it.',
    argument: { shown: 'RULE|PATH:LINE', completes: 'rule' },
    notes: [
      "RULE is an id such as compose/no-privileged; the part before the slash may be left out. PATH:LINE is the beginning of a line of 'bulkhead lint'; the whole line in quotes does as well.",
    ],
    flags: {},
    exit: '0 explained, 2 no such rule or no finding there.',
  },
  rules: {
    summary: 'list all rules',
    about: 'Lists all rules with their severity at each level of tenancy and the safety of their fix.',
    flags: {
      format: {
        kind: 'value',
        short: 'f',
        takes: 'FORMAT',
        values: ['text', 'json'],
        default: 'text',
        about: 'how the rules are printed',
      },
    },
  },
  init: {
    summary: 'write a .bulkhead.yaml that explains itself',
    about:
      'Writes a .bulkhead.yaml that explains every key into the working directory. An existing one is left alone.',
    flags: {},
    exit: '0 written, 2 there is one already or it cannot be written.',
  },
  migrate: {
    summary: 'write a .bulkhead.yaml from the configuration of other linters',
    about:
      'Writes a .bulkhead.yaml that is equal to the configuration of other linters, and names what has no equal.',
    argument: { shown: '[FILE…]', completes: 'file' },
    notes: [
      'Without FILE, the working directory is searched for the files of hadolint (.hadolint.yaml), compose-lint (.compose-lint.yml), dclint (.dclintrc) and Trivy (.trivyignore, .trivyignore.yaml). An existing .bulkhead.yaml is left alone.',
    ],
    flags: {
      'dry-run': { kind: 'switch', about: 'print the configuration instead of writing it' },
    },
    exit: '0 written, 2 wrong usage, or a file that could not be read, understood or written.',
  },
  completions: {
    summary: 'print the completions for a shell',
    about: 'Prints a script that completes commands, flags and rules in a shell.',
    argument: { shown: 'bash|zsh|fish', completes: 'shell' },
    notes: [
      "For bash, put 'source <(bulkhead completions bash)' into ~/.bashrc. For zsh, put 'source <(bulkhead completions zsh)' into ~/.zshrc, after compinit. For fish, put 'bulkhead completions fish | source' into ~/.config/fish/config.fish.",
    ],
    flags: {},
  },
  lsp: {
    summary: 'serve the language server, for editors',
    about: 'Serves the language server to an editor.',
    flags: {
      stdio: { kind: 'switch', about: 'speak over standard input and output' },
      // Editors' client libraries add this to whatever they start.
      clientProcessId: { kind: 'value', takes: 'NUMBER', about: 'the process of the editor', hidden: true },
    },
  },
} as const satisfies { readonly [name: string]: CommandShape };

export type CommandName = keyof typeof commandTable;

export const commandNames = Object.keys(commandTable) as CommandName[];

/** Every command knows this one. */
export const helpFlag = {
  kind: 'switch',
  short: 'h',
  about: 'print this help',
} as const satisfies Switch;

/** The flags of a command that are shown to people, `--help` last. */
export function shownFlags(command: CommandName): readonly (readonly [name: string, flag: Flag])[] {
  const flags: CommandShape['flags'] = commandTable[command].flags;
  return [...Object.entries(flags).filter(([, { hidden }]) => hidden !== true), ['help', helpFlag]];
}

/** The shells that `completions` knows. */
export const shells = ['bash', 'zsh', 'fish'] as const;
