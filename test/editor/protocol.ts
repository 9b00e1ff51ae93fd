/**
 * What the suite (inside VS Code) and the runner (outside) say to each other. Both sides import this file, so it
 * must not import anything that only one of them has.
 */

/** The three ways the suite is run. */
export type EditorHostKind = 'node' | 'web' | 'desktop';

/**
 * What the runner can do for the suite in this run.
 * `page`: mouse, keyboard and screenshots. `server-kill`: ending the language server from outside.
 */
export type Capability = 'page' | 'server-kill';

/**
 * What VS Code's window opens. `folder`: a copy of the examples. `roots`: a workspace file whose one folder is empty, so
 * that folders can be added, with another extension beside ours. `german`: as `folder`, with the editor in German.
 */
export type EditorWindow = 'folder' | 'roots' | 'german';

/** Facts about one run, put into the suite's bundle when it is built. */
export interface EditorRun {
  readonly host: EditorHostKind;
  readonly window: EditorWindow;
  /** Where the suite sends its requests; contains a secret, so that no web page can send any. */
  readonly controlUrl: string;
  readonly capabilities: readonly Capability[];
  /** Source of a regular expression: only tests whose full title matches are run. */
  readonly grep: string | null;
}

/** One finished test. */
export interface TestReport {
  /** Titles from the outermost `describe` to the test. */
  readonly path: readonly string[];
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly milliseconds: number;
  readonly failure?: { readonly message: string; readonly stack: string; readonly difference?: string };
}

/** Finds one visible element; `text` narrows it to elements that contain that text. */
export interface ElementQuery {
  /** CSS selector, or any selector Playwright understands. */
  readonly selector: string;
  readonly text?: string;
}

/** A caret position as the status bar shows it: both numbers start at 1. */
export interface CaretPosition {
  readonly line: number;
  readonly column: number;
}

/** Every request the suite can make, with what it sends and what it gets back. */
export interface ControlActions {
  report: { sends: TestReport; gets: null };
  /** Tells that all tests have been reported. */
  finished: { sends: null; gets: null };

  /** Saves a screenshot as NAME.png; answers its absolute path. */
  'page.screenshot': { sends: { name: string }; gets: string };
  /** Presses one key or chord, such as `Control+.`. */
  'page.press': { sends: { keys: string }; gets: null };
  /** Types text as a person does, with suggestions and auto-closing brackets; answers how many milliseconds it took. */
  'page.type': { sends: { text: string }; gets: number };
  /** Waits until the active text editor has the keyboard focus. */
  'page.waitForEditorFocus': { sends: null; gets: null };
  /** Rests the mouse on the caret, once it is where the suite put it, and answers the hover's visible text. */
  'page.hoverCaret': { sends: CaretPosition; gets: string };
  /** Clicks the light bulb, once the caret is where the suite put it, and answers the entries of its menu. */
  'page.openLightBulb': { sends: CaretPosition; gets: string[] };
  /** Chooses an entry of the open light bulb menu by its whole title. */
  'page.chooseAction': { sends: { title: string }; gets: null };
  /** Answers the rows the Problems panel shows; the panel must be open. */
  'page.problems': { sends: null; gets: string[] };
  /** Waits until a matching element is visible, or until none is. */
  'page.waitFor': { sends: ElementQuery & { hidden?: boolean; milliseconds?: number }; gets: null };
  /** Waits until the page of an extension in the active editor, a frame within a frame, shows a text. */
  'page.waitForWebview': { sends: { text: string }; gets: null };
  'page.click': { sends: ElementQuery; gets: null };
  /** Answers the texts of all matching elements, at once. */
  'page.texts': { sends: ElementQuery; gets: string[] };
  /** Answers one attribute of all matching elements, at once; a missing one is an empty text. */
  'page.attributes': { sends: ElementQuery & { attribute: string }; gets: string[] };

  /** Paths below are relative to the workspace folder; the runner touches them outside VS Code. */
  'disk.write': { sends: { path: string; text: string }; gets: null };
  /** Writes many files at once, as a change of branch does. */
  'disk.writeAll': { sends: { files: Readonly<Record<string, string>> }; gets: null };
  'disk.read': { sends: { path: string }; gets: string };
  'disk.remove': { sends: { path: string }; gets: null };
  /** Runs git in the workspace folder, with a name and without the user's settings. */
  'disk.git': { sends: { args: readonly string[] }; gets: null };
  'disk.rename': { sends: { from: string; to: string }; gets: null };

  /** Ends the language server without warning; answers how many processes or workers were ended. */
  'server.kill': { sends: null; gets: number };
}

export type ControlAction = keyof ControlActions;

/** The body of a request. */
export interface ControlRequest<A extends ControlAction = ControlAction> {
  readonly action: A;
  readonly sends: ControlActions[A]['sends'];
}

/** The body of an answer. */
export type ControlAnswer =
  | { readonly ok: true; readonly gets: unknown }
  | { readonly ok: false; readonly error: string };
