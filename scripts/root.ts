import { join } from 'node:path';

/** The folder of the repository, without a trailing slash. */
export const root: string = join(import.meta.dirname, '..');
