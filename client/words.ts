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
  slow: (files: readonly string[]) => l10n.t('Slow to check: {0}.', files.join(', ')),
  slowFile: (name: string, milliseconds: number) => l10n.t('{0} ({1} ms)', name, milliseconds),

  tenancyName: () => l10n.t('Bulkhead Tenancy'),
  tenancy: (tenancy: string) => l10n.t('Tenancy: {0}', tenancy),
  tenancyDetail: () => l10n.t('Who shares the host; decides severities.'),
  selectTenancy: () => l10n.t('Select Tenancy…'),
  chooseTenancy: () => l10n.t('Who shares the host with these containers?'),
  chooseFolder: () => l10n.t('Choose the folder whose setting is changed'),
  current: () => l10n.t('current setting'),
  single: () => l10n.t("One person's machine."),
  mixed: () => l10n.t('Several trust levels of one organisation on one host; the default.'),
  hostile: () => l10n.t('Tenants who may attack each other or the host.'),
  asConfigured: () => l10n.t('As the configuration file says'),
  asConfiguredDetail: () => l10n.t('The key "tenancy" of .bulkhead.yaml decides; without one it is mixed.'),

  keepsStopping: (times: number) =>
    l10n.t('The Bulkhead server stopped {0} times in a few minutes and was not started again.', times),
  collectingFixes: () => l10n.t('Bulkhead: collecting safe fixes'),
  lookFirst: () => l10n.t('Look at the changes, then apply them (this entry changes nothing)'),
  nothingToFix: () => l10n.t('There is nothing that can be fixed safely.'),
  editedMeanwhile: () =>
    l10n.t('A file was edited while the fixes were collected. Nothing was changed; try again.'),
  chooseSilencing: () => l10n.t('Choose what is ignored or turned off'),
  afterFix: () => l10n.t('After the fix:'),
  chooseRule: () => l10n.t('Choose the rule to read about'),
  noPage: (rule: string) => l10n.t('There is no page about {0}.', rule),
  pageNeedsServer: () =>
    l10n.t('The page comes from the language server, which is not running. Restart it and try again.'),
} as const;
