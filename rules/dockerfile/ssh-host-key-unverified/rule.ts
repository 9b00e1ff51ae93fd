import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { type Edits, replaceSpan } from '../../model/dockerfile/edit.ts';
import { switchesIn } from '../../model/dockerfile/protection-switches.ts';
import type { Dockerfile, Instruction } from '../../model/dockerfile/types.ts';
import { hostKeySwitches } from '../../model/knowledge/ssh-host-keys.ts';
import type { Span } from '../../model/place.ts';
import { readOptions } from '../../model/shell/options.ts';
import { believedKeyScans } from '../../model/shell/scanned-host-keys.ts';
import { toolTable } from '../../model/shell/tools.ts';
import type { ShellCommand } from '../../model/shell/types.ts';

export default defineDockerfileRule({
  id: 'dockerfile/ssh-host-key-unverified',
  title: 'SSH host key believed unseen',
  summary: 'ssh or git over ssh takes the first host key that comes for the right one.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'warning' },
  properties: ['integrity', 'confidentiality'],
  sources: ['CIS-4.11', 'CWE-322', 'CWE-295'],
  aliases: {},
  fix: 'review',
  messages: {
    scan: 'ssh-keyscan makes whatever key it is answered a known host, and nobody compares it.',
    option: '{name} believes whatever key the host shows.',
  },
  help: 'The host key is the only thing that tells the right server from one in between, and a build starts without memory of earlier keys. Write the key that the host publishes into known_hosts, by COPY or echo.',
  check(file, report) {
    for (const instruction of file.instructions) {
      for (const scan of instruction.shell === undefined ? [] : believedKeyScans(instruction.shell)) {
        const title = "Write the host's published key instead (fill it in; connections fail until then)";
        report('scan', {
          ...inStage(file, scan.word, instruction.stage),
          fixes: oneFix('review', title, publishedKey(file, instruction, scan)),
        });
      }
      for (const found of switchesIn(file, instruction, hostKeySwitches)) {
        const isVariable = /^[A-Z_]+$/.test(found.text);
        const data = { name: isVariable ? found.text : found.text.replace(/\s+/g, ' ') };
        report('option', { ...inStage(file, found, instruction.stage), data, fixes: strict(file, found) });
      }
    }
  },
});

/** Refused unless one host is named, and nothing but the kinds of keys is asked for. */
function publishedKey(file: Dockerfile, instruction: Instruction, scan: ShellCommand): Edits {
  const { options, operands } = readOptions(scan.args, toolTable('ssh-keyscan'));
  const [host, other] = operands;
  const isPlain = options.every(({ name }) => name === 't' || name === 'T' || name === '4' || name === '6');
  const isUnquoted = scan.via === 'plain' && scan.wrapper === undefined && !instruction.json;
  if (host === undefined || other !== undefined || !isPlain || !isUnquoted || !host.literal) return undefined;
  const end = scan.args.at(-1)?.end ?? scan.word.end;
  const words = `echo "${host.text} ssh-ed25519 PUBLISHED-HOST-KEY"`;
  return replaceSpan(file, { start: scan.word.start, end }, words);
}

function strict(file: Dockerfile, { start, end }: Span): readonly Fix[] {
  const [, before, value] =
    /^(["']?StrictHostKeyChecking(?:\s*=\s*|\s+))(no|off|accept-new)["']?$/i.exec(
      file.text.slice(start, end),
    ) ?? [];
  if (before === undefined || value === undefined) return [];
  const from = start + before.length;
  const title = 'Ask for a known key (connections fail as long as it is not in known_hosts)';
  return oneFix('review', title, replaceSpan(file, { start: from, end: from + value.length }, 'yes'));
}
