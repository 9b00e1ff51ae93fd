/** Settings and options that put programs into debug or development mode, as their documentation names them. */
import type { Span } from '../place.ts';
import { inWord, type Option, readOptions } from '../shell/options.ts';
import type { ShellCommand } from '../shell/types.ts';

const switches: ReadonlySet<string> = new Set(['FLASK_DEBUG', 'DJANGO_DEBUG', 'DEBUG']);
const environments: ReadonlySet<string> = new Set([
  'FLASK_ENV',
  'NODE_ENV',
  'RAILS_ENV',
  'ASPNETCORE_ENVIRONMENT',
  'APP_ENV',
]);

/** What a variable with this value switches on; undefined where that is nothing. */
export function debugVariable(
  name: string,
  value: string,
): 'switch' | 'environment' | 'debugger' | undefined {
  if (switches.has(name) && /^(?:1|true)$/i.test(value)) return 'switch';
  if (environments.has(name) && /^development$/i.test(value)) return 'environment';
  if (name === 'JAVA_TOOL_OPTIONS' && value.split(/\s+/).some(isOpenJdwp)) return 'debugger';
  return name === 'NODE_OPTIONS' && value.split(/\s+/).some(isOpenInspector) ? 'debugger' : undefined;
}

export interface DebugArgument {
  readonly at: Span;
  readonly text: string;
  /** Others can send it commands, beyond seeing more than they should. */
  readonly isDebugger: boolean;
  /** The option that can be deleted without more ado. */
  readonly option: Option | undefined;
}

/** The arguments of a command that start a debugger others can reach, or a development mode. */
export function debugArguments(command: ShellCommand): readonly DebugArgument[] {
  const { name = '', args } = command;
  const found: DebugArgument[] = [];
  for (const word of args) {
    if (!word.value.known) continue;
    const isOpen =
      name === 'java'
        ? isOpenJdwp(word.value.value)
        : /^(?:node|nodejs|nodemon|tsx)$/.test(name) && isOpenInspector(word.value.value);
    if (isOpen)
      found.push({
        at: inWord(word, 0, word.text.length),
        text: word.text,
        isDebugger: true,
        option: undefined,
      });
  }
  const { options, operands } = readOptions(args, {
    longWithValue: ['listen', 'host', 'port', 'app', 'env-file'],
    shortWithValue: name === 'dlv' ? 'l' : 'Aphem',
  });
  const texts = operands.map(({ text }) => text);
  for (const option of options) {
    const isListener = name === 'dlv' && (option.name === 'listen' || option.name === 'l');
    const isOpenListener =
      isListener && option.value?.known === true && /^(?:0\.0\.0\.0|\[::\]|)?:\d+$/.test(option.value.value);
    const isFlask =
      (name === 'flask' || texts[0] === 'flask') &&
      texts.includes('run') &&
      (option.name === 'debug' || option.name === 'debugger');
    const isReload =
      (name === 'uvicorn' || texts[0] === 'uvicorn') &&
      option.name === 'reload' &&
      option.value === undefined;
    if (!isOpenListener && !isFlask && !isReload) continue;
    const { word } = option;
    found.push({
      at: { start: option.start, end: option.end },
      text: word.text,
      isDebugger: isOpenListener || option.name === 'debugger',
      option: isOpenListener ? undefined : option,
    });
  }
  const werkzeug = args.find(({ text }) => text === 'runserver_plus');
  if (werkzeug !== undefined && args.some(({ text }) => /(?:^|\/)manage\.py$/.test(text))) {
    found.push({
      at: { start: werkzeug.start, end: werkzeug.end },
      text: werkzeug.text,
      isDebugger: true,
      option: undefined,
    });
  }
  return found;
}

/** Java's debug agent on every address; a port alone means loopback since Java 9. */
function isOpenJdwp(word: string): boolean {
  return /^-(?:agentlib:jdwp=|Xrunjdwp:)/.test(word) && /[=,]address=(?:\*|0\.0\.0\.0):\d+/.test(word);
}

function isOpenInspector(word: string): boolean {
  return /^--inspect(?:-brk|-wait)?=(?:0\.0\.0\.0|\[::\]|::)(?::\d+)?$/.test(word);
}
