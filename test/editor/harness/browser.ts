/** Opens VS Code's page and listens for how the suite ended. */
import { createWriteStream } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { type EditorServer, editorAddress } from '../../../scripts/editor/vscode-server.ts';

/** A page that is running the suite. */
export interface EditorPage {
  readonly page: Page;
  /** The exit code of the suite; rejects when the page crashes. */
  readonly exitCode: Promise<number>;
  /** The last error VS Code wrote to its console. */
  lastError(): string;
  close(): Promise<void>;
}

/** What to open. */
export interface EditorPageOptions {
  readonly chromiumPath: string;
  readonly server: Pick<EditorServer, 'authority' | 'token'>;
  /** Absolute path of the folder, or of the workspace file. */
  readonly opened: string;
  /** VS Code's language. Its own texts stay English, as its German ones are not at hand. */
  readonly language: 'en' | 'de';
  /** Where VS Code loads the extension from: a `vscode-remote:` address, or an `http:` one for the web worker. */
  readonly extensionAddress: string;
  /** A second extension, where there is to be one and the extensions come over HTTP. */
  readonly neighbourAddress: string | undefined;
  /** The suite's bundle, below the extension's address. */
  readonly suiteAddress: string;
  /** Receives what VS Code and the extension write to their consoles. */
  readonly logFile: string;
}

const chromiumFlags = [
  '--no-sandbox', // Chromium's sandbox does not work for root, and only our own pages are opened.
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Nothing but this machine can be reached, so a run behaves the same with and without a network.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** Launches the browser; `prepare` is called with the page before VS Code loads, to connect the suite's driver. */
export async function openEditorPage(
  options: EditorPageOptions,
  prepare: (page: Page) => void,
): Promise<EditorPage> {
  const browser = await chromium.launch({
    executablePath: options.chromiumPath,
    args: chromiumFlags,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const log = createWriteStream(options.logFile);
  const close = async () => {
    await browser.close();
    log.end();
  };
  try {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 800 },
      locale: 'en-US',
      // VS Code's policy forbids its worker to reach the control server, which is on another port.
      bypassCSP: true,
    });
    let reportExit: (code: number) => void = () => {};
    const exitCode = new Promise<number>((resolve, reject) => {
      reportExit = resolve;
      page.once('crash', () => reject(new Error('The page with VS Code crashed.')));
    });
    exitCode.catch(() => {});
    await page.exposeFunction('codeAutomationExit', reportExit);
    let lastError = '';
    await page.exposeFunction('codeAutomationLog', (level: string, values: unknown[]) => {
      const text = values.map(String).join(' ');
      if (level === 'error') lastError = text;
      log.write(`${level} ${text}\n`);
    });
    page.on('pageerror', (error) => log.write(`page error ${error.stack ?? error.message}\n`));
    prepare(page);
    if (options.language !== 'en') await page.addInitScript(setLanguage, options.language);
    const payload = await developmentPayload(page, options);
    await page.goto(editorAddress(options.server, options.opened, payload), { waitUntil: 'commit' });
    return { page, exitCode, lastError: () => lastError, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Tells VS Code what to load, in the one way it understands for each kind of address. */
async function developmentPayload(page: Page, from: EditorPageOptions): Promise<[string, string][]> {
  const { extensionAddress, neighbourAddress, suiteAddress } = from;
  const quiet: [string, string] = ['skipWelcome', 'true'];
  if (!extensionAddress.startsWith('http:')) {
    return [['extensionDevelopmentPath', extensionAddress], ['extensionTestsPath', suiteAddress], quiet];
  }
  // An extension from a remote address may not start workers, and VS Code looks for extensions at web addresses
  // only in the configuration that comes with the page.
  const options = {
    extensions: [extensionAddress, neighbourAddress].flatMap((address) =>
      address === undefined ? [] : uriComponents(address),
    ),
    extensionTestsPath: uriComponents(suiteAddress),
  };
  await page.addInitScript(addDevelopmentOptions, options);
  return [quiet];
}

/** Runs inside the page before VS Code does: VS Code reads its configuration from an attribute, once. */
function addDevelopmentOptions(developmentOptions: unknown): void {
  interface AttributeOwner {
    readonly id: string;
    getAttribute(name: string): string | null;
  }
  const { Element } = globalThis as unknown as { Element: { prototype: AttributeOwner } };
  const read = Element.prototype.getAttribute;
  Element.prototype.getAttribute = function (this: AttributeOwner, name: string) {
    const value = read.call(this, name);
    if (value === null || name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration')
      return value;
    return JSON.stringify({ ...JSON.parse(value), developmentOptions });
  };
}

/** Runs inside the page before VS Code does, which takes its language from there. */
function setLanguage(language: string): void {
  Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: language });
}

/** A URI as VS Code writes it into JSON. */
function uriComponents(address: string): { scheme: string; authority: string; path: string } {
  const { protocol, host, pathname } = new URL(address);
  return { scheme: protocol.slice(0, -1), authority: host, path: pathname };
}
