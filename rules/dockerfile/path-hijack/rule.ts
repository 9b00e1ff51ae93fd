import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { replaceSpan } from '../../model/dockerfile/edit.ts';
import { expandWithHoles } from '../../model/dockerfile/expand.ts';
import type { Dockerfile, Instruction, NameValue } from '../../model/dockerfile/types.ts';
import { type OpenElement, openElements, searchPaths } from '../../model/knowledge/search-paths.ts';
import type { Span } from '../../model/place.ts';

const hole = '\uE000';

export default defineDockerfileRule({
  id: 'dockerfile/path-hijack',
  title: 'Search path that others can fill',
  summary: 'Programs or libraries are searched in the current, a relative or a temporary folder.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['integrity'],
  sources: ['CWE-426', 'CWE-427'],
  aliases: {},
  fix: 'review',
  messages: {
    current: '{name} searches the current folder, whatever that is.',
    relative: "{name} searches the relative folder '{element}'.",
    shared: "{name} searches '{element}', where every user may put files.",
  },
  help: 'Whoever can put a file into such a folder has it run in the place of the real program or library, with the rights of the one who starts it. Name absolute folders that only root can write to.',
  check(file, report) {
    for (const instruction of file.instructions) {
      for (const { name, at, element, fixes } of searched(file, instruction)) {
        report(element.opening, {
          ...inStage(file, at, instruction.stage),
          data: { name, element: element.text },
          fixes,
        });
      }
    }
  },
});

interface Searched {
  readonly name: string;
  readonly at: Span;
  readonly element: OpenElement;
  readonly fixes: readonly Fix[];
}

function searched(file: Dockerfile, instruction: Instruction): readonly Searched[] {
  const { keyword, pairs, shell, variable, stage } = instruction;
  if (stage?.platform === 'windows') return [];
  const inPairs = (keyword === 'ENV' ? pairs : []).flatMap((pair): readonly Searched[] => {
    if (!searchPaths.has(pair.name) || pair.value === undefined) return [];
    const value = expandWithHoles(pair.value, file.escape, variable, hole);
    const [element] = value.known ? openElements(pair.name, value.value, hole) : [];
    return element === undefined
      ? []
      : [{ name: pair.name, at: pair.nameSpan, element, fixes: fixes(file, pair) }];
  });
  const inFiles = (shell?.writtenFiles ?? []).flatMap(({ path, lines }) => {
    if (
      !path.known ||
      !/^\/etc\/(?:environment|profile(?:\.d\/.*)?|bash\.bashrc)$|\/\.(?:bashrc|bash_profile|profile|zshrc)$/.test(
        path.value,
      )
    )
      return [];
    return lines.flatMap((line): readonly Searched[] => {
      const [whole, lead = '', name = '', value = ''] =
        /^(\s*(?:export\s+)?)(\w+)=["']?([^"'\s]*)["']?\s*$/.exec(line.text) ?? [];
      const [element] = whole !== undefined && searchPaths.has(name) ? openElements(name, value, hole) : [];
      const isExact = file.text.slice(line.start, line.end) === line.text;
      const at = isExact
        ? { start: line.start + lead.length, end: line.start + lead.length + name.length }
        : line;
      return element === undefined ? [] : [{ name, at, element, fixes: [] }];
    });
  });
  return [...inPairs, ...inFiles];
}

/** Without the open elements, where the list is written out and something is left. */
function fixes(file: Dockerfile, { name, value = '', valueSpan }: NameValue): readonly Fix[] {
  const open = openElements(name, value, hole);
  if (
    valueSpan === undefined ||
    open.length === 0 ||
    file.text.slice(valueSpan.start, valueSpan.end) !== value
  )
    return [];
  const starts = new Set(open.map(({ start }) => start));
  let start = 0;
  const kept = value.split(':').filter((element) => {
    const isOpen = starts.has(start);
    start += element.length + 1;
    return !isOpen;
  });
  if (kept.length === 0 || hasColonInside(value) || (name === 'LD_PRELOAD' && value.includes(' '))) return [];
  return oneFix(
    'review',
    `Delete what others can fill from ${name} (programs there are no longer found by name)`,
    replaceSpan(file, valueSpan, kept.join(':')),
  );
}

/** Whether a colon inside of `${…}` would be taken for one that separates folders. */
function hasColonInside(value: string): boolean {
  return value
    .split('${')
    .slice(1)
    .some((inside) => /^[^}:]*:/.test(inside));
}
