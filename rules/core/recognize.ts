import { looksLikeCompose, namesDockerCompose } from '../model/compose/recognize.ts';

export type Language = 'compose' | 'dockerfile';

/**
 * The one definition of which files count, for the editor's watchers and the command line's walk alike. The name
 * patterns are those of VS Code's built-in languages `dockerfile` and `dockercompose`.
 */
export const filePatterns: Readonly<Record<Language, readonly string[]>> = {
  dockerfile: [
    'Dockerfile',
    'Containerfile',
    'Dockerfile.*',
    'Containerfile.*',
    '*.dockerfile',
    '*.containerfile',
  ],
  compose: [
    'compose.yaml',
    'compose.yml',
    'compose.*.yaml',
    'compose.*.yml',
    '*docker*compose*.yaml',
    '*docker*compose*.yml',
  ],
};

/** Folders that hold other people's or generated files; they are not walked. */
export const skippedFolders: readonly string[] = [
  '.git',
  'node_modules',
  'bower_components',
  'vendor',
  '.venv',
  'venv',
  '__pycache__',
  '.terraform',
  '.cache',
];

const dockerfileName = /^(?:dockerfile|containerfile)(?:\..+)?$|\.(?:dockerfile|containerfile)$/i;
const composeName = /^compose(?:\..+)?\.ya?ml$/i;
// `Dockerfile.md` and the like are about Dockerfiles; `Dockerfile.dockerignore` belongs to one.
const notDockerfile =
  /\.(?:dockerignore|containerignore|md|txt|ya?ml|json|toml|sh|cs|go|js|mjs|cjs|ts|py|rb|java|html|j2|tmpl|tpl|erb|orig|bak|swp)$/i;

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The language a file's name alone tells. */
export function languageOfName(path: string): Language | undefined {
  const name = baseName(path);
  if (dockerfileName.test(name) && !notDockerfile.test(name)) return 'dockerfile';
  return composeName.test(name) || namesDockerCompose(name) ? 'compose' : undefined;
}

/** The language by name, or by content for YAML of another name (`stack.yml`). */
export function languageOf(path: string, text: string): Language | undefined {
  const byName = languageOfName(path);
  if (byName !== undefined) return byName;
  return /\.ya?ml$/i.test(path) && looksLikeCompose(path, text) ? 'compose' : undefined;
}
