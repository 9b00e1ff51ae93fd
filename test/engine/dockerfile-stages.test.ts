/** What one stage says of another, what ONBUILD does elsewhere, and stages of Windows: rules on whole files. */
import { describe, it } from 'node:test';
import { assertRow, type MarkedRow } from './dockerfile-rows.ts';

const ofShell = ['pipefail', 'world-writable', 'heredoc-without-errexit', 'tls-verification-off', 'no-sudo'];

const windows: readonly MarkedRow[] = [
  {
    what: 'cmd is not read as sh',
    rules: ofShell,
    text: 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nRUN curl https://e.test/a | findstr b & set X=a | echo sudo c ^| chmod 777 /a\n',
  },
  {
    what: 'PowerShell is not read as sh',
    rules: ofShell,
    text: 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL ["powershell", "-Command"]\nRUN $env:a = \'curl -k x | chmod 777 /a\'; iwr https://e.test/a | Out-File b\n',
  },
  {
    what: 'PowerShell that SHELL sets on Linux, also for stages built from it',
    rules: ofShell,
    text: 'FROM debian:12 AS w\nSHELL ["pwsh", "-Command"]\nFROM w\nRUN Write-Output "sudo a; curl -k x" | Out-Null\n',
  },
  {
    what: 'what cmd runs is still seen',
    rules: ['tls-verification-off'],
    text: 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nRUN curl «-k» https://e.test/a\n',
  },
  {
    what: 'no user of Linux is asked for',
    rules: ['missing-user', 'root-user', 'user-unresolvable'],
    text: 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["a.exe"]\n',
  },
];

const onbuild: readonly MarkedRow[] = [
  {
    what: 'its commands are judged',
    rules: ['no-sudo', 'tls-verification-off', 'world-writable'],
    text: 'FROM alpine:3.22\nONBUILD RUN «sudo» a && curl «-k» https://e.test && chmod «777» /a\n',
  },
  {
    what: 'its variables are judged',
    rules: ['secret-in-env-or-arg'],
    text: 'FROM alpine:3.22\nONBUILD ENV «DB_PASSWORD»=hunter2\n',
  },
  {
    what: 'its USER is that of another build',
    rules: ['missing-user'],
    text: '«FROM alpine:3.22»\nONBUILD USER app\nCMD ["/a"]\n',
  },
  {
    what: 'its CMD overrides nothing here',
    rules: ['overridden-instruction'],
    text: 'FROM alpine:3.22\nCMD ["/a"]\nONBUILD CMD ["/b"]\n',
  },
  {
    what: 'its SHELL is that of another build',
    rules: ['pipefail'],
    text: 'FROM debian:12\nONBUILD SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN «curl» https://e.test/a | tar xz\n',
  },
];

const shells: readonly MarkedRow[] = [
  {
    what: 'SHELL goes with FROM stage',
    rules: ['pipefail'],
    text: 'FROM debian:12 AS a\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nFROM a AS b\nFROM b\nRUN curl https://e.test/a | tar xz\n',
  },
  {
    what: 'SHELL of a stage beside it is another matter',
    rules: ['pipefail'],
    text: 'FROM debian:12 AS a\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nFROM debian:12\nRUN «curl» https://e.test/a | tar xz\n',
  },
  {
    what: 'a later SHELL counts from there on',
    rules: ['pipefail'],
    text: 'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl https://e.test/a | tar xz\nSHELL ["/bin/sh", "-c"]\nRUN «curl» https://e.test/b | tar xz\n',
  },
  {
    what: 'exec form has no shell',
    rules: ['pipefail', 'no-sudo'],
    text: 'FROM debian:12\nRUN ["curl", "https://e.test/a", "|", "sudo", "tar"]\n',
  },
];

for (const [name, rows] of Object.entries({ Windows: windows, ONBUILD: onbuild, SHELL: shells })) {
  describe(name, () => {
    for (const row of rows) it(row.what, () => assertRow(row));
  });
}
