import type { Io, Output } from './io.ts';

/** Colours and weights by meaning; each function returns its text unchanged where colours are off. */
export interface Style {
  readonly colours: boolean;
  strong(text: string): string;
  faint(text: string): string;
  error(text: string): string;
  warning(text: string): string;
  info(text: string): string;
  added(text: string): string;
  removed(text: string): string;
}

/** The parameters of "select graphic rendition" (ECMA-48) that switch a look on. */
const looks = {
  strong: '1',
  faint: '2',
  error: '1;31',
  warning: '1;33',
  info: '34',
  added: '32',
  removed: '31',
};

/**
 * Colours go to terminals only, so that files and pipes hold plain text. `FORCE_COLOR` overrules that, and `NO_COLOR`
 * (https://no-color.org) unless it is forced.
 */
export function styleFor(output: Output, env: Io['env']): Style {
  const colours = wantsColours(output, env);
  const paint = (look: keyof typeof looks) => (text: string) =>
    colours ? `\u001b[${looks[look]}m${text}\u001b[0m` : text;
  return {
    colours,
    strong: paint('strong'),
    faint: paint('faint'),
    error: paint('error'),
    warning: paint('warning'),
    info: paint('info'),
    added: paint('added'),
    removed: paint('removed'),
  };
}

function wantsColours(output: Output, env: Io['env']): boolean {
  const forced = env.FORCE_COLOR;
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  return output.isTTY && env.TERM !== 'dumb';
}
