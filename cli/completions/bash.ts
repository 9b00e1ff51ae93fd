import type { CompletedCommand, Offer } from './words.ts';

/**
 * A completion function for bash 3.2 and later, which macOS ships. An empty answer falls back to names of files, which is
 * what `complete -o default` asks for.
 */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name);
  const values = commands.flatMap(({ name, flags }) =>
    flags.flatMap((flag) =>
      flag.value === undefined
        ? []
        : [`    ${pattern(name, flag.name, flag.short)}) ${answer(flag.value)} ;;`],
    ),
  );
  const flags = commands.map(
    (command) => `    ${command.name}) ${answer(command.flags.map(({ name }) => `--${name}`))} ;;`,
  );
  const words = commands.flatMap(({ name, argument }) =>
    typeof argument === 'string' ? [] : [`    ${name}) ${answer(argument)} ;;`],
  );
  return `# Completions of bulkhead for bash, made by 'bulkhead completions bash'.
_bulkhead() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  # Bash takes the equals sign of --flag=value for a word of its own.
  if [[ $current == '=' ]]; then
    current=''
  elif [[ $previous == '=' ]]; then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  if (( COMP_CWORD == 1 )); then
    COMPREPLY=($(compgen -W '${[...names, '--help', '--version'].join(' ')}' -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]}:$previous in
${values.join('\n')}
  esac
  if [[ $current == -* ]]; then
    case \${COMP_WORDS[1]} in
${flags.map((line) => `  ${line}`).join('\n')}
    esac
  fi
  case \${COMP_WORDS[1]} in
${words.join('\n')}
  esac
}
complete -o default -F _bulkhead bulkhead
`;
}

function pattern(command: string, flag: string, short: string | undefined): string {
  return [`${command}:--${flag}`, ...(short === undefined ? [] : [`${command}:-${short}`])].join('|');
}

/** Files are left to the fallback. */
function answer(offer: Offer): string {
  if (typeof offer === 'string') return 'return';
  return `COMPREPLY=($(compgen -W '${offer.join(' ')}' -- "$current")); return`;
}
