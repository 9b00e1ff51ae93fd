import type { HereDoc, Redirection as RedirectionNode } from 'unbash';
import type { EvaluatedHeredoc, EvaluatedRedirection, Position } from './reading.ts';
import { literalSegment } from './segments.ts';
import { buildText, partOf } from './source-text.ts';
import { wordContext } from './substitutions.ts';
import type { Redirection } from './types.ts';
import { evaluateHeredoc, evaluateWord } from './words.ts';

/** True where standard output goes into a file by this redirection; `2> file` and `>&2` are none of these. */
export function redirectsOutput({ operator, descriptor, target }: Redirection): boolean {
  if (descriptor !== 1) return false;
  // `>& file` is another spelling of `&> file`; a number or a dash behind it is no file.
  if (operator === '>&') return target !== undefined && !/^(?:\d+-?|-)$/.test(target.text);
  return outputOperators.has(operator);
}

const outputOperators: ReadonlySet<string> = new Set(['>', '>>', '>|', '&>', '&>>']);

/** The heredoc or here-string that standard input comes from; undefined where it is a file, or not redirected. */
export function textInput(redirections: readonly EvaluatedRedirection[]): EvaluatedRedirection | undefined {
  const last = redirections.findLast(({ redirection }) => redirection.descriptor === 0);
  return last?.redirection.operator.startsWith('<<') === true ? last : undefined;
}

/** The descriptor an operator redirects where none is written in front of it. */
export function usualDescriptor(operator: string): number {
  return operator.startsWith('<') ? 0 : 1;
}

/** Evaluates redirections in their order, with the substitutions in their words and heredocs. */
export function evaluateRedirections(
  nodes: readonly RedirectionNode[],
  position: Position,
): readonly EvaluatedRedirection[] {
  return nodes.map((node) => {
    const span = position.source.span(node.pos, node.end);
    const descriptor =
      node.descriptor === undefined ? usualDescriptor(node.operator) : descriptorOf(node.descriptor);
    if (node.type === 'HereDoc') {
      const heredoc = evaluateBody(node, position);
      return {
        redirection: {
          ...span,
          operator: node.operator,
          descriptor,
          target: undefined,
          heredoc: heredoc.heredoc,
        },
        target: undefined,
        heredoc,
      };
    }
    const target = node.target && evaluateWord(node.target, wordContext(position), 'whole')[0];
    return {
      redirection: { ...span, operator: node.operator, descriptor, target: target?.word, heredoc: undefined },
      target,
      heredoc: undefined,
    };
  });
}

function descriptorOf(written: NonNullable<RedirectionNode['descriptor']>): number | undefined {
  return written.type === 'FileDescriptor' ? written.value : undefined;
}

function evaluateBody(node: HereDoc, position: Position): EvaluatedHeredoc {
  const { source } = position;
  const { body, delimiter } = node;
  const stripTabs = node.operator === '<<-';
  const quoted = delimiter?.quoted === true;
  const segments = quoted
    ? [literalSegment(partOf(source, body.pos, body.end))]
    : evaluateHeredoc(
        body.parts ?? [{ type: 'Literal', pos: body.pos, end: body.end, text: body.text, value: body.text }],
        wordContext(position),
      ).segments;
  const at =
    delimiter === undefined ? source.span(node.pos, node.end) : source.span(delimiter.pos, delimiter.end);
  return {
    heredoc: {
      delimiter: at,
      quoted,
      body: stripTabs ? withoutTabs(position, body.pos, body.end) : partOf(source, body.pos, body.end),
    },
    stripTabs,
    segments,
  };
}

function withoutTabs(position: Position, start: number, end: number) {
  const { source } = position;
  const builder = buildText(source.offsetAt(start));
  for (let line = start; line < end; ) {
    const lineEnd = source.text.indexOf('\n', line);
    const next = lineEnd < 0 || lineEnd >= end ? end : lineEnd + 1;
    while (line < next && source.text[line] === '\t') line++;
    builder.part(source, line, next);
    line = next;
  }
  return builder.build();
}
