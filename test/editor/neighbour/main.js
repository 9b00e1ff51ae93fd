// What other linters do on the same files: diagnostics for what we report, too, for tags they do not know, and a fix.
const vscode = require('vscode');

const selector = [{ language: 'dockerfile' }, { language: 'dockercompose' }];

exports.activate = (context) => {
  const collection = vscode.languages.createDiagnosticCollection('neighbour');
  const look = (document) => {
    if (!selector.some(({ language }) => language === document.languageId)) return;
    const found = [];
    for (const match of document.getText().matchAll(/privileged: true|!reset|!override|^FROM \S+:latest/gm)) {
      const start = document.positionAt(match.index);
      const end = document.positionAt(match.index + match[0].length);
      const diagnostic = new vscode.Diagnostic(new vscode.Range(start, end), `Neighbour: ${match[0]}`);
      diagnostic.source = 'neighbour';
      diagnostic.code = 'N001';
      found.push(diagnostic);
    }
    collection.set(document.uri, found);
  };
  const provider = {
    provideCodeActions(_document, _range, { diagnostics }) {
      return diagnostics
        .filter(({ source }) => source === 'neighbour')
        .map(() => new vscode.CodeAction('Neighbour fix', vscode.CodeActionKind.QuickFix));
    },
  };
  context.subscriptions.push(
    collection,
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => collection.delete(uri)),
    vscode.languages.registerCodeActionsProvider(selector, provider),
  );
  for (const document of vscode.workspace.textDocuments) look(document);
};
