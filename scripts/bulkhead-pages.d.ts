/** Made by the build out of `rules/<language>/<rule>/README.md`; only entries import it, everything else is handed it. */
declare module 'bulkhead:pages' {
  /** Markdown by rule id; made on the first call. */
  export const readPages: () => ReadonlyMap<string, string>;
}
