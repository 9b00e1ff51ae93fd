/**
 * `npm start [-- PATH…]`: sets everything up, builds, and lints the examples, or the paths. With paths the exit code is
 * the linter's; without, it is 0 when the examples were found to be as vulnerable as they are meant to be.
 */
import { join } from 'node:path';
import { ensureBuilt, ensureDependencies, root, runProgram, tell } from './prepare.mjs';

const cli = join(root, 'dist', 'cli.js');
const args = process.argv.slice(2);

await ensureDependencies();
await ensureBuilt();

if (args.length > 0) {
  // npm runs scripts in the package's folder; the paths were typed somewhere else.
  process.chdir(process.env.INIT_CWD ?? process.cwd());
  process.exitCode = await runProgram(process.execPath, [cli, 'lint', ...args], { cwd: process.cwd() });
} else {
  const code = await runProgram(process.execPath, [cli, 'lint', 'examples']);
  process.exitCode = code === 1 ? 0 : code === 0 ? 1 : code;
  if (code === 1) {
    tell(`
These are the findings in examples/vulnerable; examples/hardened is the same project without any. How to go on:

  npm start -- PATH                             lint your own file or folder
  node dist/cli.js fix --review PATH            show what can be fixed as a diff; --write applies it
  node dist/cli.js explain compose/no-privileged   what a finding means
  npm run editor -- FOLDER                      open VS Code with the extension`);
  } else if (code === 0) {
    tell('The vulnerable example has no findings, which cannot be right.');
  }
}
