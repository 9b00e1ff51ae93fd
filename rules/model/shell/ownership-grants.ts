/** The owners that a shell text gives to whole trees: recursive chown and chgrp. */
import { readOptions } from './options.ts';
import { folderAfter, joinPath } from './paths.ts';
import { tools } from './tools.ts';
import type { ShellCommand, ShellScript, ShellWord } from './types.ts';

export interface TreeGrant {
  readonly command: ShellCommand;
  /** `user`, `user:group` or, for chgrp, `:group`. */
  readonly owner: string;
  readonly paths: readonly {
    readonly word: ShellWord;
    /** Joined to the folder the command runs in, without a last slash or `/*`; unknown parts as written. */
    readonly path: string;
  }[];
}

/**
 * The trees that a script hands to an owner that is known.
 *
 * @param workdir the working directory the script starts in; '' where it is not known
 */
export function treeGrants(script: ShellScript, workdir = ''): readonly TreeGrant[] {
  const grants: TreeGrant[] = [];
  let folder = workdir;
  for (const command of script.commands) {
    folder = folderAfter(command, folder);
    const { name } = command;
    if (name !== 'chown' && name !== 'chgrp') continue;
    const { options, operands } = readOptions(command.args, tools[name]);
    const isRecursive = options.some((option) => option.name === 'R' || option.name === 'recursive');
    const [owner, ...words] = operands;
    if (!isRecursive || owner?.value.known !== true || options.some((option) => option.name === 'reference'))
      continue;
    const inFolder = folder;
    grants.push({
      command,
      owner: (name === 'chgrp' ? ':' : '') + owner.value.value,
      paths: words.map((word) => ({
        word,
        path:
          joinPath(inFolder, word.text.replace(/\/\.?\*$/, '/')) || (word.text.startsWith('/') ? '/' : ''),
      })),
    });
  }
  return grants;
}
