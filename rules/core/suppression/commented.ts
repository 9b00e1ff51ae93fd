import type { ComposeProject } from '../../model/compose/types.ts';
import type { Dockerfile } from '../../model/dockerfile/types.ts';
import type { Subject } from '../run.ts';
import type { CommentedFile } from './apply.ts';

/** What the suppression comments of a subject may refer to. */
export function commentedFiles(subject: Subject): readonly CommentedFile[] {
  return subject.language === 'compose'
    ? [
        ...composeComments(subject.project),
        ...[...subject.joined.dockerfiles.values()]
          .filter(({ comments }) => comments.length > 0)
          .map(dockerfileComments),
      ]
    : [dockerfileComments(subject.file)];
}

function composeComments(project: ComposeProject): readonly CommentedFile[] {
  return project.files.map((file) => ({
    path: file.path,
    text: file.text,
    comments: file.comments,
    units: file.multilineScalars,
    opaque: file.multilineScalars,
    owners: file.serviceKeys,
  }));
}

function dockerfileComments(file: Dockerfile): CommentedFile {
  return {
    path: file.path,
    text: file.text,
    comments: file.comments,
    units: file.instructions.map(({ start, end, onbuildSpan }) => ({
      start: onbuildSpan?.start ?? start,
      end,
    })),
    opaque: file.instructions.flatMap(({ heredocs }) => heredocs.map(({ bodySpan }) => bodySpan)),
    owners: file.stages.map((stage) => ({ name: stageName(stage.name, stage.index), place: stage.from })),
  };
}

/** How reports and `ignore[].stage` name a stage: its name, or its index where it has none. */
export function stageName(name: string | undefined, index: number): string {
  return name ?? String(index);
}
