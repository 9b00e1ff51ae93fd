/** Scripts that a COPY takes from the context and that the stage starts with, and what they tell of its user. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dropsRootAtStart, startScriptsOf } from '../../../rules/model/context/start-scripts.ts';
import { dropsRoot } from '../../../rules/model/dockerfile/select-user.ts';
import { load } from './support.ts';

const script = '#!/bin/sh\nset -e\nchown app /data\nexec gosu app "$@"\n';
const texts = {
  'entrypoint.sh': script,
  'docker/entrypoint.sh': script,
  'docker/bin/start': script,
  'entrypoint.py': '#!/usr/bin/env python3\nprint("exec gosu app")\n',
  entrypoint: 'exec gosu app "$@"\n',
  'root.sh': '#!/bin/sh\nexec "$@"\n',
  'gone.sh': script,
  '.dockerignore': 'gone.sh\n',
};

/** The lines behind FROM, and the script they start with. */
const started: readonly (readonly [lines: string, path: string | undefined])[] = [
  ['COPY entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]', 'entrypoint.sh'],
  ['COPY entrypoint.sh /\nENTRYPOINT ["/entrypoint.sh"]', 'entrypoint.sh'],
  ['COPY entrypoint.sh /start\nENTRYPOINT ["/start", "--serve"]', 'entrypoint.sh'],
  [
    'COPY --chmod=755 docker/entrypoint.sh /usr/local/bin\nENTRYPOINT ["entrypoint.sh"]',
    'docker/entrypoint.sh',
  ],
  ['ADD docker/*.sh /usr/local/bin/\nENTRYPOINT ["entrypoint.sh"]', 'docker/entrypoint.sh'],
  ['ENV PATH=/opt/bin:$PATH\nCOPY docker/bin /opt/bin/\nENTRYPOINT ["start"]', undefined],
  ['ENV PATH=/opt/bin:/bin\nCOPY docker/bin /opt/bin/\nENTRYPOINT ["start"]', 'docker/bin/start'],
  ['COPY docker /opt\nENTRYPOINT /opt/bin/start', 'docker/bin/start'],
  ['COPY . .\nENTRYPOINT ["./docker/entrypoint.sh"]', 'docker/entrypoint.sh'],
  ['WORKDIR /app\nCOPY . .\nENTRYPOINT ["docker/entrypoint.sh"]', 'docker/entrypoint.sh'],
  ['WORKDIR /app\nCOPY docker ./run\nENTRYPOINT ["/app/run/bin/start"]', 'docker/bin/start'],
  ['COPY --parents docker/bin/start /opt/\nCMD /opt/docker/bin/start', 'docker/bin/start'],
  ['COPY --parents docker/./bin/start /opt/\nCMD /opt/bin/start', 'docker/bin/start'],
  ['COPY entrypoint.sh /e.sh\nENTRYPOINT ["sh", "/e.sh"]', 'entrypoint.sh'],
  ['COPY entrypoint.sh /e.sh\nENTRYPOINT ["/bin/bash", "-e", "/e.sh"]', 'entrypoint.sh'],
  ['COPY entrypoint.sh /e.sh\nENTRYPOINT ["sh", "-c", "/e.sh serve"]', 'entrypoint.sh'],
  ['COPY entrypoint.sh /e.sh\nENTRYPOINT ["tini", "--", "/e.sh"]', 'entrypoint.sh'],
  ['COPY entrypoint.sh /e.sh\nENTRYPOINT ["/sbin/tini", "-g", "--", "sh", "/e.sh"]', 'entrypoint.sh'],
  ['COPY entrypoint.sh /e.sh\nENTRYPOINT ["dumb-init", "/e.sh"]', 'entrypoint.sh'],
  ['COPY entrypoint.sh /e.sh\nENTRYPOINT ["tini", "--"]\nCMD ["/e.sh"]', 'entrypoint.sh'],
  ['COPY entrypoint.sh /e.sh\nENTRYPOINT exec /e.sh', 'entrypoint.sh'],
  ['ARG E=entrypoint.sh\nCOPY $E /e.sh\nENTRYPOINT ["/e.sh"]', 'entrypoint.sh'],
  ['COPY entrypoint.sh /e.sh\nENTRYPOINT ["/e.sh"]\nFROM 0\nCMD ["x"]', undefined],
  ['COPY entrypoint /e.sh\nENTRYPOINT ["/e.sh"]', undefined],
  ['COPY entrypoint.py /e\nENTRYPOINT ["/e"]', undefined],
  ['COPY gone.sh /e.sh\nENTRYPOINT ["/e.sh"]', undefined],
  ['COPY missing.sh /e.sh\nENTRYPOINT ["/e.sh"]', undefined],
  ['COPY entrypoint.sh /e.sh\nENTRYPOINT ["/other.sh"]', undefined],
  ['COPY entrypoint.sh /e.sh\nENTRYPOINT ["node", "/e.sh"]', undefined],
  ['COPY entrypoint.sh /opt/\nENTRYPOINT ["/opt/lib/entrypoint.sh"]', undefined],
  ['COPY --from=alpine entrypoint.sh /e.sh\nENTRYPOINT ["/e.sh"]', undefined],
  ['ARG D\nCOPY entrypoint.sh $D/e.sh\nENTRYPOINT ["/e.sh"]', undefined],
  ['COPY entrypoint.sh /e.sh\nRUN /e.sh', undefined],
];

