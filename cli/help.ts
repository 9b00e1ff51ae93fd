/** The help of every command, by its name; the empty name is the program's own. */
export const helpTexts = {
  '': `Bulkhead finds security weaknesses in Dockerfiles and Compose files, explains them and fixes them.

Usage: bulkhead <command> [options]

Commands:
  lint [PATH…]   print the findings in files and folders (default: the working directory)
  fix [PATH…]    show as a diff what can be fixed, or fix it with --write
  explain RULE   print the page of a rule
  rules          list all rules
  init           write a .bulkhead.yaml that explains itself
  lsp --stdio    serve the language server, for editors

Options:
  -h, --help     print this help; 'bulkhead <command> --help' prints that of a command
  --version      print the version

Exit code: 0 nothing to object to, 1 findings, 2 wrong usage or something that could not be read.
`,
  lint: `Prints what is wrong in Dockerfiles and Compose files.

Usage: bulkhead lint [options] [PATH…]

A folder is walked, leaving out what .gitignore and the configuration's 'exclude' name. A file that is named is linted
whatever it is called.

Options:
  -f, --format FORMAT   text (default), json, sarif or github
  --fail-on SEVERITY    exit with 1 from this severity on: error (default), warning, info or never
  --tenancy LEVEL       who shares the host: single, mixed or hostile; overrules the configuration
  --config FILE         use this configuration instead of the nearest .bulkhead.yaml
  --stdin-path PATH     read one file from standard input, as if it stood at PATH
  -h, --help            print this help

Exit code: 0 nothing at or above --fail-on, 1 something, 2 wrong usage, or a file that could not be read, parsed or seen
in full.
`,
  fix: `Shows as a unified diff what can be fixed, and changes nothing unless --write is given.

Usage: bulkhead fix [options] [PATH…]

Options:
  --write           change the files
  --review          also make fixes that may change what a container does; look at the diff first
  --only RULE       only fix this rule (or glob of rules); may be given several times
  --tenancy LEVEL   who shares the host: single, mixed or hostile; overrules the configuration
  --config FILE     use this configuration instead of the nearest .bulkhead.yaml
  -h, --help        print this help

Exit code: 0 done, 2 wrong usage, or a file that could not be read, parsed, seen in full or written.
`,
  explain: `Prints the page of a rule: what it finds, why that matters and how to fix it.

Usage: bulkhead explain RULE

RULE is an id such as compose/no-privileged; the part before the slash may be left out.

Options:
  -h, --help   print this help
`,
  rules: `Lists all rules with their severity at each level of tenancy and the safety of their fix.

Usage: bulkhead rules [options]

Options:
  -f, --format FORMAT   text (default) or json
  -h, --help            print this help
`,
  init: `Writes a .bulkhead.yaml that explains every key into the working directory. An existing one is left alone.

Usage: bulkhead init

Options:
  -h, --help   print this help
`,
  lsp: `Serves the language server to an editor.

Usage: bulkhead lsp --stdio

Options:
  --stdio      speak over standard input and output
  -h, --help   print this help
`,
} as const;
