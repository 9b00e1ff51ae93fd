/**
 * Text edits for fixes. Each helper gives the edits or, where they could not be made without touching more than they
 * should, `undefined`.
 */
export { deleteItem, deleteKeyValue, deletePair, isPulledIn } from './edit-delete.ts';
export { appendItem, appendItems, insertAt, insertPair } from './edit-insert.ts';
export { replacePart, replaceScalar, replaceText } from './edit-replace.ts';