describe('start scripts', () => {
  for (const [lines, path] of started) {
    it(`${path ?? 'none'} for ${lines.replaceAll('\n', ' ; ')}`, async () => {
      const { file, context } = await load(`FROM debian\n${lines}\n`, texts);
      const [stage] = file.stages;
      assert.ok(stage !== undefined);
      if (file.stages.length > 1) {
        // A stage built from another one keeps its entrypoint and its files.
        const last = file.runtimeStage;
        assert.deepEqual(last && startScriptsOf(last, context).map((found) => found.path), []);
        return;
      }
      const found = startScriptsOf(stage, context);
      assert.deepEqual(
        found.map((one) => one.path),
        path === undefined ? [] : [path],
      );
      assert.equal(dropsRootAtStart(stage, context), path !== undefined);
      assert.equal(dropsRoot(stage), false);
    });
  }

  it('are those of the chain', async () => {
    const text =
      'FROM debian AS base\nCOPY entrypoint.sh /\nENTRYPOINT ["/entrypoint.sh"]\nFROM base\nCMD ["x"]\n';
    const { file, context } = await load(text, texts);
    const stage = file.runtimeStage;
    assert.deepEqual(stage && startScriptsOf(stage, context).map(({ path }) => path), ['entrypoint.sh']);
  });

  it('may be several', async () => {
    const text = 'FROM debian\nCOPY *.sh /\nENTRYPOINT ["/root.sh"]\nCMD ["/entrypoint.sh"]\n';
    const { file, context } = await load(text, texts);
    const stage = file.runtimeStage;
    const found = stage === undefined ? [] : startScriptsOf(stage, context);
    assert.deepEqual(
      found.map(({ path }) => path),
      ['root.sh', 'entrypoint.sh'],
    );
    assert.deepEqual(
      found[0]?.script.commands.map(({ name }) => name),
      ['exec', undefined],
    );
  });

  it('are none without a context', async () => {
    const { file } = await load('FROM debian\nCOPY entrypoint.sh /\nENTRYPOINT ["/entrypoint.sh"]\n', texts);
    assert.deepEqual(file.runtimeStage && startScriptsOf(file.runtimeStage, undefined), []);
  });

  it('that do not step down leave root', async () => {
    const { file, context } = await load('FROM debian\nCOPY root.sh /\nENTRYPOINT ["/root.sh"]\n', texts);
    const stage = file.runtimeStage;
    assert.ok(stage !== undefined);
    const scripts = startScriptsOf(stage, context).map((one) => one.script);
    assert.deepEqual([scripts.length, dropsRoot(stage, scripts)], [1, false]);
  });
});
