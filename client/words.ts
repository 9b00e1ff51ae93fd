import { l10n } from 'vscode';

/** Every sentence the client itself says, in one place and ready to be translated. */
export const words = {
  name: 'Bulkhead',
  starting: () => l10n.t('Starting the language server.'),
  stopped: () => l10n.t('The language server has stopped.'),
  restarting: () => l10n.t('The language server has stopped and is started again.'),
  restart: () => l10n.t('Restart'),
  showOutput: () => l10n.t('Show Output'),
  checking: () => l10n.t('Checking container files.'),
  counts: (problems: number, files: number) =>
    files === 0
      ? l10n.t('No Dockerfile or Compose file found.')
      : l10n.t('Problems: {0}. Files checked: {1}.', problems, files),
  tenancy: (tenancy: string) => l10n.t('Tenancy: {0}.', tenancy),
  keepsStopping: (times: number) =>
    l10n.t('The Bulkhead server stopped {0} times in a few minutes and was not started again.', times),
  chooseRule: () => l10n.t('Choose the rule to read about'),
  noPage: (rule: string) => l10n.t('There is no page about {0}.', rule),
  pageNeedsServer: () =>
    l10n.t('The page comes from the language server, which is not running. Restart it and try again.'),
  silent: () => l10n.t('The language server does not answer.'),
} as const;
