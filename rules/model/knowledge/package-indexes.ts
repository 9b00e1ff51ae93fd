/** Settings by which a package manager looks for one name in several indexes and takes the highest version of all. */
import type { ProtectionSwitches, SwitchUse } from '../dockerfile/protection-switches.ts';
import { type Option, readOptions } from '../shell/options.ts';
import { fileName } from '../shell/paths.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand, ShellScript } from '../shell/types.ts';
import { hostOfUrl } from './loopback-urls.ts';

/** The common indexes, from which everybody may publish. */
const publicIndexes =
  /^(?:pypi\.org|pypi\.python\.org|files\.pythonhosted\.org|rubygems\.org|index\.rubygems\.org)$/;

/**
 * Indexes of wheels for one kind of hardware, open to everybody and filled by their makers with names that they own on
 * the common index as well.
 */
const wheelIndexes =
  /^(?:download\.pytorch\.org|pypi\.(?:ngc\.)?nvidia\.com|(?:www\.)?piwheels\.org|flashinfer\.ai|abetlen\.github\.io)$/;

/** Whether an address is that of an index of somebody's own; undefined where its host is not known. */
function isOwnIndex(address: string): boolean | undefined {
  const host = /^https?:\/\//i.test(address) ? hostOfUrl(address) : undefined;
  return host === undefined ? undefined : !publicIndexes.test(host) && !wheelIndexes.test(host);
}

/** Whether packages that this index lacks are looked for nowhere else. */
export function replacesPublicIndex(address: string): boolean {
  const host = hostOfUrl(address);
  return host !== undefined && !publicIndexes.test(host);
}

function hasOwnIndex(addresses: string): boolean {
  return addresses.split(/[\s,]+/).some((address) => isOwnIndex(address) === true);
}

const unsafe = /^unsafe-/;

function optionsIn(command: ShellCommand, script: ShellScript): readonly SwitchUse[] {
  const { name, args } = command;
  if (name === undefined || !/^(?:pip3?|uv|gem)$/.test(name)) return [];
  const { options, operands } = readOptions(args, toolTable(name));
  if (name === 'gem') return ofGem(options, operands[0]?.text, script);
  if (options.some((option) => option.name === 'require-hashes')) return [];
  if (name === 'uv') {
    return options
      .filter(
        (option) =>
          option.name === 'index-strategy' && option.value?.known === true && unsafe.test(option.value.value),
      )
      .map((option) => ({ ...nameOf(option), option }));
  }
  const [subcommand, action, key, value] = operands;
  if (subcommand?.text === 'config' && action?.text === 'set') {
    const isExtra = /^(?:global|install|download|wheel)\.extra-index-url$/.test(key?.text ?? '');
    if (!isExtra || key === undefined || !hasOwnIndex(value?.text ?? '')) return [];
    return [{ start: key.start, end: key.end, text: 'extra-index-url' }];
  }
  const own = options.findLast((option) => option.name === 'i' || option.name === 'index-url')?.valueText;
  if (own !== undefined && replacesPublicIndex(own)) return [];
  return options
    .filter(({ name: option, valueText }) => option === 'extra-index-url' && hasOwnIndex(valueText ?? ''))
    .map(nameOf);
}

/** The place of a long option without its value. */
function nameOf({ start, end, name, word }: Option): SwitchUse {
  return { start, end: word.quoted ? end : Math.min(end, start + 2 + name.length), text: `--${name}` };
}

function ofGem(
  options: readonly Option[],
  subcommand: string | undefined,
  script: ShellScript,
): readonly SwitchUse[] {
  if (subcommand === 'sources') {
    const add = options.find(({ name }) => name === 'a' || name === 'add');
    const removes = script.commands.some(
      ({ name, args }) =>
        name === 'gem' && args.some(({ text }) => /^(?:-r|--remove|-c|--clear-all)$/.test(text)),
    );
    const address = add?.valueText ?? (add && wordAfter(script, add));
    return add === undefined || removes || isOwnIndex(address ?? '') !== true ? [] : [shown(add)];
  }
  const sources = options.filter(({ name }) => name === 's' || name === 'source');
  const own = sources.find(({ valueText }) => isOwnIndex(valueText ?? '') === true);
  return sources.length < 2 || own === undefined || subcommand !== 'install' ? [] : [shown(own)];
}

function shown({ start, end, name, isLong }: Option): SwitchUse {
  return { start, end, text: `${isLong ? '--' : '-'}${name}` };
}

function wordAfter({ commands }: ShellScript, { word }: Option): string | undefined {
  for (const { args } of commands) {
    const at = args.indexOf(word);
    if (at >= 0) return args[at + 1]?.text;
  }
  return undefined;
}

export const indexSwitches: ProtectionSwitches = {
  options: optionsIn,
  variable(name, value) {
    if (name === 'PIP_EXTRA_INDEX_URL') return hasOwnIndex(value);
    return name === 'UV_INDEX_STRATEGY' && unsafe.test(value);
  },
  line(path, text, { lines, index }) {
    const name = fileName(path);
    if (/^(?:requirements|constraints)[\w.-]*\.(?:txt|in)$/.test(name)) {
      const [, option, address] = /^\s*(--extra-index-url)[\s=]+(\S+)/.exec(text) ?? [];
      return option !== undefined && hasOwnIndex(address ?? '') ? option : undefined;
    }
    if (/^uv\.toml$/.test(name)) return /^\s*(index-strategy)\s*=\s*"unsafe-/.exec(text)?.[1];
    const [, option, value = ''] = /^pip\.(?:conf|ini)$/.test(name)
      ? (/^\s*(extra-index-url)\s*[=:]\s*(.*)$/s.exec(text) ?? [])
      : [];
    if (option === undefined) return undefined;
    const main = lines
      .map((line) => /^\s*index-url\s*[=:]\s*(\S+)/.exec(line.text)?.[1])
      .find((found) => found !== undefined);
    if (main !== undefined && replacesPublicIndex(main)) return undefined;
    // Further addresses stand on indented lines of their own.
    let addresses = value;
    for (let at = index + 1; /^\s+[^\s=]+$/.test(lines[at]?.text ?? ''); at++)
      addresses += ` ${lines[at]?.text ?? ''}`;
    return hasOwnIndex(addresses) ? option : undefined;
  },
};
