/** The settings of the OpenSSH server that a Dockerfile writes, as they stand when a stage is done (sshd_config(5)). */
import type { Span } from '../place.ts';
import { inWord, optionsOf } from '../shell/options.ts';
import { tools } from '../shell/tools.ts';
import type { ShellCommand, WrittenLine } from '../shell/types.ts';
import { builtFiles, inLine } from './built-files.ts';
import type { Dockerfile, Instruction, Stage } from './types.ts';

export interface SshdSetting {
  /** In lower case. */
  readonly name: string;
  /** As written. */
  readonly keyword: string;
  readonly value: string;
  readonly keywordSpan: Span;
  /** Where the value stands by itself; undefined where it is put together. */
  readonly valueSpan: Span | undefined;
  readonly instruction: Instruction;
}

/** The settings in force in the stages that no other one is built from, each once. */
export function sshdSettings(file: Dockerfile): readonly (readonly SshdSetting[])[] {
  const parents = new Set(file.stages.map(({ parent }) => parent));
  const states = new Map<Stage, State>();
  for (const stage of file.stages) {
    const inherited = stage.parent && states.get(stage.parent);
    states.set(stage, stateAfter(file, stage, inherited));
  }
  return file.stages
    .filter((stage) => !parents.has(stage))
    .map((stage) => {
      const { files, started } = states.get(stage) ?? emptyState;
      return [...[...files.values()].flatMap((settings) => [...settings.values()]), ...started];
    });
}

interface State {
  /** For each file its settings, by name. */
  readonly files: ReadonlyMap<string, ReadonlyMap<string, SshdSetting>>;
  /** Given to sshd on its command line. */
  readonly started: readonly SshdSetting[];
}

const emptyState: State = { files: new Map(), started: [] };

/**
 * sshd takes the first value of a keyword in a file, so that a line appended to another one changes nothing; sed changes
 * the line that is there, and a file that is written anew has only its own lines.
 */
function stateAfter(file: Dockerfile, { instructions }: Stage, inherited = emptyState): State {
  const files = new Map(inherited.files);
  const started = [...inherited.started];
  for (const instruction of instructions) {
    for (const { path, name, lines, append, writer } of builtFiles(file, instruction)) {
      if (name !== 'sshd_config' && !/\/sshd_config\.d\/[^/]*$/.test(path)) continue;
      const settings = new Map(append ? files.get(path) : undefined);
      files.set(path, settings);
      for (const line of lines) {
        if (/^\s*Match\s+(?!all\b|User\b)/i.test(line.text)) break;
        const setting = settingOf(file, instruction, line);
        if (setting === undefined) continue;
        if (writer?.name === 'sed' || !settings.has(setting.name)) settings.set(setting.name, setting);
      }
    }
    for (const command of instruction.shell?.commands ?? [])
      started.push(...settingsOfCommand(instruction, command));
  }
  return { files, started };
}

/** A line is a keyword and its arguments, between them blanks or one `=`. */
function settingOf(file: Dockerfile, instruction: Instruction, line: WrittenLine): SshdSetting | undefined {
  const match = /^(\s*)([A-Za-z]+)(\s*=\s*|\s+)"?([^\s"#]+)/.exec(line.text);
  if (match === null) return undefined;
  const [, , keyword = '', , value = ''] = match;
  const isExact = file.text.slice(line.start, line.end) === line.text;
  const end = line.start + match[0].length;
  return {
    name: keyword.toLowerCase(),
    keyword,
    value,
    keywordSpan: inLine(file, line, keyword),
    valueSpan: isExact ? { start: end - value.length, end } : undefined,
    instruction,
  };
}

/** `sshd -o PermitRootLogin=yes`. */
function settingsOfCommand(instruction: Instruction, command: ShellCommand): readonly SshdSetting[] {
  if (command.name !== 'sshd') return [];
  return optionsOf(command.args, tools.sshd).flatMap((option): readonly SshdSetting[] => {
    const { value, valueSpan, valueWord } = option;
    if (option.name !== 'o' || !value?.known || valueSpan === undefined) return [];
    const match = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(\S+)\s*$/.exec(value.value);
    if (match === null) return [];
    const [, keyword = '', text = ''] = match;
    const at = value.value.indexOf(keyword);
    const isExact = valueSpan.end - valueSpan.start === value.value.length;
    const keywordSpan =
      valueWord !== undefined
        ? inWord(valueWord, at, at + keyword.length)
        : isExact
          ? { start: valueSpan.start + at, end: valueSpan.start + at + keyword.length }
          : valueSpan;
    const end = value.value.trimEnd().length;
    return [
      {
        name: keyword.toLowerCase(),
        keyword,
        value: text,
        keywordSpan,
        valueSpan: valueWord?.literal ? inWord(valueWord, end - text.length, end) : undefined,
        instruction,
      },
    ];
  });
}
