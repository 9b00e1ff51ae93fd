/** Which folders a server would have to write to, and cannot, once the root file system of its service is read-only. */
import { commandWords, scriptOf } from '../compose/command-words.ts';
import type { Mount, Service } from '../compose/types.ts';
import { type WritingServer, type WrittenFolder, writingServerOf } from '../knowledge/written-folders.ts';
import type { Known } from '../known.ts';
import { joinPath } from '../shell/paths.ts';
import type { ShellScript } from '../shell/types.ts';
import { type ChangedPaths, changedPaths, inChain, isWithin, meet } from './changed-paths.ts';
import type { Build, JoinedService } from './types.ts';

/**
 * The folders that the program of a known image writes to and that no mount makes writable, as paths to mount. Empty
 * where the image is not known, another program runs, or settings, mounts or variables leave open where it writes.
 */
export function unwritableFolders({ service, build, node }: JoinedService): readonly string[] {
  // Without its Dockerfile nobody knows what is behind the name that a built image gets.
  if (service.hasBuild && build === undefined) return [];
  const server = node.image && writingServerOf(node.image);
  if (server === undefined || !writesAsUsual(service, build, server)) return [];
  // The mounts of another service or container come along.
  if (service.list('volumes_from').length > 0) return [];
  const changed = changedPaths(service, build);
  if (changed === undefined) return [];
  const volumes = volumesOf(build);
  const missing = server.folders.filter(
    ({ paths }) =>
      !paths.some(
        (path) =>
          service.mounts.some((mount) => makesWritable(mount, path)) ||
          volumes.some((volume) => isWithin(path, volume)),
      ),
  );
  return missing.some((folder) => !mayBeMoved(folder, changed)) ? missing.map(({ paths }) => paths[0]) : [];
}

/** Several mounts inside a folder may be all that is needed of it; files that are bound into it are not. */
function makesWritable({ type, target, readOnly }: Mount, path: string): boolean {
  if (!target.known || target.value === undefined) return !target.known;
  if (readOnly.known && readOnly.value) return false;
  const isFolder = type === 'tmpfs' || type === 'volume';
  return isWithin(path, target.value) || (isFolder && isWithin(target.value, path));
}

/** What becomes a volume by itself. */
function volumesOf(build: Build | undefined): readonly string[] {
  return inChain(build, 'VOLUME').flatMap(({ args }) =>
    args.flatMap(({ resolved }) => (resolved.known ? joinPath('/', resolved.value) : [])),
  );
}

function mayBeMoved({ paths, settings }: WrittenFolder, { named, linked }: ChangedPaths): boolean {
  return (
    named.some((path) => settings.some((setting) => meet(path, setting) || isNamedAlike(path, setting))) ||
    linked.some((path) => paths.some((folder) => meet(path, folder)))
  );
}

/** `cd /etc/nginx && sed -i … nginx.conf` */
function isNamedAlike(path: string, setting: string): boolean {
  return path.lastIndexOf('/') === 0 && setting.endsWith(path);
}

/** Whether what starts is the server itself, by the entrypoint of its image, and no option moves what it writes. */
function writesAsUsual(service: Service, build: Build | undefined, server: WritingServer): boolean {
  if (service.get('entrypoint') !== undefined || build?.stage.entrypoint !== undefined) return false;
  const words = commandWords(service.get('command'));
  if (words.some(({ text }) => !text.known)) return false;
  const own = build?.stage.command;
  if (words.length === 0 && own === undefined) return true;
  const [script, texts] =
    words.length > 0
      ? [scriptOf(words), words.map(({ text }) => text)]
      : [own?.shell, own?.json ? own.args.map(({ resolved }) => resolved) : []];
  const options = optionsOf(script, texts, server);
  return options?.every((option) => option.known && !server.moves.test(option.value)) === true;
}

/** What the server is told on its command line; undefined where another program runs. */
function optionsOf(
  script: ShellScript | undefined,
  words: readonly Known<string>[],
  { programs, takesOptions }: WritingServer,
): readonly Known<string>[] | undefined {
  const command = script?.commands.find(({ name }) => programs.has(name));
  if (command !== undefined) return command.args.map(({ value }) => value);
  const [first] = words;
  return takesOptions && first?.known === true && first.value.startsWith('-') ? words : undefined;
}
