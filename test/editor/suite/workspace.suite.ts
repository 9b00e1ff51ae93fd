/**
 * Files nobody opened, changed behind the editor's back. They lie in the folder itself, because VS Code may miss a file
 * in a folder that was made a moment before.
 */
import * as driver from './driver.ts';
import { untilDiagnostics } from './until.ts';
import { untilCount } from './workbench.ts';

const vulnerable = 'services:\n  app:\n    image: nginx:1.29\n    privileged: true\n';

describe('files that were never opened', () => {
  it('have their problems, which go when the file is fixed on disk', async () => {
    const path = 'compose.disk.yaml';
    await driver.disk.write(path, vulnerable);
    const uri = driver.workspaceUri(path);
    await untilCount(uri, 'compose/no-privileged', 1);
    await driver.disk.write(path, vulnerable.replace('    privileged: true\n', ''));
    await untilCount(uri, 'compose/no-privileged', 0);
    await driver.disk.remove(path);
    await untilDiagnostics(uri, 'nothing', (all) => all.length === 0);
  });

  it('take their problems along when they are deleted or renamed', async () => {
    const [first, second] = ['compose.before.yaml', 'compose.after.yaml'];
    await driver.disk.write(first, vulnerable);
    await untilCount(driver.workspaceUri(first), 'compose/no-privileged', 1);
    await driver.disk.rename(first, second);
    await untilCount(driver.workspaceUri(second), 'compose/no-privileged', 1);
    await untilDiagnostics(driver.workspaceUri(first), 'nothing', (all) => all.length === 0);
    await driver.disk.remove(second);
    await untilDiagnostics(driver.workspaceUri(second), 'nothing', (all) => all.length === 0);
  });

  it('obey a configuration that appears beside them', async () => {
    const path = 'compose.config.yaml';
    await driver.disk.write(path, vulnerable);
    const uri = driver.workspaceUri(path);
    await untilCount(uri, 'compose/no-privileged', 1);
    await driver.disk.write('.bulkhead.yaml', 'rules:\n  compose/no-privileged: off\n');
    await untilCount(uri, 'compose/no-privileged', 0);
    await driver.disk.remove('.bulkhead.yaml');
    await untilCount(uri, 'compose/no-privileged', 1);
    await driver.disk.remove(path);
    await untilDiagnostics(uri, 'nothing', (all) => all.length === 0);
  });
});
