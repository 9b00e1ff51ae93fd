/** The server on Node.js, as the editor's client starts it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnection } from 'vscode-languageserver/node';
import { serve } from './node/serve.ts';
import { pagesIn } from './pages.ts';

// The build writes the pages beside this bundle.
const pages = pagesIn(() => readFile(join(import.meta.dirname, 'pages.json'), 'utf8'));

// The command line (`--stdio`, `--node-ipc`, `--socket=…`) says how client and server are connected.
serve(createConnection(), pages);
