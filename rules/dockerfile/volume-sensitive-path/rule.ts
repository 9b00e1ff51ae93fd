import { inStage } from '../../core/in-stage.ts';
import { oneFix } from '../../core/report.ts';
import { defineDockerfileRule } from '../../core/rule.ts';
import { deleteArgument, deleteInstruction } from '../../model/dockerfile/edit.ts';
import { joinPath } from '../../model/shell/paths.ts';

const folders: ReadonlySet<string> = new Set(
  '/ /etc /root /root/.ssh /proc /sys /dev /boot /usr /bin /var/run /run /home'.split(' '),
);

export default defineDockerfileRule({
  id: 'dockerfile/volume-sensitive-path',
  title: 'Volume over a system folder',
  summary: 'VOLUME covers a folder of the system instead of data of the application.',
  kind: 'presence',
  severity: { single: 'info', mixed: 'warning', hostile: 'error' },
  properties: ['confidentiality', 'integrity'],
  sources: ['CWE-668'],
  aliases: {},
  fix: 'review',
  messages: { volume: 'The volume {path} keeps a system folder outside of the image.' },
  help: 'Accounts, keys or programs of the image end up on a volume, where they outlive updates and other containers can change them. Name only the folder with the data of the application.',
  check(file, report) {
    for (const instruction of file.instructions) {
      if (instruction.keyword !== 'VOLUME') continue;
      for (const argument of instruction.args) {
        const { resolved } = argument;
        const path = resolved.known && resolved.value.startsWith('/') ? joinPath('/', resolved.value) : '';
        if (!folders.has(path)) continue;
        const isOnly = instruction.args.length === 1;
        const edits = isOnly
          ? deleteInstruction(file, instruction)
          : deleteArgument(file, instruction, argument);
        const title = `Delete the volume ${path} (what is written there then goes with the container)`;
        report('volume', {
          ...inStage(file, argument.inner, instruction.stage),
          data: { path },
          fixes: oneFix('review', title, edits),
        });
      }
    }
  },
});
