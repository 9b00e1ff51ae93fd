/** What helps to read a Compose file: the lines above its text, and the hover on the name of a service. */
import * as vscode from 'vscode';
import { contains, ok, same } from './assert.ts';
import * as driver from './driver.ts';
import { closeAndRemove, diagnosticsOf, openNew, positionOf, untilCount } from './workbench.ts';

const text = `services:
  web:
    image: nginx:1.29
    mem_limit: 4g
    privileged: true
  cache:
    image: valkey/valkey:8.1
    mem_limit: 1536m
`;

async function lenses(uri: vscode.Uri): Promise<readonly (string | undefined)[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
  );
  return found.map(({ range, command }) => `${range.start.line} ${command?.title}`);
}

describe('code lenses', () => {
  it('tell the budget, and the isolation of each service where the setting asks for it', async () => {
    const path = 'lens/compose.yaml';
    await driver.disk.write('lens/.bulkhead.yaml', 'host:\n  memory: 16g\n');
    const { document } = await openNew(path, text);
    await untilCount(document.uri, 'compose/no-privileged', 1);
    same(await lenses(document.uri), ['0 Limits: 5.5 GiB of 16 GiB']);
    const settings = vscode.workspace.getConfiguration('bulkhead', document.uri);
    await settings.update('codeLens.isolation', true, vscode.ConfigurationTarget.Workspace);
    try {
      if (driver.has('page')) {
        // Nobody touches the file: the server tells the editor that there is more to show.
        await driver.waitForElement({ selector: '.codelens-decoration', text: 'Limits: 5.5 GiB of 16 GiB' });
        await driver.waitForElement({ selector: '.codelens-decoration', text: 'confidentiality open' });
      }
      await driver.screenshot('code lenses');
      same((await lenses(document.uri)).length, 3);
    } finally {
      await settings.update('codeLens.isolation', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await closeAndRemove(path);
    await driver.disk.remove('lens');
  });
});

describe('the name of a service', () => {
  driver.itWith('page', 'tells which of its walls stand', async () => {
    const path = 'isolation.compose.yaml';
    const editor = await openNew(path, text);
    await vscode.languages.setTextDocumentLanguage(editor.document, 'dockercompose');
    await untilCount(editor.document.uri, 'compose/no-privileged', 1);
    const shown = await driver.hoverText(editor, positionOf(editor.document, 'cache').translate(0, 1));
    contains(shown, 'Isolation');
    contains(shown, 'supply chain');
    await driver.screenshot('isolation');
    await driver.press('Escape');
    await closeAndRemove(path);
  });
});

describe('a control', () => {
  const service = `services:
  app:
    image: nginx:1.29
    mem_limit: 1g
    cap_add: [NET_ADMIN]
    security_opt: ["label=type:container_t"]
`;
  const hovered = async (document: vscode.TextDocument, text: string) => {
    const position = positionOf(document, text).translate(0, 2);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      position,
    );
    return hovers.flatMap(({ contents }) =>
      contents.map((one) => (typeof one === 'string' ? one : one.value)),
    );
  };

  it('tells under the mouse what it does: capabilities, SELinux options, limits', async () => {
    const path = 'control/compose.yaml';
    const { document } = await openNew(path, service);
    await untilCount(document.uri, 'compose/missing-controls', 1);
    for (const text of ['NET_ADMIN', 'label=type', 'mem_limit']) {
      const shown = (await hovered(document, text)).join('\n');
      ok(shown.split('. ').length > 1, `of ${text} only this is said: ${shown}`);
    }
    if (driver.has('page')) {
      const editor = await vscode.window.showTextDocument(document);
      contains(
        await driver.hoverText(editor, positionOf(document, 'NET_ADMIN').translate(0, 2)),
        'NET_ADMIN',
      );
      await driver.screenshot('control');
      await driver.press('Escape');
    }
    await closeAndRemove(path);
  });

  it('of a Dockerfile is USER', async () => {
    const path = 'control/Dockerfile';
    const { document } = await openNew(path, 'FROM node:24.11-slim\nUSER node\nRUN sudo true\n');
    await untilCount(document.uri, 'dockerfile/no-sudo', 1);
    ok((await hovered(document, 'USER')).join('').length > 80, 'of USER nothing is said');
    await closeAndRemove(path);
  });
});

describe('tags', () => {
  const tagsOf = (uri: vscode.Uri, code: string) =>
    diagnosticsOf(uri, code).flatMap(({ tags }) => tags ?? []);

  it('strike through what is obsolete, and fade what has no effect', async () => {
    const [compose, dockerfile] = ['tags/compose.yaml', 'tags/Dockerfile'];
    const first = await openNew(
      compose,
      'version: "3.8"\nservices:\n  # bulkhead ignore-service=compose/no-host-pid -- long gone\n  app:\n    image: nginx:1.29\n',
    );
    await untilCount(first.document.uri, 'compose/version-obsolete', 1);
    await untilCount(first.document.uri, 'compose/stale-suppression', 1);
    same(tagsOf(first.document.uri, 'compose/version-obsolete'), [vscode.DiagnosticTag.Deprecated]);
    same(tagsOf(first.document.uri, 'compose/stale-suppression'), [vscode.DiagnosticTag.Unnecessary]);
    if (driver.has('page')) {
      await driver.waitForElement({ selector: '.monaco-editor .squiggly-inline-deprecated' });
      await driver.waitForElement({ selector: '.monaco-editor .squiggly-inline-unnecessary' });
    }
    await driver.screenshot('obsolete version');
    await closeAndRemove(compose);
    const second = await openNew(dockerfile, 'FROM node:24.11-slim\nMAINTAINER Jane\nUSER node\n');
    await untilCount(second.document.uri, 'dockerfile/maintainer-deprecated', 1);
    same(tagsOf(second.document.uri, 'dockerfile/maintainer-deprecated'), [vscode.DiagnosticTag.Deprecated]);
    if (driver.has('page')) {
      // A hint is no problem: the panel does not list it.
      const rows = await driver.problemsPanel();
      ok(!rows.some((row) => row.includes('MAINTAINER is deprecated')), rows.join('\n'));
      await driver.screenshot('deprecated maintainer');
      await vscode.commands.executeCommand('workbench.action.closePanel');
    }
    await closeAndRemove(dockerfile);
  });
});
