import type { Stage } from './types.ts';

const purposes = /^(?:dev|devel|development|debug|tests?|testing|ci)$/;

/** Whether the name of a stage, or of one it is built from, says that it is not for production. */
export function isDevelopmentStage({ chain }: Stage): boolean {
  return chain.some(({ name }) => name?.split(/[^a-z\d]+/).some((word) => purposes.test(word)) === true);
}
