import type { Fix } from '../../core/finding.ts';
import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { type Edits, replaceSpan } from '../../model/dockerfile/edit.ts';
import { type FoundSwitch, switchesIn } from '../../model/dockerfile/protection-switches.ts';
import { trustedFileInstalls } from '../../model/dockerfile/trusted-packages.ts';
import type { Dockerfile } from '../../model/dockerfile/types.ts';
import { signatureSwitches } from '../../model/knowledge/signature-switches.ts';

export default defineDockerfileRule({
  id: 'dockerfile/signature-check-off',
  title: 'Signature checks turned off',
  summary: 'A package manager takes packages although nobody it trusts has signed them.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['integrity'],
  sources: ['CIS-4.11', 'CIS-4.12', 'CWE-347'],
  aliases: {
    checkov: ['CKV2_DOCKER_7', 'CKV2_DOCKER_8', 'CKV2_DOCKER_9', 'CKV2_DOCKER_10', 'CKV2_DOCKER_11'],
  },
  fix: 'review',
  messages: { off: '{name} turns the check of signatures off.' },
  help: 'The signature is what tells the packages of the distribution from those of anybody else, also on a mirror and behind a proxy. Delete the switch, and give the key of the source to the package manager: signed-by for apt, gpgkey for rpm, a file in /etc/apk/keys for apk.',
  check(file, report) {
    const installsTrustedFiles = trustedFileInstalls(file);
    for (const instruction of file.instructions) {
      for (const found of switchesIn(file, instruction, signatureSwitches)) {
        const command = instruction.shell?.commands.findLast(
          ({ start, end }) => start <= found.start && found.end <= end,
        );
        if (command !== undefined && installsTrustedFiles(instruction, command)) continue;
        report('off', {
          ...inStage(file, found, instruction.stage),
          data: { name: found.text },
          fixes: fixes(file, found),
        });
      }
    }
  },
});

function fixes(file: Dockerfile, found: FoundSwitch): readonly Fix[] {
  const { text, edits } = found;
  if (edits !== undefined)
    return oneFix('review', `Delete ${text} (fails as long as the signer's key is missing)`, edits);
  if (/^trusted=/i.test(text)) {
    const key = 'signed-by=/usr/share/keyrings/source.gpg';
    const title = "Trust only the source's own key (put it into /usr/share/keyrings/source.gpg first)";
    return oneFix('review', title, written(file, found, key));
  }
  if (!/^gpgcheck/i.test(text)) return [];
  const checked = text.replace(/(?<!\w)\w+$/, '1');
  return oneFix(
    'review',
    'Check signatures (fails as long as gpgkey names no key)',
    written(file, found, checked),
  );
}

/** Refused where the text does not stand in the file as it is. */
function written(file: Dockerfile, { start, end, text }: FoundSwitch, replacement: string): Edits {
  if (file.text.slice(start, end) !== text) return undefined;
  return replaceSpan(file, { start, end }, replacement);
}
