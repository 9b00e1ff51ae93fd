import {
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  type ErrorHandler,
  type ErrorHandlerResult,
} from 'vscode-languageclient';

/** That many deaths within the span are too many to be an accident. */
const tooMany = 5;
const spanMilliseconds = 3 * 60 * 1000;

export interface RestartsInput {
  /** The server has died; it is started again, or not any more. */
  readonly onDeath: (isRestarting: boolean) => void;
  /** The one message: called when the server is given up. */
  readonly onGivenUp: (deaths: number) => void;
}

/** Starts a server that died again without a word, until it has died too often. */
export class Restarts implements ErrorHandler {
  readonly #input: RestartsInput;
  #deaths: number[] = [];

  constructor(input: RestartsInput) {
    this.#input = input;
  }

  /** Somebody asked for a fresh start, so that what was before no longer counts. */
  forget(): void {
    this.#deaths = [];
  }

  error(): ErrorHandlerResult {
    // A message that could not be written is logged; if the server is gone, `closed` follows.
    return { action: ErrorAction.Continue, handled: true };
  }

  closed(): CloseHandlerResult {
    const now = Date.now();
    this.#deaths = [...this.#deaths.filter((death) => now - death < spanMilliseconds), now];
    const isRestarting = this.#deaths.length < tooMany;
    this.#input.onDeath(isRestarting);
    if (!isRestarting) this.#input.onGivenUp(this.#deaths.length);
    return { action: isRestarting ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
  }
}
