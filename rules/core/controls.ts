import type { ComposeFile } from '../model/compose/types.ts';
import type { YamlNode } from '../model/compose/yaml-node.ts';
import type { Dockerfile, Flag, Instruction } from '../model/dockerfile/types.ts';
import { capabilityWords } from '../model/knowledge/controls/capabilities.ts';
import { instructionWords } from '../model/knowledge/controls/instructions.ts';
import { securityOptionWords } from '../model/knowledge/controls/security-options.ts';
import { mountOptionWords, serviceKeyWords } from '../model/knowledge/controls/service-keys.ts';
import type { Span } from '../model/place.ts';
import type { Subject } from './run.ts';

/** A setting that builds or opens a wall around a container, where it is written, and what it does. */
export interface Control extends Span {
  /** As written in documentation: `cap_drop`, `NET_RAW`, `RUN --mount=type=secret`. */
  readonly name: string;
  readonly about: string;
}

/** The control that is written at an offset of a file, whether or not anything is wrong with it. */
export function controlAt(subject: Subject, path: string, offset: number): Control | undefined {
  if (subject.language === 'dockerfile')
    return subject.file.path === path ? controlInDockerfile(subject.file, offset) : undefined;
  const file = subject.project.files.find((candidate) => candidate.path === path);
  return file && controlInCompose(file, offset);
}

interface Written extends Span {
  readonly role: 'key' | 'value';
  readonly text: string;
  /** For a key with its own name as the last step. */
  readonly steps: readonly (string | number)[];
  /** The offset in the file of the text's first letter; undefined where the text is not written in one run. */
  readonly from: number | undefined;
}

function controlInCompose(file: ComposeFile, offset: number): Control | undefined {
  for (const root of file.roots) {
    const written = find(root, offset, []);
    if (written === undefined) continue;
    for (const steps of belowService(written.steps)) {
      const control = written.role === 'key' ? key(written, steps) : value(written, steps, offset);
      if (control !== undefined) return control;
    }
  }
  return undefined;
}

/** The key or scalar at an offset, deepest first. */
function find(node: YamlNode, offset: number, steps: Written['steps']): Written | undefined {
  const holds = ({ start, end }: Span) => start <= offset && offset <= end;
  switch (node.kind) {
    case 'mapping':
      for (const { key, name, value } of node.pairs) {
        if (holds(key))
          return { ...spanOf(key), role: 'key', text: name, steps: [...steps, name], from: undefined };
        if (holds(value)) return find(value, offset, [...steps, name]);
      }
      return undefined;
    case 'sequence': {
      const index = node.items.findIndex(holds);
      const item = node.items[index];
      return item && find(item, offset, [...steps, index]);
    }
    case 'scalar': {
      const from = node.offsets !== undefined && 'from' in node.offsets ? node.offsets.from : undefined;
      return { ...spanOf(node), role: 'value', text: node.text, steps, from };
    }
    case 'alias':
      return undefined;
  }
}

/** The way below a service. Extension fields hold what services share, one or two levels deep. */
function belowService(steps: Written['steps']): readonly (readonly (string | number)[])[] {
  const [first] = steps;
  if (first === 'services') return steps.length > 2 ? [steps.slice(2)] : [];
  return typeof first === 'string' && first.startsWith('x-') ? [steps.slice(1), steps.slice(2)] : [];
}

/** `volumes[].bind.selinux` for the key `selinux` of a long volume entry. */
function named(steps: readonly (string | number)[]): string {
  return steps
    .map((step, index) => (typeof step === 'number' ? '[]' : index === 0 ? step : `.${step}`))
    .join('');
}

function key(written: Written, steps: readonly (string | number)[]): Control | undefined {
  const about = serviceKeyWords.get(named(steps));
  return about === undefined ? undefined : { ...spanOf(written), name: named(steps), about };
}

/** Lists whose entries say no more about themselves than the list does. */
const plainLists: ReadonlySet<string> = new Set([
  'devices[]',
  'device_cgroup_rules[]',
  'group_add[]',
  'ports[]',
  'tmpfs[]',
  'volumes[]',
]);

