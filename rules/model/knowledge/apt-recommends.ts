/** Whether an `apt-get install` brings recommended packages along, which it does unless it is told not to (apt-get(8)). */
import { readOptions } from '../shell/options.ts';
import { toolTable } from '../shell/tools.ts';
import type { ShellCommand } from '../shell/types.ts';

/**
 * True only where nothing on the command line says anything about recommendations, or may say so: a word that is not
 * known may hold the option, and `--install-recommends` is somebody's wish.
 */
export function asksForRecommends({ name, args, assignments }: ShellCommand): boolean {
  if (assignments.some((assignment) => assignment.name === 'APT_CONFIG')) return false;
  // `$FLAGS` may hold the option; `curl=$VERSION` does not.
  if (args.some(({ value, text }) => !value.known && /^[$`]/.test(text))) return false;
  const { options } = readOptions(args, toolTable(name));
  return !options.some(
    (option) =>
      /^(?:no-|without-)?install-recommends$/.test(option.name) ||
      // Another file of settings, a trial run, and a setting by its name.
      /^(?:c|config-file|s|simulate|dry-run|just-print|no-act|recon|print-uris)$/.test(option.name) ||
      (/^(?:o|option)$/.test(option.name) &&
        (option.value?.known !== true || /^APT::Install-Recommends\b/i.test(option.value.value))),
  );
}
