/** Development containers, whose user their devcontainer.json chooses (containers.dev, "Dev Container metadata reference"). */
import { folderOf, within } from './ignore-file.ts';
import type { LocalContext } from './types.ts';

/**
 * The devcontainer.json that stands beside a Dockerfile below `.devcontainer`: its path, and the key of its text in
 * `LocalContext.texts`, which leads up by `..` where the file lies outside the context.
 */
export function developmentFileOf(
  dockerfilePath: string | undefined,
  context: string,
): { readonly path: string; readonly key: string } | undefined {
  if (dockerfilePath === undefined) return undefined;
  const folder = folderOf(dockerfilePath);
  // `.devcontainer/devcontainer.json`, or one of several in folders below it.
  if (!/(?:^|\/)\.devcontainer(?:\/[^/]+)?$/.test(folder)) return undefined;
  const path = within(folder, 'devcontainer.json');
  return { path, key: relativeTo(context, path) };
}

function relativeTo(folder: string, path: string): string {
  const from = folder.split('/').filter((part) => part !== '');
  const to = path.split('/').filter((part) => part !== '');
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

/**
 * What the devcontainer.json of a Dockerfile says of the user that works in the container: `remoteUser`, else
 * `containerUser`, else nothing. Undefined where no devcontainer.json stands beside the Dockerfile, or none that can be
 * read.
 */
export function developmentSettings(
  context: LocalContext,
  dockerfilePath: string,
): { readonly user: string | undefined } | undefined {
  const key = developmentFileOf(dockerfilePath, context.folder)?.key;
  const text = key === undefined ? undefined : context.texts.get(key);
  const settings = text === undefined ? undefined : readJsonWithComments(text);
  if (settings === undefined) return undefined;
  const named = [settings.remoteUser, settings.containerUser];
  return { user: named.find((value): value is string => typeof value === 'string' && value !== '') };
}

/** JSON with comments and trailing commas, as devcontainer.json allows it; undefined for anything but an object. */
function readJsonWithComments(text: string): Readonly<Record<string, unknown>> | undefined {
  const string = /"(?:[^"\\]|\\(?:[\s\S]|$))*(?:"|$)/.source;
  const bare = text
    .replace(new RegExp(`(${string})|//[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|$)`, 'g'), '$1')
    .replace(new RegExp(`(${string})|,(?=\\s*[}\\]])`, 'g'), '$1');
  try {
    const value: unknown = JSON.parse(bare);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
