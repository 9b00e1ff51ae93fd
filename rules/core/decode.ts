import type { FileContent } from '../model/files.ts';

/** Files larger than this are not linted: no person writes them, and a keystroke must stay cheap. */
export const largestFile = 1_000_000;

type Decoder = { decode(bytes: Uint8Array): string };

/**
 * Turns the bytes of a file into text, as Docker and Compose read it: UTF-8, with a byte order mark skipped.
 * The decoder is handed in (a strict UTF-8 `TextDecoder` of the platform), because rules know no platform.
 */
export function decodeFile(bytes: Uint8Array, decoder: Decoder): FileContent {
  if (bytes.length > largestFile) {
    return {
      kind: 'unreadable',
      why: `The file is larger than ${largestFile / 1_000_000} MB and was skipped.`,
    };
  }
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { kind: 'unreadable', why: 'The file is UTF-16; Docker reads UTF-8 only. Save it as UTF-8.' };
  }
  if (bytes.subarray(0, 8_000).includes(0)) {
    return { kind: 'unreadable', why: 'The file is binary, not text.' };
  }
  try {
    const text = decoder.decode(bytes);
    return { kind: 'text', text: text.startsWith('\ufeff') ? text.slice(1) : text };
  } catch {
    return { kind: 'unreadable', why: 'The file is not valid UTF-8.' };
  }
}
