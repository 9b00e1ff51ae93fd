/** Does with mouse, keyboard and eyes what only a person at the screen could do. */
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { CaretPosition, ElementQuery } from '../protocol.ts';
import type { ControlHandlers } from './control-server.ts';

/** How long VS Code may take to show something, in milliseconds. */
const patience = 10_000;

const focusedEditor = '.editor-instance .monaco-editor.focused';
const actionMenu = '.action-widget:not(.action-list-submenu-panel)';

/**
 * Handlers that act on VS Code's page.
 *
 * @param screenshotFolder - an existing folder.
 */
export function pageHandlers(page: Page, screenshotFolder: string): ControlHandlers {
  page.setDefaultTimeout(patience);
  return {
    'page.screenshot': async ({ name }) => {
      const path = join(screenshotFolder, `${name.replaceAll(/[^\w.-]+/g, '-')}.png`);
      await page.screenshot({ path });
      return path;
    },
    'page.press': ({ keys }) => page.keyboard.press(keys).then(() => null),
    'page.type': async ({ text }) => {
      const start = performance.now();
      await page.keyboard.type(text);
      return performance.now() - start;
    },
    'page.waitForEditorFocus': async () => {
      await page.locator(focusedEditor).first().waitFor();
      return null;
    },
    'page.hoverCaret': (position) => hoverCaret(page, position),
    'page.openLightBulb': (position) => openLightBulb(page, position),
    'page.chooseAction': async ({ title }) => {
      const menu = page.locator(actionMenu);
      await menu.locator('.monaco-list-row').getByText(title, { exact: true }).click();
      await menu.waitFor({ state: 'hidden' });
      return null;
    },
    'page.problems': () => visibleTexts(page.locator('.markers-panel .monaco-list-row')),
    'page.waitFor': async ({ hidden, milliseconds, ...query }) => {
      const state = hidden ? 'hidden' : 'visible';
      await find(page, query)
        .first()
        .waitFor({ state, timeout: milliseconds ?? patience });
      return null;
    },
    'page.waitForWebview': async ({ text }) => {
      const content = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
      await content.getByText(text).first().waitFor();
      return null;
    },
    'page.click': (query) =>
      find(page, query)
        .first()
        .click()
        .then(() => null),
    'page.texts': (query) => visibleTexts(find(page, query)),
    'page.attributes': ({ attribute, ...query }) => {
      return find(page, query).evaluateAll(
        (elements, name) => elements.map((element) => element.getAttribute(name) ?? ''),
        attribute,
      );
    },
  };
}

/** Only visible elements count: VS Code keeps closed widgets in the page. */
function find(page: Page, { selector, text }: ElementQuery): Locator {
  const visible = page.locator(selector).filter({ visible: true });
  return text === undefined ? visible : visible.filter({ hasText: text });
}

async function visibleTexts(locator: Locator): Promise<string[]> {
  const texts = await locator.filter({ visible: true }).allInnerTexts();
  return texts.map((text) => text.replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ').trim());
}

/** The status bar follows the caret a moment later than the text does, so when it agrees both do. */
async function waitForCaret(page: Page, { line, column }: CaretPosition): Promise<void> {
  const label = `Ln ${line}, Col ${column}`;
  await page
    .locator('.statusbar-item')
    .filter({ hasText: new RegExp(`^${label}( |$)`) })
    .first()
    .waitFor();
}

async function hoverCaret(page: Page, position: CaretPosition): Promise<string> {
  await waitForCaret(page, position);
  const caret = page.locator(`${focusedEditor} .cursors-layer .cursor`).first();
  const box = await caret.boundingBox();
  if (!box) throw new Error('The caret is not on the screen.');
  // The editor reacts to movement: a mouse that rests there already must leave first.
  await page.mouse.move(2, 2);
  await page.mouse.move(box.x + 3, box.y + box.height / 2, { steps: 4 });
  const hover = page.locator('.monaco-editor .monaco-hover').filter({ visible: true });
  await hover.first().waitFor();
  // "Loading..." stands in for providers that have not answered yet.
  await hover
    .filter({ hasNotText: /^\s*Loading\.\.\.\s*$/ })
    .first()
    .waitFor();
  return (await visibleTexts(hover)).join('\n');
}

async function openLightBulb(page: Page, position: CaretPosition): Promise<string[]> {
  await waitForCaret(page, position);
  const inText = `${focusedEditor} .lightBulbWidget`;
  const inMargin = `${focusedEditor} .glyph-margin-widgets [class*="codicon-gutter-lightbulb"]`;
  await page.locator(`${inText}, ${inMargin}`).filter({ visible: true }).first().click();
  const menu = page.locator(actionMenu);
  await menu.waitFor();
  return visibleTexts(menu.locator('.monaco-list-row.action'));
}
