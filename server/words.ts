/** Every sentence the server itself says, in one place, so that they can be translated. Rules bring their own. */
export const words = {
  invalidConfiguration: 'The part that is wrong is left out; everything else of the configuration counts.',

  fix: (title: string) => `Fix: ${title}`,
  fixAll: 'Fix all safe problems in this file',
  harden: (service: string) => `Harden service '${service}'`,
  hardenAlsoReview: (service: string) => `Harden service '${service}', also what needs review`,
  /** What a person should know before several fixes are made at once: the titles of those that need a look. */
  listed: (titles: readonly string[]) => titles.join('; '),
  ignoreLine: (rule: string) => `Ignore ${rule} for this line`,
  ignoreService: (rule: string) => `Ignore ${rule} for this service`,
  ignoreStage: (rule: string) => `Ignore ${rule} for this stage`,
  showRule: (rule: string) => `Show documentation for ${rule}`,

  severity: 'Severity',
  off: 'off',
  protects: (properties: readonly string[]) => `Protects: ${properties.join(', ')}`,
  readPage: 'Read the page of this rule',

  scanning: 'Bulkhead: checking container files',
  scanned: (done: number, all: number) => `${done} of ${all}`,
  tooManyFiles: (limit: number) =>
    `Only the first ${limit} files are checked; narrow the view with "bulkhead.exclude".`,
  scanCancelled:
    'The check of the workspace was cancelled; files that were not reached are checked when opened.',
  failedFiles: (count: number) =>
    count === 1
      ? 'One file could not be checked; see the output.'
      : `${count} files could not be checked; see the output.`,
} as const;
