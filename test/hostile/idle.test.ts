/** A server that has looked at its workspace does nothing until something happens. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { bundledCli } from '../cli/bundle.ts';
import { served } from './process.ts';

const bundled = bundledCli();
const skip = existsSync('/proc/self/stat') ? false : 'the system does not tell what a process uses in /proc';

/** Processor time of a process since its start in ticks, 100 of them to a second. Source: proc(5), `stat`. */
function ticksOf(process: number): number {
  const fields = readFileSync(`/proc/${process}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

describe('a server with nothing to do', { skip }, () => {
  it('uses no processor time', { timeout: 120_000 }, async (test) => {
    const folder = mkdtempSync(join(tmpdir(), 'bulkhead-idle-'));
    test.after(() => rmSync(folder, { recursive: true, force: true }));
    for (let index = 0; index < 300; index += 1) {
      const project = join(folder, `project-${index}`);
      mkdirSync(project);
      writeFileSync(join(project, 'Dockerfile'), 'FROM alpine\nRUN apk add curl\n');
      writeFileSync(join(project, 'compose.yaml'), `services: {app${index}: {build: ., privileged: true}}\n`);
    }
    const server = await served(test, bundled, folder);
    await server.idle();
    assert.equal(server.shown.size, 600);
    const { pid } = server.child;
    assert.ok(pid !== undefined);
    // The collector may still clear up what the look at the workspace left behind.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const before = ticksOf(pid);
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    const used = (ticksOf(pid) - before) / 100;
    // The issue allows 0.3 s in 30 s.
    assert.ok(used < 0.1, `${used} s of processor time in 10 s`);
    await server.stop();
  });
});
