/** White space as Go's `unicode.IsSpace` sees it in a line. */
export function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0x85 || code === 0xa0;
}
