import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { builtFiles, inLine } from '../../model/dockerfile/built-files.ts';
import { replaceSpan } from '../../model/dockerfile/edit.ts';
import { copyDestination, copySources } from '../../model/dockerfile/stages.ts';
import type { Dockerfile, Instruction } from '../../model/dockerfile/types.ts';
import { verifiedFiles } from '../../model/dockerfile/verified-files.ts';
import {
  loadedNames,
  plaintextLine,
  plaintextSources,
  plaintextUrl,
  sourceVariables,
} from '../../model/knowledge/plaintext-sources.ts';
import { remoteSourceOf } from '../../model/knowledge/remote-sources.ts';
import { speaksOf } from '../../model/knowledge/verification.ts';
import { lazily } from '../../model/memo.ts';
import type { Span } from '../../model/place.ts';

export default defineDockerfileRule({
  id: 'dockerfile/plaintext-download',
  title: 'Code or packages without encryption',
  summary:
    'Code, packages or keys are loaded over http, ftp or git, where everyone on the way may change them.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['integrity'],
  sources: ['CIS-4.11', 'OWASP-9', 'CWE-319'],
  aliases: {},
  fix: 'review',
  messages: { plain: 'This is loaded over {scheme}, which everyone on the way may read and change.' },
  help: 'Nothing tells the real server from another one, nor the real content from a changed one. Use https; where the server has none, compare the file with a checksum from elsewhere.',
  check(file, report) {
    const checks = lazily(() => verifiedFiles(file));
    const isVerified = (names: readonly string[], loader: Instruction): boolean =>
      checks().some(
        ({ instruction, files }) =>
          (loader.keyword === 'ADD'
            ? instruction.stage === loader.stage && instruction.index > loader.index
            : instruction === loader) && names.some((name) => speaksOf(files, name)),
      );
    for (const instruction of file.instructions) {
      for (const { at, url, names } of plaintextIn(file, instruction)) {
        if (names.length > 0 && isVerified(names, instruction)) continue;
        const scheme = url.slice(0, url.indexOf(':')).toLowerCase();
        report('plain', {
          ...inStage(file, at, instruction.stage),
          data: { scheme },
          fixes: fixes(file, at, url, scheme),
        });
      }
    }
  },
});

interface Plaintext {
  readonly at: Span;
  readonly url: string;
  /** Names under which what is loaded may be verified; none for what cannot be. */
  readonly names: readonly string[];
}

function plaintextIn(file: Dockerfile, instruction: Instruction): readonly Plaintext[] {
  const { keyword, pairs, flags, shell } = instruction;
  const found: Plaintext[] = [];
  const add = (span: Span, url: string, names: readonly string[] = []) =>
    found.push({ at: within(file, span, url), url, names });
  if (keyword === 'ADD' && !flags.some(({ name }) => name === 'checksum')) {
    for (const { inner, resolved, text } of copySources(instruction)) {
      const url = plaintextUrl(resolved.known ? resolved.value : text);
      if (url === undefined || remoteSourceOf(url)?.pinned === true) continue;
      add(inner, url, [url.replace(/[?#].*$/s, ''), copyDestination(instruction)?.text ?? '']);
    }
  }
  for (const { name, resolved, valueSpan } of keyword === 'ENV' || keyword === 'ARG' ? pairs : []) {
    if (!sourceVariables.has(name) || !resolved.known || valueSpan === undefined) continue;
    for (const part of resolved.value.split(/[\s,|]+/)) {
      const url = plaintextUrl(part);
      if (url !== undefined) add(valueSpan, url);
    }
  }
  for (const command of (keyword === 'RUN' && shell?.commands) || []) {
    for (const source of plaintextSources(command))
      add(source.word, source.url, source.download && loadedNames(source, command));
  }
  for (const built of builtFiles(file, instruction)) {
    for (const line of built.lines) {
      const url = plaintextLine(built.path, line.text);
      if (url !== undefined) found.push({ at: inLine(file, line, url), url, names: [] });
    }
  }
  return found;
}

/** The address inside of its word, where it is written out there. */
function within(file: Dockerfile, { start, end }: Span, url: string): Span {
  const at = file.text.slice(start, end).indexOf(url);
  return at < 0 ? { start, end } : { start: start + at, end: start + at + url.length };
}

/** Refused for other ports than http's own, and where the scheme is not written out at that place. */
function fixes(file: Dockerfile, { start, end }: Span, url: string, scheme: string): readonly Fix[] {
  const isPlain = /^(?:http|git):\/\/(?:[^/@]*@)?[\w.-]+(?:[/?#]|$)/.test(url);
  const written = file.text.slice(start, end);
  if (!isPlain || !written.startsWith(`${scheme}://`)) return [];
  const title = `Load it over https instead of ${scheme} (fails where the server has no https)`;
  return oneFix('review', title, replaceSpan(file, { start, end: start + scheme.length }, 'https'));
}
