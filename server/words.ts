/** Texts in the client's language, by the English text they stand for. `{0}` is the place of the first part. */
export type Translations = Readonly<Record<string, string>>;

/** Every sentence the server itself says, in the client's language. */
export type Words = ReturnType<typeof wordsIn>;

/**
 * Every sentence the server itself says, in one place, so that they can be translated. Rules bring their own, which
 * stay English. What stands in a call of `t` is a key of `l10n/bundle.l10n.*.json`; a text that has no translation is
 * said in English.
 */
export function wordsIn(translations: Translations = {}) {
  const t = (message: string, ...parts: readonly (string | number)[]) =>
    (translations[message] ?? message).replace(/\{(\d+)\}/g, (place, index) =>
      String(parts[Number(index)] ?? place),
    );
  const properties = {
    confidentiality: t('confidentiality'),
    integrity: t('integrity'),
    availability: t('availability'),
  } as const;
  return {
    invalidConfiguration: t(
      'The part that is wrong is left out; everything else of the configuration counts.',
    ),

    fix: (title: string) => t('Fix: {0}', title),
    fixAll: t('Fix all safe problems in this file'),
    fixWorkspace: t('Fix all safe problems in the workspace'),
    fixWorkspaceAction: t('Fix all safe problems in the workspace…'),
    fixesInFiles: (fixes: number, files: number) => t('Fixes: {0}. Files: {1}.', fixes, files),
    fixAllOfRule: (rule: string) => t('Fix all {0} problems in this file', rule),
    harden: (service: string) => t("Harden service '{0}'", service),
    hardenAlsoReview: (service: string) => t("Harden service '{0}', also what needs review", service),
    /** What a person should know before several fixes are made at once: the titles of those that need a look. */
    listed: (titles: readonly string[]) => titles.join('; '),
    ignoreLine: (rule: string) => t('Ignore {0} for this line', rule),
    ignoreService: (rule: string) => t('Ignore {0} for this service', rule),
    ignoreStage: (rule: string) => t('Ignore {0} for this stage', rule),
    ignoreFile: (rule: string) => t('Ignore {0} for this file', rule),
    silenceOne: (count: number) => t('Ignore or turn off one of these {0} rules…', count),
    ignoreAllForService: (count: number) => t('Ignore these {0} rules for this service', count),
    ignoreAllForStage: (count: number) => t('Ignore these {0} rules for this stage', count),
    turnOff: (rule: string, file: string) => t('Turn off {0} in {1}', rule, file),
    lower: (rule: string, severity: string, file: string) =>
      t('Lower {0} to {1} in {2}', rule, severity, file),
    changeTo: (word: string) => t('Change to {0}', word),
    rulesMeant: (count: number) => t('Rules: {0}', count),
    moreRules: (count: number) => t('And {0} more.', count),
    newConfiguration: t('Configuration of Bulkhead for this folder and the folders below it.'),
    showRule: (rule: string) => t('Show documentation for {0}', rule),
    showOneRule: (count: number) => t('Show documentation for one of these {0} rules…', count),

    severity: t('Severity'),
    off: t('off'),
    protects: (names: readonly (keyof typeof properties)[]) =>
      t('Protects: {0}', names.map((name) => properties[name]).join(', ')),
    readPage: t('Read the page of this rule'),

    scanning: t('Bulkhead: checking container files'),
    scanned: (done: number, all: number) => t('{0} of {1}', done, all),
    tooManyFiles: (limit: number) =>
      t('Only the first {0} files are checked: see "bulkhead.exclude".', limit),
    scanCancelled: t(
      'The check of the workspace was cancelled; files that were not reached are checked when opened.',
    ),
    failedFiles: (count: number) =>
      count === 1
        ? t('One file could not be checked; see the output.')
        : t('{0} files could not be checked; see the output.', count),

    limits: (budget: string) => t('Limits: {0}', budget),
    isolation: t('Isolation'),
    wall: t('Wall'),
    state: t('State'),
    why: t('Why'),
    properties,
    states: {
      stands: t('stands'),
      weak: t('weak'),
      open: t('open'),
      absent: t('absent'),
      unknown: t('unknown'),
    },
    walls: {
      user: t('user'),
      privilege: t('privileges'),
      capabilities: t('capabilities'),
      seccomp: t('seccomp'),
      apparmor: t('AppArmor'),
      selinux: t('SELinux'),
      namespaces: t('namespaces'),
      filesystem: t('file system'),
      network: t('network'),
      resources: t('resources'),
      secrets: t('secrets'),
      'supply-chain': t('supply chain'),
    },
  } as const;
}
