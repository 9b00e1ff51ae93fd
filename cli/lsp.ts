/**
 * Starts the language server over the standard streams of the process: the one place where the command line knows the
 * server. The server is loaded here and not before, so that the other commands do not wait for it. The process ends when
 * the editor says so or closes the stream.
 */
export async function serveOverStdio(pages: ReadonlyMap<string, string>): Promise<void> {
  const { createConnection } = await import('vscode-languageserver/node');
  const { serve } = await import('../server/node/serve.ts');
  serve(createConnection(process.stdin, process.stdout), pages);
}
