/** Builds the instructions that rules see from what the splitter and `interpret` found. */
import { type Known, known } from '../known.ts';
import { lazily } from '../memo.ts';
import type { Span } from '../place.ts';
import type { VariableLookup } from '../shell/parameter.ts';
import { buildText, type MappedText, textOf } from '../shell/source-text.ts';
import type { ShellScript } from '../shell/types.ts';
import { expand } from './expand.ts';
import type { Interpreted } from './interpret.ts';
import type { RawHeredoc, RawInstruction } from './lines.ts';
import { type Range, withoutQuotes } from './splitting.ts';
import type { Argument, Flag, Heredoc, Instruction, NameValue, Stage } from './types.ts';
import { unquote } from './unquote.ts';

/** What the instruction's surroundings are when it runs. */
export interface Surroundings {
  readonly file: string;
  readonly escape: '\\' | '`';
  readonly index: number;
  readonly stage: Stage | undefined;
  readonly variable: VariableLookup;
  /** The variables after the instruction, for the value that `ARG NAME` takes over from elsewhere. */
  readonly variableAfter: VariableLookup;
  readonly user: Stage['user'];
  readonly workdir: Known<string | undefined>;
  readonly shellInstruction: Instruction | undefined;
  readonly readShell: (instruction: Instruction, parts: InstructionParts) => ShellScript | undefined;
}

export interface InstructionParts {
  readonly raw: RawInstruction;
  readonly interpreted: Interpreted;
  /** The shell that a comment above names, in hadolint's and tally's way. */
  readonly declaredShell: string | undefined;
}

/** Instructions whose arguments Docker substitutes (Dockerfile reference, "Environment replacement"). */
const substituted = new Set('ADD ARG COPY ENV EXPOSE FROM LABEL STOPSIGNAL USER VOLUME WORKDIR'.split(' '));

export function createInstruction(parts: InstructionParts, around: Surroundings): Instruction {
  const { raw, interpreted } = parts;
  const { text } = raw;
  const { keyword } = interpreted;
  const place = ([start, end]: Range): Span => text.span(start, end);
  const resolve = (value: string): Known<string> => expand(value, around.escape, around.variable);
  const isSubstituted = substituted.has(keyword);
  const lastLine = raw.lines.at(-1);
  const start = text.offsetAt(0);
  const end = raw.heredocs.length > 0 ? (lastLine?.end ?? start) : text.span(0, text.text.length).end;

  const argumentOf = (range: Range, at: number): Argument => {
    const string = interpreted.json?.[at - (interpreted.args.length - interpreted.json.length)];
    const isWord = string === undefined && interpreted.shellRange === undefined && isSubstituted;
    const unquoted = isWord ? unquote(text, range[0], range[1], around.escape).text.text : undefined;
    const value = string?.text.text ?? unquoted ?? text.text.slice(...range);
    return {
      ...place(range),
      text: value,
      inner: place(withoutQuotes(text, range)),
      get resolved() {
        return isSubstituted ? resolve(value) : known(value);
      },
    };
  };

  const args = lazily(() => interpreted.args.map(argumentOf));
  const flags = lazily(() => interpreted.flags.map((range) => flagOf(text, range)));
  const pairs = lazily(() =>
    interpreted.pairs.map((pair): NameValue => {
      const value = pair.value && unquote(text, pair.value[0], pair.value[1], around.escape).text.text;
      return {
        ...place(pair.range),
        name: unquote(text, pair.name[0], pair.name[1], around.escape).text.text,
        nameSpan: place(pair.name),
        value,
        valueSpan: pair.value && place(withoutQuotes(text, pair.value)),
        get resolved() {
          return value === undefined ? around.variableAfter(this.name).value : resolve(value);
        },
      };
    }),
  );
  const heredocs = lazily(() => raw.heredocs.map((heredoc) => heredocOf(around.file, text, heredoc)));

  const instruction: Instruction = {
    start,
    end,
    keyword,
    keywordSpan: place(interpreted.keywordRange),
    onbuild: interpreted.onbuildRange !== undefined,
    onbuildSpan: interpreted.onbuildRange && place(interpreted.onbuildRange),
    get flags() {
      return flags();
    },
    get args() {
      return args();
    },
    argumentsSpan: interpreted.rest && place(interpreted.rest),
    json: interpreted.json !== undefined,
    get heredocs() {
      return heredocs();
    },
    get pairs() {
      return pairs();
    },
    index: around.index,
    stage: around.stage,
    get shell() {
      return shell();
    },
    lines: raw.lines,
    resolve,
    variable: around.variable,
    user: around.user,
    workdir: around.workdir,
    shellInstruction: around.shellInstruction,
  };
  const shell = lazily(() => around.readShell(instruction, parts));
  return instruction;
}

function flagOf(source: MappedText, [start, end]: Range): Flag {
  const { text } = source;
  const equals = text.slice(start, end).indexOf('=');
  const nameEnd = equals < 0 ? end : start + equals;
  const range: Range | undefined = equals < 0 ? undefined : withoutQuotes(source, [nameEnd + 1, end]);
  return {
    ...source.span(start, end),
    name: text.slice(start + 2, nameEnd).toLowerCase(),
    value: range && unquote(source, range[0], range[1], '\\').text.text,
    valueSpan: range && source.span(...range),
    options: range === undefined ? [] : optionsOf(source, range),
  };
}

/** The comma separated parts of a value; quotes around a part belong to its CSV form (`"type=bind,source=a"`). */
function optionsOf(source: MappedText, [start, end]: Range): Flag['options'] {
  const options: Flag['options'][number][] = [];
  let from = start;
  let quoted = false;
  for (let at = start; at <= end; at++) {
    const character = source.text[at];
    if (at < end && character === '"') quoted = !quoted;
    if (at < end && (character !== ',' || quoted)) continue;
    const [left, right] = withoutQuotes(source, [from, at]);
    const part = source.text.slice(left, right);
    const equals = part.indexOf('=');
    options.push({
      name: (equals < 0 ? part : part.slice(0, equals)).toLowerCase(),
      value: equals < 0 ? undefined : part.slice(equals + 1).replace(/^"(.*)"$/, '$1'),
      span: source.span(left, right),
    });
    from = at + 1;
  }
  return options;
}

function heredocOf(file: string, text: MappedText, { mark, body }: RawHeredoc): Heredoc {
  return {
    mark: text.span(mark.start, mark.end),
    name: mark.name,
    stripTabs: mark.stripTabs,
    quoted: mark.quoted,
    body: heredocText(file, body, mark.stripTabs),
    bodySpan: body,
  };
}

/** The body with `\n` line ends, and without leading tabs where the mark says so. */
export function heredocText(file: string, body: Span, stripTabs: boolean): MappedText {
  const raw = file.slice(body.start, body.end);
  if (!stripTabs && !raw.includes('\r')) return textOf(file, body.start, body.end);
  const builder = buildText(body.start);
  for (const line of raw.matchAll(/[^\n]*\n?/g)) {
    if (line[0] === '') continue;
    const content = line[0].replace(/(?<!\r)\r*\n?$/, '');
    const tabs = stripTabs ? content.length - content.replace(/^\t+/, '').length : 0;
    const start = body.start + line.index;
    builder.exact(content.slice(tabs), start + tabs);
    if (line[0].endsWith('\n')) builder.exact('\n', start + line[0].length - 1);
  }
  return builder.build();
}
