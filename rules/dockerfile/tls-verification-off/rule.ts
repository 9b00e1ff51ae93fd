import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { switchesIn } from '../../model/dockerfile/protection-switches.ts';
import { certificateCallback, tlsSwitches } from '../../model/knowledge/tls-switches.ts';

export default defineDockerfileRule({
  id: 'dockerfile/tls-verification-off',
  title: 'Certificate checks turned off',
  summary: 'An option, variable or setting lets a tool talk to any server that claims to be the right one.',
  kind: 'presence',
  severity: { single: 'warning', mixed: 'error', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CIS-4.11', 'CIS-4.12', 'CWE-295'],
  aliases: {
    checkov: [
      'CKV2_DOCKER_2',
      'CKV2_DOCKER_3',
      'CKV2_DOCKER_4',
      'CKV2_DOCKER_5',
      'CKV2_DOCKER_6',
      'CKV2_DOCKER_12',
      'CKV2_DOCKER_13',
      'CKV2_DOCKER_14',
      'CKV2_DOCKER_15',
      'CKV2_DOCKER_16',
    ],
  },
  fix: 'review',
  messages: { off: '{name} turns the check of certificates off.' },
  help: 'Without the check, everyone on the way may answer in the place of the server and change what is loaded, or read what is sent. Delete the switch; where the server has a certificate of an own authority, copy that certificate into the image and run update-ca-certificates.',
  check(file, report) {
    for (const instruction of file.instructions) {
      const callback = instruction.shell && certificateCallback(instruction.shell);
      if (callback !== undefined) {
        const data = { name: 'ServerCertificateValidationCallback' };
        report('off', { ...inStage(file, callback, instruction.stage), data });
      }
      for (const found of switchesIn(file, instruction, tlsSwitches)) {
        report('off', {
          ...inStage(file, found, instruction.stage),
          data: { name: found.text },
          fixes: oneFix(
            'review',
            `Delete ${found.text} (loading fails as long as the certificate is not trusted)`,
            found.edits,
          ),
        });
      }
    }
  },
});