function value(written: Written, steps: readonly (string | number)[], offset: number): Control | undefined {
  const path = named(steps);
  const text = written.text.trim();
  const control = (name: string, about: string | undefined, span: Span = written) =>
    about === undefined ? undefined : { ...spanOf(span), name, about };
  switch (path) {
    case 'cap_add[]':
    case 'cap_drop[]': {
      const name = text.toUpperCase().replace(/^CAP_/, '');
      return control(name, capabilityWords.get(name));
    }
    case 'security_opt[]': {
      const [name = '', argument = ''] = text.split(/[=:]/);
      const exact = `${name}=${argument}`.toLowerCase();
      const about = securityOptionWords.get(exact);
      return about === undefined
        ? control(name, securityOptionWords.get(name.toLowerCase()))
        : control(exact, about);
    }
    case 'volumes[]': {
      const option = mountOptionAt(written, offset);
      const about = option && mountOptionWords.get(option.name);
      if (option !== undefined && about !== undefined) return control(option.name, about, option);
      break;
    }
  }
  const name = plainLists.has(path) ? path.slice(0, -2) : path;
  // `service:db` shares with a service, whichever it is.
  const exact = `${name}=${text.toLowerCase().split(':')[0]}`;
  const about = serviceKeyWords.get(exact);
  return about === undefined
    ? control(name, serviceKeyWords.get(name))
    : control(exact.replace('=', ': '), about);
}

/** The option of a short volume entry at an offset: what stands after the target, between commas. */
function mountOptionAt(
  { text, from }: Written,
  offset: number,
): (Span & { readonly name: string }) | undefined {
  const colon = text.lastIndexOf(':');
  const options = text.slice(colon + 1);
  // Without options the last part is the target, which is a path.
  if (from === undefined || colon < 0 || /[/\\$]/.test(options)) return undefined;
  let start = from + colon + 1;
  for (const name of options.split(',')) {
    const end = start + name.length;
    if (start <= offset && offset <= end) return { name, start, end };
    start = end + 1;
  }
  return undefined;
}

function controlInDockerfile(file: Dockerfile, offset: number): Control | undefined {
  const holds = (span: Span | undefined) => span !== undefined && span.start <= offset && offset <= span.end;
  const instruction = file.instructions.find((candidate) => holds(candidate) || holds(candidate.onbuildSpan));
  if (instruction === undefined) return undefined;
  const { keywordSpan, onbuildSpan, flags, args } = instruction;
  const control = (name: string, span: Span) => {
    const about = instructionWords.get(name);
    return about === undefined ? undefined : { ...spanOf(span), name, about };
  };
  if (onbuildSpan !== undefined && holds(onbuildSpan)) return control('ONBUILD', onbuildSpan);
  const flag = flags.find(holds);
  if (flag !== undefined) return control(flagName(instruction, flag), flag);
  if (holds(keywordSpan)) return control(instructionName(instruction), keywordSpan);
  const argument = args.find(holds);
  return argument !== undefined && speakingArguments.has(instruction.keyword)
    ? control(instructionName(instruction), argument)
    : undefined;
}

/** Instructions whose arguments mean what the instruction is for. */
const speakingArguments: ReadonlySet<string> = new Set(['USER', 'EXPOSE']);

function instructionName({ keyword, args }: Instruction): string {
  const isNone = keyword === 'HEALTHCHECK' && args[0]?.text.toUpperCase() === 'NONE';
  return isNone ? 'HEALTHCHECK NONE' : keyword;
}

function flagName({ keyword }: Instruction, { name, value, options }: Flag): string {
  if (name === 'mount') {
    // BuildKit takes a mount without a type for one of files.
    const type = options.find((option) => option.name === 'type')?.value ?? 'bind';
    return `RUN --mount=type=${type.toLowerCase()}`;
  }
  if (name === 'network' || name === 'security') return `RUN --${name}=${value?.toLowerCase()}`;
  // ADD takes the flags of COPY for the same purpose.
  return name === 'checksum' ? `${keyword} --${name}` : `COPY --${name}`;
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
