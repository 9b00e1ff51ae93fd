import { dictionaryOf, realInstructions, realParts, realWorkspaces } from './real-texts.ts';

/** What generators draw from; read once, for it does not change while a process runs. */
export const workspaces = realWorkspaces();
export const instructions = realInstructions(workspaces);
export const parts = realParts(workspaces);
export const dictionary = dictionaryOf(workspaces);
