/** Finds where an instruction switches a protection of its tools off: by options, variables, or lines of their files. */
import type { Span } from '../place.ts';
import type { Option } from '../shell/options.ts';
import type { ShellCommand, ShellScript, WrittenLine } from '../shell/types.ts';
import { builtFiles, inLine } from './built-files.ts';
import { deleteOption, deletePair, deleteWord, type Edits } from './edit.ts';
import type { Dockerfile, Instruction } from './types.ts';

/** An option, or words, of a command. */
export interface SwitchUse extends Span {
  /** What the message calls it; never a value that may be secret. */
  readonly text: string;
  /** Where deleting it restores the protection. */
  readonly option?: Option;
}

/** A line of a file with those around it. */
export interface LineInFile {
  readonly lines: readonly WrittenLine[];
  readonly index: number;
}

/** What is known of one protection. */
export interface ProtectionSwitches {
  readonly options: (command: ShellCommand, script: ShellScript) => readonly SwitchUse[];
  readonly variable: (name: string, value: string) => boolean;
  /** The part of a file's line that switches the protection off; undefined for any other line. */
  readonly line: (path: string, text: string, around: LineInFile) => string | undefined;
}

export interface FoundSwitch extends Span {
  readonly text: string;
  /** Deletes the switch; undefined where that takes more thought. */
  readonly edits: Edits;
}

/** Every place of an instruction where the protection is switched off, once each. */
export function switchesIn(
  file: Dockerfile,
  instruction: Instruction,
  known: ProtectionSwitches,
): readonly FoundSwitch[] {
  const found = new Map<number, FoundSwitch>();
  const add = ({ start, end }: Span, text: string, edits?: Edits) => {
    if (!found.has(start)) found.set(start, { start, end, text, edits });
  };
  const { keyword, pairs, shell } = instruction;
  for (const pair of keyword === 'ENV' || keyword === 'ARG' ? pairs : []) {
    if (pair.resolved.known && pair.value !== undefined && known.variable(pair.name, pair.resolved.value))
      add(pair.nameSpan, pair.name, deletePair(file, instruction, pair));
  }
  for (const command of shell?.commands ?? []) {
    for (const use of shell === undefined ? [] : known.options(command, shell))
      add(use, use.text, use.option && deleteOption(file, use.option));
    // A variable in front of a command is for that command alone, so that nothing else misses it.
    for (const { name, value, nameSpan, start, end } of command.assignments) {
      if (value.known && known.variable(name, value.value))
        add(nameSpan, name, instruction.json ? undefined : deleteWord(file, { start, end }));
    }
  }
  for (const { name, value, nameSpan, exported } of shell?.assignments ?? []) {
    if (exported && value.known && known.variable(name, value.value)) add(nameSpan, name);
  }
  for (const built of builtFiles(file, instruction)) {
    for (const [index, line] of built.lines.entries()) {
      const around = { lines: built.lines, index };
      const part = /^\s*[#;]/.test(line.text) ? undefined : known.line(built.path, line.text, around);
      if (part !== undefined) add(inLine(file, line, part), part);
    }
  }
  return [...found.values()].sort((left, right) => left.start - right.start);
}
