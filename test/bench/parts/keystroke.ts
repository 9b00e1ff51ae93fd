/** From a keystroke to the diagnostics of the file, inside of a large project. */
import { type Figure, rounded } from '../figures.ts';
import { type EditFigures, measureEdits } from '../project-edit.ts';

const services = 500;
const dockerfiles = 200;

const names: Readonly<Record<EditFigures['edited'], string>> = {
  'compose.yaml': 'a 300-line Compose file',
  Dockerfile: 'a 200-line Dockerfile',
};

export async function measure(): Promise<readonly Figure[]> {
  // Twenty services to a file make 300 lines.
  const measured = await measureEdits({ services, dockerfiles, layout: 'included files', rounds: 200 });
  return measured.map(({ edited, lines, p95, median, settled, bareParse, bareP95 }) => ({
    measured: `keystroke to diagnostics (p95) in ${names[edited]} of a project of ${services} services, against its bare parse, without the debounce`,
    figure: p95 / bareP95,
    unit: 'times',
    atMost: 2.5,
    from: {
      lines,
      p95: rounded(p95),
      median: rounded(median),
      'until everything that follows is shown (p95)': rounded(settled),
      'bare parse, p95': rounded(bareP95),
      'bare parse, median': rounded(bareParse),
    },
  }));
}
