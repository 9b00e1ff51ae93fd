/** A problem the person running the command can solve; its message is one sentence that says how. */
export class SetupError extends Error {}
