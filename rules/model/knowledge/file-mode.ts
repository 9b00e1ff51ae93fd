/**
 * File modes as chmod, mkdir -m, install -m and COPY --chmod write them: octal digits or symbolic clauses
 * (POSIX.1-2024, chmod; BuildKit reads both in --chmod).
 */

/** What a mode grants when it is applied; a symbolic mode says nothing about bits it does not name. */
export interface FileMode {
  /** Everybody may write: the bit is set whatever the file's mode was before. */
  readonly othersWrite: boolean;
  readonly sticky: boolean;
  readonly setsUserId: boolean;
  readonly setsGroupId: boolean;
  /** The same mode without the write bit of others, and of the group where both were given alike. */
  readonly withoutOthersWrite: string;
}

interface Clause {
  readonly who: string;
  readonly operator: string;
  readonly permissions: string;
}

const symbolicMode = /^[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+(?:,[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+)*$/;

/** Reads a mode; undefined where the text is none. */
export function parseFileMode(text: string): FileMode | undefined {
  if (/^[0-7]{1,5}$/.test(text)) return parseOctal(text);
  return symbolicMode.test(text) ? parseSymbolic(text) : undefined;
}

function parseOctal(text: string): FileMode {
  const mode = Number.parseInt(text, 8);
  const othersWrite = (mode & 0o002) !== 0;
  // Group and others alike (777, 666) were meant as one; a group that stands out (775) keeps its rights.
  const alike = ((mode >> 3) & 0o7) === (mode & 0o7);
  const mended = mode & ~(alike ? 0o022 : 0o002);
  return {
    othersWrite,
    sticky: (mode & 0o1000) !== 0,
    setsUserId: (mode & 0o4000) !== 0,
    setsGroupId: (mode & 0o2000) !== 0,
    withoutOthersWrite: mended.toString(8).padStart(text.length, '0'),
  };
}

function parseSymbolic(text: string): FileMode {
  const clauses = text.split(',').flatMap(readClauses);
  const grants = (permission: string, who: (clause: Clause) => boolean) =>
    clauses.some(
      (clause) =>
        clause.operator !== '-' && clause.permissions.includes(permission) && isList(clause) && who(clause),
    );
  const anyone = (clause: Clause) => clause.who === '';
  return {
    // Without a who the umask applies, so that `+w` does not reach others.
    othersWrite: grants('w', ({ who }) => /[oa]/.test(who)) && !takesBack(clauses),
    sticky: grants('t', () => true),
    setsUserId: grants('s', (clause) => anyone(clause) || /[ua]/.test(clause.who)),
    setsGroupId: grants('s', (clause) => anyone(clause) || /[ga]/.test(clause.who)),
    withoutOthersWrite: clauses.flatMap(withoutOthers).map(write).join(',') || 'o-w',
  };
}

/** `u+rw-x` is two clauses of one who. */
function readClauses(text: string): readonly Clause[] {
  const who = /^[ugoa]*/.exec(text)?.[0] ?? '';
  return [...text.slice(who.length).matchAll(/([-+=])([rwxXstugo]*)/g)].map(
    ([, operator = '', permissions = '']) => ({
      who,
      operator,
      permissions,
    }),
  );
}

/** `g=u` copies the bits of another class, which are not known. */
function isList({ permissions }: Clause): boolean {
  return !/[ugo]/.test(permissions);
}

/** Whether the last clause that speaks of the write bit of others takes it away. */
function takesBack(clauses: readonly Clause[]): boolean {
  const last = clauses.findLast(
    ({ who, operator, permissions }) => /[oa]/.test(who) && (operator === '=' || permissions.includes('w')),
  );
  return last !== undefined && (last.operator === '-' || !last.permissions.includes('w'));
}

/** Splits a clause that lets others write into one for its other classes and one for others, without the bit. */
function withoutOthers(clause: Clause): readonly Clause[] {
  if (clause.operator === '-' || !/[oa]/.test(clause.who) || !clause.permissions.includes('w'))
    return [clause];
  const classes = clause.who.includes('a') ? 'ugo' : clause.who;
  // `a+w` gives the group the bit only along with everybody; `g` named by itself keeps it.
  const keeps =
    clause.who.includes('a') || /^(?=.*u)(?=.*g)(?=.*o)/.test(clause.who) ? 'u' : classes.replace('o', '');
  const loses = [...classes].filter((one) => !keeps.includes(one)).join('');
  const permissions = clause.permissions.replace('w', '');
  const kept = keeps === '' ? [] : [{ ...clause, who: keeps }];
  const lost = permissions === '' && clause.operator === '+' ? [] : [{ ...clause, who: loses, permissions }];
  return [...kept, ...lost];
}

function write({ who, operator, permissions }: Clause): string {
  return `${who}${operator}${permissions}`;
}

/** The same mode without the setuid and setgid bits; a symbolic one that would be left empty takes them away instead. */
export function withoutSetId(text: string): string {
  if (/^[0-7]+$/.test(text)) {
    const mode = Number.parseInt(text, 8) & ~0o6000;
    return mode.toString(8).padStart(text.length, '0');
  }
  const clauses = text.split(',').flatMap((part) => readClauses(part));
  const kept = clauses.flatMap((clause) => {
    if (clause.operator === '-') return [clause];
    const permissions = clause.permissions.replace('s', '');
    return permissions === '' && clause.operator === '+' ? [] : [{ ...clause, permissions }];
  });
  return kept.map(write).join(',') || text.replace('+', '-');
}
