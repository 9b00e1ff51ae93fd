import {
  BrowserMessageReader,
  BrowserMessageWriter,
  type MessageTransports,
} from 'vscode-languageclient/browser';

/** A connection to a server in a worker that can be declared dead, because no event tells when a worker dies. */
export interface WorkerConnection extends MessageTransports {
  /** Ends the worker and tells the client that the connection is closed. */
  close(): void;
}

/** Wraps a worker; one whose script cannot be loaded closes the connection at once. */
export function connectTo(worker: Worker): WorkerConnection {
  const reader = new WorkerReader(worker);
  const writer = new BrowserMessageWriter(worker);
  let hasSpoken = false;
  const heard = reader.listen(() => {
    hasSpoken = true;
    heard.dispose();
  });
  worker.addEventListener('error', () => {
    // A server that has spoken before lives on; the error was in one of its tasks.
    if (!hasSpoken) reader.end();
  });
  return { reader, writer, close: () => reader.end() };
}

class WorkerReader extends BrowserMessageReader {
  readonly #worker: Worker;

  constructor(worker: Worker) {
    super(worker);
    this.#worker = worker;
  }

  end(): void {
    this.#worker.terminate();
    this.fireClose();
  }

  /** The client disposes of the reader when it stops the server; a worker would live on. */
  override dispose(): void {
    super.dispose();
    this.#worker.terminate();
  }
}
