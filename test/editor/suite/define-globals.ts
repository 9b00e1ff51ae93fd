/** Defines `describe`, `it` and the hooks; has to be loaded before the files that call them. */
import 'mocha/mocha.js';

/** Mocha's own reporters want a page or a terminal; `index.ts` listens to the tests itself. */
class SilentReporter extends Mocha.reporters.Base {}

/** The one instance all files of the suite add their tests to. */
export const mocha = new Mocha({ ui: 'bdd', reporter: SilentReporter, timeout: 45_000 });

// Loading files would do this, but inside one bundle there are no files left to load.
mocha.suite.emit('pre-require', globalThis, '', mocha);
