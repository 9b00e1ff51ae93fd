import { matchesName, matchesSequence, type NamePattern, readNamePattern } from '../../model/wildcard.ts';

/** Whether a rule id, path or name matches a glob; a text without wildcards matches itself only. */
export function matchesGlob(glob: string, text: string): boolean {
  return glob === text || (/^!|[*?[{]/.test(glob) && matcher(glob)(text));
}

/** Compiled globs, because the same few of a configuration are asked for every rule and every file. */
const compiled = new Map<string, (text: string) => boolean>();
const mostCompiled = 1_000;

/**
 * A matcher for many texts. `*`, `?` and `[…]` stop at slashes and match leading dots too, because workspace paths hold
 * folders such as `.devcontainer`; `**` as a whole part is any number of folders, none included; `{a,b}` is either; with
 * `!` before it, a glob matches what it does not match otherwise. No glob makes matching slow: a configuration may come
 * with a repository that nobody trusts, which rules out the libraries that make regular expressions of globs.
 */
export function matcher(glob: string): (text: string) => boolean {
  const known = compiled.get(glob);
  if (known !== undefined) return known;
  if (compiled.size >= mostCompiled) compiled.clear();
  const made = compile(glob);
  compiled.set(glob, made);
  return made;
}

/** More alternatives than anybody writes: a glob with more of them matches nothing but itself. */
const mostAlternatives = 500;

type Part = NamePattern | '**';

function compile(glob: string): (text: string) => boolean {
  if (glob.startsWith('!')) {
    const refused = compile(glob.slice(1));
    return (text) => !refused(text);
  }
  const patterns = alternatives(glob).map((alternative) =>
    alternative.split('/').map((part): Part => (part === '**' ? '**' : readNamePattern(part, true))),
  );
  return (text) => {
    if (text === glob) return true;
    const parts = text.split('/');
    return patterns.some((pattern) =>
      matchesSequence(
        pattern,
        parts,
        (part) => part === '**',
        (part, name) => part !== '**' && matchesName(part, name),
      ),
    );
  };
}

/** The globs that one with braces stands for; none where they are too many. Braces without a comma are braces. */
function alternatives(glob: string): readonly string[] {
  let [done, open]: [string[], string[]] = [[], [glob]];
  while (open.length > 0) {
    if (done.length + open.length > mostAlternatives) return [];
    const next: string[] = [];
    for (const text of open) {
      // An innermost pair: nothing inside of it is a brace.
      const [whole, inside = ''] = /\{([^{},]*(?:,[^{},]*)+)\}/.exec(text) ?? [];
      if (whole === undefined) done = [...done, text];
      else next.push(...inside.split(',').map((choice) => text.replace(whole, () => choice)));
    }
    open = next;
  }
  return done;
}
