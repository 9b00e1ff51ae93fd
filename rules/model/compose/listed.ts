/** A list of names as one text, for facts of a project, which have to be plain to be compared. */
export function listed(names: readonly string[]): string {
  return names
    .filter((name) => name !== '' && !name.includes('\n'))
    .map((name) => `\n${name}\n`)
    .join('');
}

export function isListed(name: string, list: string): boolean {
  return name !== '' && !name.includes('\n') && list.includes(`\n${name}\n`);
}
