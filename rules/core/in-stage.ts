import type { Dockerfile, Stage } from '../model/dockerfile/types.ts';
import type { Span } from '../model/place.ts';
import type { ReportDetails } from './rule.ts';
import { stageName } from './suppression/commented.ts';

/** Where a finding about a Dockerfile goes, and the stage it belongs to; none before the first FROM. */
export function inStage(
  file: Dockerfile,
  { start, end }: Span,
  stage: Stage | undefined,
): Pick<ReportDetails, 'at' | 'stage'> {
  return { at: { path: file.path, start, end }, ...(stage && { stage: stageName(stage.name, stage.index) }) };
}
