import { folderOf } from '../shell/paths.ts';
import type { DownloadUse } from './downloaded-files.ts';

/**
 * What a loaded content becomes, in words that follow it in a message; undefined where it stays data.
 *
 * @param folders those that a shell looks for commands in
 */
export function programOf(
  { how, paths, pathWord }: DownloadUse,
  folders: ReadonlySet<string>,
): string | undefined {
  switch (how) {
    case 'landed':
      return paths.some((path) => folders.has(folderOf(path)) && !isData(path))
        ? 'becomes a command'
        : undefined;
    case 'executable':
      return isData(pathWord?.text ?? '') ? undefined : 'is made a program';
    case 'installed':
      return 'is installed as a package';
    case 'unpacked':
      return paths.some((path) => folders.has(path)) ? 'is unpacked among the commands' : undefined;
  }
}

/** Files of these kinds are no programs, wherever they lie and whatever their mode says. */
const dataKinds =
  /\.(?:pem|crt|cer|gpg|asc|sig|minisig|sha\d+(?:sum)?|pub|json|ya?ml|toml|xml|ini|conf|cfg|txt|md|list|repo|csv|sql|ttf|zip|jar|war|t?gz|tar|xz|bz2)$/i;

function isData(path: string): boolean {
  return dataKinds.test(path);
}
