import { type Verified, verifiedBy } from '../knowledge/verification.ts';
import type { Dockerfile, Instruction } from './types.ts';

/** Files whose checksum or signature a RUN compares. */
export interface VerifiedFiles {
  readonly instruction: Instruction;
  readonly files: Verified;
}

/** All verifications in the RUNs of a file, in order. */
export function verifiedFiles(file: Dockerfile): readonly VerifiedFiles[] {
  const found: VerifiedFiles[] = [];
  for (const instruction of file.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    for (const command of instruction.shell?.commands ?? []) {
      const files = verifiedBy(command);
      if (files !== undefined) found.push({ instruction, files });
    }
  }
  return found;
}
