import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import type { Dockerfile } from '../../model/dockerfile/types.ts';
import { hiddenCharacters, lookAlikes } from '../../model/knowledge/deceptive-text.ts';
import type { Span } from '../../model/place.ts';

export default defineDockerfileRule({
  id: 'dockerfile/hidden-unicode',
  title: 'Characters that deceive the reader',
  summary: 'Invisible, reordering or look-alike characters make the file read otherwise than it runs.',
  kind: 'presence',
  severity: { single: 'error', mixed: 'error', hostile: 'error' },
  properties: ['integrity'],
  sources: ['CWE-1007', 'CWE-506'],
  aliases: {},
  fix: 'review',
  messages: {
    hidden: 'Here stands {code}, {name}, which nobody sees.',
    alike: "Here stands {code}, which looks like the Latin letter '{letter}' and is another one.",
  },
  help: 'What a reviewer reads is not what the builder gets: a name that looks right is another name, or text is shown in another order. Delete the character, or write the Latin letter, and find out how it got there.',
  check(file, report) {
    for (const { start, end, name, replacement } of hiddenCharacters(file.text)) {
      report('hidden', {
        at: { path: file.path, start, end },
        data: { code: codeOf(file.text, start), name },
        fixes: oneFix('review', replacement === '' ? 'Delete the character' : 'Write a plain space', [
          { path: file.path, start, end, text: replacement },
        ]),
      });
    }
    const spans = namesIn(file);
    const seen = new Set<number>();
    for (const { start, end, latin } of spans.flatMap((span) => lookAlikes(file.text, span))) {
      if (seen.has(start)) continue;
      seen.add(start);
      report('alike', {
        at: { path: file.path, start, end },
        data: { code: codeOf(file.text, start), letter: latin },
        fixes: oneFix('review', `Write the Latin letter ${latin} (may name something else than before)`, [
          { path: file.path, start, end, text: latin },
        ]),
      });
    }
  },
});

function codeOf(text: string, at: number): string {
  return `U+${(text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Where a name decides what is loaded or run: image references, hosts of addresses, command words. */
function namesIn(file: Dockerfile): readonly Span[] {
  const names: Span[] = [];
  for (const { start, end, keyword, args, flags, shell } of file.instructions) {
    const [first] = args;
    if (keyword === 'FROM' && first !== undefined) names.push(first);
    for (const { name, valueSpan } of flags)
      if (name === 'from' && valueSpan !== undefined) names.push(valueSpan);
    for (const { word } of shell?.commands ?? []) names.push(word);
    for (const { index, 0: lead, 1: host = '' } of file.text
      .slice(start, end)
      .matchAll(/\w:\/\/([^\s/"'`<>?#]+)/g)) {
      names.push({ start: start + index + lead.length - host.length, end: start + index + lead.length });
    }
  }
  return names;
}
