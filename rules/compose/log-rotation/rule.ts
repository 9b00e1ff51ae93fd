import { oneFix } from '../../core/report.ts';
import { defineComposeRule, forEachServiceLacking } from '../../core/rule.ts';
import { insertAt, insertPair } from '../../model/compose/edit.ts';
import { textOf } from '../../model/compose/scalar.ts';
import type { Service, Value } from '../../model/compose/types.ts';

export default defineComposeRule({
  id: 'compose/log-rotation',
  title: 'Log rotation',
  summary: 'The log of the service grows without end.',
  kind: 'absence',
  severity: { single: 'off', mixed: 'info', hostile: 'warning' },
  properties: ['availability'],
  sources: ['CIS-2.13', 'CWE-779'],
  aliases: {},
  fix: 'safe',
  options: {
    daemonRotates: {
      default: false,
      description: "Whether the engine's own settings (daemon.json) rotate the logs of all containers.",
    },
  },
  messages: { missing: "The log of service '{service}' grows without end." },
  help: "Docker's default driver, json-file, keeps everything a container ever wrote, until the disk is full and all containers fail. Use the driver local, which rotates by itself, or set max-size and max-file.",
  check: forEachServiceLacking(
    'missing',
    (service, { options }) => !options.daemonRotates && growsForever(service),
    (service) => {
      const edits = isWritten(service.get('logging'))
        ? insertAt(service, ['logging', 'options', 'max-size'], '10m')
        : insertPair(service, 'logging', ['', 'driver: local']);
      return oneFix('safe', 'Rotate the log', edits);
    },
  ),
});

function growsForever(service: Service): boolean {
  const driver = textOf(service.scalar('logging', 'driver'));
  // Without a driver the engine takes its own, which is json-file unless somebody changed it.
  if (driver !== undefined && (!driver.known || !/^(?:json-file)?$/.test(driver.value))) return false;
  return !isWritten(service.get('logging', 'options', 'max-size'));
}

function isWritten(value: Value | undefined): boolean {
  if (value?.kind !== 'scalar') return value !== undefined;
  return value.state === 'unknown' || (value.state === 'known' && value.text !== '');
}
