import { rules } from '../rules/index.ts';

/** The rules' pages as Markdown. A map of texts by rule id is one; where the texts lie in a file, see {@link pagesIn}. */
export interface Pages {
  has(rule: string): boolean;
  get(rule: string): string | undefined | Promise<string | undefined>;
}

/** Without a page: for clients that cannot reach the file. */
export const noPages: Pages = new Map<string, string>();

/**
 * The pages of the file `pages.json`, which is read when the first one is asked for. Every rule has one, so whether
 * there is one is known before.
 *
 * @param read - The text of the file; a promise that fails, or a text that is not what the build writes, means that
 *   there is no page this time, and the next question tries again.
 */
export function pagesIn(read: () => Promise<string>): Pages {
  const ids = new Set(rules.map(({ id }) => id));
  let loaded: Promise<ReadonlyMap<string, string>> | undefined;
  const load = async () => {
    loaded ??= read().then((text) => new Map(Object.entries<string>(JSON.parse(text))));
    try {
      return await loaded;
    } catch {
      loaded = undefined;
      return undefined;
    }
  };
  return {
    has: (rule) => ids.has(rule),
    get: async (rule) => (await load())?.get(rule),
  };
}
