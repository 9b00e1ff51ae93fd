import type { Files } from '../../rules/index.ts';

/** Files held in memory below `/work`, for tests that bring their own texts. */
export function memoryFiles(texts: Readonly<Record<string, string>>, root = '/work'): Files {
  const paths = new Map(Object.entries(texts).map(([name, text]) => [`${root}/${name}`, text]));
  return {
    root,
    async read(path) {
      if (path !== root && !path.startsWith(`${root}/`)) return { kind: 'outside' };
      const text = paths.get(path);
      return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
    },
    async list(path) {
      const prefix = `${path}/`;
      const names = new Map<string, 'file' | 'directory'>();
      for (const candidate of paths.keys()) {
        if (!candidate.startsWith(prefix)) continue;
        const [name = '', ...deeper] = candidate.slice(prefix.length).split('/');
        names.set(name, deeper.length > 0 ? 'directory' : 'file');
      }
      return names.size === 0 ? undefined : [...names].map(([name, kind]) => ({ name, kind }));
    },
  };
}
