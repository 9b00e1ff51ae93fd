import type { CompletedCommand, CompletedFlag, Offer } from './words.ts';

/** A completion function for zsh's `_arguments`; works sourced and as a file named `_bulkhead` in `fpath`. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const listed = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  const cases = commands.map(({ name, flags, argument }) => {
    const specs = [...flags.map(flagSpec), ...argumentSpec(argument)];
    return [
      `    ${name})`,
      '      _arguments \\',
      `${specs.map((spec) => `        ${spec}`).join(' \\\n')}`,
      '      ;;',
    ].join('\n');
  });
  return `#compdef bulkhead
# Completions of bulkhead for zsh, made by 'bulkhead completions zsh'.
_bulkhead() {
  local -a commands
  commands=(
${listed.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
if [[ $funcstack[1] == _bulkhead ]]; then
  _bulkhead "$@"
else
  compdef _bulkhead bulkhead
fi
`;
}

function flagSpec({ name, short, about, value, multiple }: CompletedFlag): string {
  const rest = `[${about.replace(/[\\\]:]/g, '\\$&')}]${valueSpec(value)}`;
  if (multiple) return quoted(`*--${name}${rest}`);
  if (short === undefined) return quoted(`--${name}${rest}`);
  return `'(-${short} --${name})'{-${short},--${name}}${quoted(rest)}`;
}

function valueSpec(value: Offer | undefined): string {
  if (value === undefined) return '';
  return `:value:${action(value)}`;
}

function argumentSpec(argument: Offer): readonly string[] {
  return argument === 'nothing' ? [] : [quoted(`*:argument:${action(argument)}`)];
}

function action(offer: Offer): string {
  if (offer === 'files') return '_files';
  return offer === 'nothing' ? ' ' : `(${offer.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
