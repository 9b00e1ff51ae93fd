/**
 * The entry of `dist/cli.js`, and the only file of the command line that touches the process. It runs as a bundle only:
 * the build fills in `bulkhead:pages` and the line that makes it executable.
 */

import { readPages } from 'bulkhead:pages';
import packageJson from '../package.json' with { type: 'json' };
import { rules } from '../rules/index.ts';
import { thisDisk } from './disk.ts';
import { reasonOf } from './files.ts';
import { exitCodes, type Output } from './io.ts';
import { serveOverStdio } from './lsp.ts';
import { run } from './run.ts';

/** Set when an output could not be written; the exit code is then not the command's to say. */
let broken = false;

/** Whoever reads may stop reading, as `head` does, and a disk may be full: the answer did not arrive whole. */
function outputOn(stream: NodeJS.WriteStream): Output {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!broken && stream !== process.stderr) {
      const why = error.code === 'EPIPE' ? 'nobody reads on' : reasonOf(error);
      process.stderr.write(`bulkhead: The output was cut off: ${why}.\n`);
    }
    broken = true;
    process.exitCode = exitCodes.trouble;
  });
  return {
    write: (text) => {
      if (!broken) stream.write(text);
    },
    isTTY: stream.isTTY === true,
    columns: stream.columns,
  };
}

// Setting the code instead of exiting lets pipes take all that was written.
void run(process.argv.slice(2), {
  cwd: process.cwd(),
  stdin: process.stdin,
  stdout: outputOn(process.stdout),
  stderr: outputOn(process.stderr),
  env: process.env,
  now: new Date(),
  disk: thisDisk,
  version: packageJson.version,
  rules,
  get pages() {
    return readPages();
  },
  serve: () => serveOverStdio(readPages()),
}).then((code) => {
  process.exitCode = broken ? exitCodes.trouble : code;
});
