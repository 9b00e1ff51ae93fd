/** Finds a Chromium for the editor tests. */
import { canInstallDebianPackages, installDebianPackages } from './debian.ts';
import { findOnPath, isExecutable } from './executables.ts';
import { SetupError } from './setup-error.ts';

/** Where browsers live on systems that do not put them on the PATH. */
const wellKnownPaths = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Returns the path of a Chromium: `$CHROMIUM`, else one already installed, else Debian's, freshly installed.
 *
 * @param tell - receives one sentence before something slow happens.
 * @throws {@link SetupError} when no browser can be had.
 */
export function ensureChromium(tell: (sentence: string) => void): string {
  const named = process.env.CHROMIUM;
  if (named) {
    if (!isExecutable(named))
      throw new SetupError(`$CHROMIUM is "${named}", which is not an executable file.`);
    return named;
  }
  const present = installedChromium();
  if (present) return present;
  if (!canInstallDebianPackages()) {
    throw new SetupError(
      'No Chromium or Chrome was found: install one, or set $CHROMIUM to the path of its executable.',
    );
  }
  tell('Installing Debian\'s package "chromium"; this takes about half a minute.');
  // A browser without a single font renders no text, and only a recommended package would bring one.
  const problem = installDebianPackages(['chromium', 'fonts-dejavu-core']);
  const installed = installedChromium();
  if (!installed)
    throw new SetupError(`Chromium could not be installed: ${problem ?? 'no executable appeared'}.`);
  return installed;
}

function installedChromium(): string | undefined {
  const onPath = findOnPath(
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'chrome',
  );
  return wellKnownPaths.find(isExecutable) ?? onPath;
}
