/** Files nobody opened, changed behind the editor's back. */
import * as driver from './driver.ts';
import { untilDiagnostics } from './until.ts';
import { untilCount } from './workbench.ts';

const vulnerable = 'services:\n  app:\n    image: nginx:1.29\n    privileged: true\n';

describe('files that were never opened', () => {
  it('have their problems, which go when the file is fixed on disk', async () => {
    const path = 'disk/compose.yaml';
    await driver.disk.write(path, vulnerable);
    const uri = driver.workspaceUri(path);
    await untilCount(uri, 'compose/no-privileged', 1);
    await driver.disk.write(path, vulnerable.replace('    privileged: true\n', ''));
    await untilCount(uri, 'compose/no-privileged', 0);
    await driver.disk.remove(path);
    await untilDiagnostics(uri, 'nothing', (all) => all.length === 0);
  });

  it('take their problems along when they are deleted or renamed', async () => {
    const [first, second] = ['move/compose.yaml', 'moved/compose.yaml'];
    await driver.disk.write(first, vulnerable);
    await untilCount(driver.workspaceUri(first), 'compose/no-privileged', 1);
    await driver.disk.rename('move', 'moved');
    await untilCount(driver.workspaceUri(second), 'compose/no-privileged', 1);
    await untilDiagnostics(driver.workspaceUri(first), 'nothing', (all) => all.length === 0);
    await driver.disk.remove('moved');
    await untilDiagnostics(driver.workspaceUri(second), 'nothing', (all) => all.length === 0);
  });

  it('obey a configuration that appears beside them', async () => {
    const path = 'config/compose.yaml';
    await driver.disk.write(path, vulnerable);
    const uri = driver.workspaceUri(path);
    await untilCount(uri, 'compose/no-privileged', 1);
    await driver.disk.write('config/.bulkhead.yaml', 'rules:\n  compose/no-privileged: off\n');
    await untilCount(uri, 'compose/no-privileged', 0);
    await driver.disk.remove('config');
    await untilDiagnostics(uri, 'nothing', (all) => all.length === 0);
  });
});
