import type { Fix } from '../../core/finding.ts';
import { atSeat, oneFix } from '../../core/report.ts';
import { defineProjectRule } from '../../core/rule.ts';
import { isPulledIn, replaceText } from '../../model/compose/edit.ts';
import type { Service } from '../../model/compose/types.ts';
import { replaceSpan } from '../../model/dockerfile/edit.ts';
import type { Stage } from '../../model/dockerfile/types.ts';
import { type OldEngine, oldEngineOf } from '../../model/knowledge/engine-versions.ts';
import type { Build } from '../../model/project/types.ts';

const title = (tag: string) => `Use tag ${tag} (clients and options of old versions may not work with it)`;

export default defineProjectRule({
  id: 'project/eol-engine',
  title: 'Docker engine without fixes',
  summary: 'A service runs, or is built with, a version of Docker that gets no more fixes.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-1.2', 'OWASP-0', 'CWE-1104'],
  aliases: {},
  fix: 'review',
  messages: {
    image: "Service '{service}' runs Docker {version}; versions below {oldest} get no more fixes.",
    base: "Service '{service}' is built on Docker {version}; versions below {oldest} get no more fixes.",
  },
  help: 'Flaws by which a container reads files of the host or becomes root on it are known for old engines, and nothing but a newer version helps against them. Raise the tag to a maintained major version.',
  checkService({ service, build }, report) {
    const details = ({ version, oldestMaintained }: OldEngine) => ({ version, oldest: oldestMaintained });
    const { image } = service;
    const engine = image?.reference && oldEngineOf(image.reference);
    // With `build` the name is what the result is called, not what it is made of.
    if (!service.hasBuild && image !== undefined && engine !== undefined)
      report('image', { ...atSeat(image.value), data: details(engine), fixes: raiseTag(service, engine) });
    if (build === undefined) return;
    for (const stage of build.reachable) {
      const old = stage.parent === undefined && stage.image ? oldEngineOf(stage.image) : undefined;
      if (old === undefined || isAnotherContext(service, stage)) continue;
      report('base', {
        at: build.placeOf(stage.from),
        related: [{ at: build.at, message: `Service '${service.name}' is built here.` }],
        data: details(old),
        fixes: raiseBase(build, stage, old),
        cause: `eol-engine ${build.dockerfile.path} ${stage.index}`,
      });
    }
  },
});

/** A name that `additional_contexts` gives to something else is no image. */
function isAnotherContext(service: Service, { image }: Stage): boolean {
  const contexts = service.keyValues('build', 'additional_contexts');
  return contexts.some(({ name }) => image?.text.known === true && image.text.value === name);
}

/** The tag's place counts from that of the scalar. */
function raiseTag(service: Service, { newTag }: OldEngine): readonly Fix[] {
  const { value, reference } = service.image ?? {};
  const span = reference?.tagSpan;
  if (value === undefined || span === undefined || newTag === undefined || isPulledIn(value)) return [];
  const { path, start } = value.place;
  const place = { path, start: start + span.start, end: start + span.end };
  return oneFix('review', title(newTag), replaceText(service.project(), place, newTag));
}

/** Only where FROM spells the reference out: with a variable in it, the value is chosen elsewhere. */
function raiseBase({ dockerfile, isInline }: Build, stage: Stage, { newTag }: OldEngine): readonly Fix[] {
  const { image, imageSpan } = stage;
  const span = image?.tagSpan;
  if (isInline || imageSpan === undefined || span === undefined || newTag === undefined) return [];
  const written = dockerfile.text.slice(imageSpan.start, imageSpan.end);
  if (!image?.text.known || image.text.value !== written) return [];
  const place = { start: imageSpan.start + span.start, end: imageSpan.start + span.end };
  return oneFix('review', title(newTag), replaceSpan(dockerfile, place, newTag));
}
