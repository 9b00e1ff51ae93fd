/** Finds the processes that run a file of the extension under test. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/**
 * Ends, without warning, every process whose command line names a file in `folder`.
 * The extension host is not among them: its command line names VS Code's files only.
 *
 * @returns how many processes were ended.
 */
export function killProcessesRunning(folder: string): number {
  const running = listProcesses().filter(
    ({ pid, command }) => command.includes(`${folder}/`) && pid !== process.pid,
  );
  for (const { pid } of running) process.kill(pid, 'SIGKILL');
  return running.length;
}

function listProcesses(): { pid: number; command: string }[] {
  // A minimal Linux has no ps, and every other system has no /proc.
  return existsSync('/proc/self/cmdline') ? listFromProc() : listFromPs();
}

function listFromProc(): { pid: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), command: readCommandLine(name) }));
}

function readCommandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // The process ended after the folder was listed.
  }
}

function listFromPs(): { pid: number; command: string }[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [, pid, command] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
      return pid === undefined || command === undefined ? [] : [{ pid: Number(pid), command }];
    });
}
