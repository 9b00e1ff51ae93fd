/** The server on Node.js, as the editor's client starts it. */
import { pages } from 'bulkhead:pages';
import { createConnection } from 'vscode-languageserver/node';
import { serve } from './node/serve.ts';

// The command line (`--stdio`, `--node-ipc`, `--socket=…`) says how client and server are connected.
serve(createConnection(), pages);
