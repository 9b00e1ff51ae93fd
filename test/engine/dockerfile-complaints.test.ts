// Longer than 300 lines because it is one table: the complaints of section 4 of the reference, one row each.
/**
 * What users of other linters complain about: each wrong finding, with the issue that reports it, and what Bulkhead says
 * there. test/model/dockerfile/complaints.test.ts holds those that are about reading alone.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rules } from '../../rules/index.ts';
import { assertRow, lint, type MarkedRow } from './dockerfile-rows.ts';

interface Row extends MarkedRow {
  /** Issues by repository and number. */
  readonly issues: string;
}

const user = ['root-user', 'missing-user'];
const secret = ['secret-in-env-or-arg', 'secret-literal', 'secret-arg-persisted'];
const rootIssues =
  'hadolint#405, hadolint#1068, trivy#1620, trivy#3966, defsec#349, appshield#147, notebooks#2547';
const noUserIssues = 'hadolint#328, hadolint#648, hadolint#247, hadolint#1089, hadolint#1025, hadolint#989';
const secretIssues =
  'hadolint#1230, hadolint#1245, pipeline-library#1038, ddev#6462, Rackula#2348, modsecurity-crs-docker#316, buildx#3059, buildkit#5504';

/** Complaints 3 to 5 and 15: who runs the container. */
const users: readonly Row[] = [
  {
    issues: rootIssues,
    what: 'root in a builder',
    rules: user,
    text: 'FROM golang:1.24 AS build\nUSER root\nRUN make\nFROM debian:12-slim\nCOPY --from=build /a /a\nUSER app\nCMD ["/a"]\n',
  },
  {
    issues: rootIssues,
    what: 'root for some steps, then another user',
    rules: user,
    text: 'FROM node:22\nUSER root\nRUN apt-get update\nUSER node\nCMD ["node", "a.js"]\n',
  },
  {
    issues: rootIssues,
    what: 'a stage built from one that has a user',
    rules: user,
    text: 'FROM node:22 AS base\nUSER node\nFROM base\nCMD ["node", "a.js"]\n',
  },
  {
    issues: rootIssues,
    what: 'root where it counts',
    rules: user,
    text: 'FROM golang:1.24 AS build\nUSER app\nRUN make\nFROM debian:12-slim\nUSER «root»\nCMD ["/a"]\n',
  },
  {
    issues: noUserIssues,
    what: 'no USER at all',
    rules: user,
    text: '«FROM debian:12-slim»\nCMD ["/a"]\n',
  },
  {
    issues: noUserIssues,
    what: 'a user in the builder only',
    rules: user,
    text: 'FROM golang:1.24 AS build\nUSER app\nRUN make\n«FROM debian:12-slim»\nCOPY --from=build /a /a\nCMD ["/a"]\n',
  },
  ...[
    'gcr.io/distroless/static:nonroot',
    'quay.io/prometheus/alertmanager:v0.28.0',
    'nginxinc/nginx-unprivileged:1.29',
  ].map(
    (image): Row => ({
      issues: 'alertmanager#5258',
      what: `${image} starts as another user`,
      rules: user,
      text: `FROM ${image}\nCOPY a /a\n`,
    }),
  ),
  {
    issues: 'alertmanager#5258',
    what: 'an image that the configuration names',
    rules: user,
    text: 'FROM registry.example.com/base/app:1\nCOPY a /a\n',
    config: 'trustedNonRootImages: ["registry.example.com/base/*"]\n',
  },
  {
    issues: 'alertmanager#5258',
    what: 'an image beside those that the configuration names',
    rules: user,
    text: '«FROM debian:12-slim»\nCOPY a /a\n',
    config: 'trustedNonRootImages: ["registry.example.com/base/*"]\n',
  },
  {
    issues: 'hadolint#1222, hadolint#1239, pipeline-library#1038',
    what: 'a user by name is no finding on a host of one owner',
    rules: ['numeric-user'],
    text: 'FROM node:22\nUSER node\n',
    tenancy: 'mixed',
  },
];

/** Complaint 6: names that only look like secrets; the last ones are secrets. */
const secrets: readonly Row[] = [
  ...[
    'username=bob',
    'DB_USERNAME=app',
    'GOPRIVATE=github.com/acme/*',
    'AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/secrets/token',
    'FACEBOOK_APP_ID=1234567890',
    'AUTH_MODE=oidc',
    'AUTH_TYPE=basic',
    'SSH_AUTH_SOCK=/ssh-agent',
    'DB_PASSWORD_FILE=/run/secrets/db',
    'TOKEN_VERSION=3',
    'KEY_VERSION=2',
    'SSL_CERT_KEY=/etc/ssl/private/site.key',
    'PROXY_SSL_CERT_KEY=/etc/nginx/conf/proxy.key',
    'TOKENIZERS_PARALLELISM=false',
    'REQUIRE_PASSWORD=true',
    'PUBLIC_KEY=abcdef',
    'GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568',
    'API_KEY=',
  ].map(
    (pair): Row => ({
      issues: secretIssues,
      what: pair,
      rules: secret,
      text: `FROM alpine:3.22\nENV ${pair}\n`,
    }),
  ),
  { issues: secretIssues, what: 'ARG username', rules: secret, text: 'FROM alpine:3.22\nARG username\n' },
  {
    issues: 'buildkit#6064',
    what: '_PSW is a password',
    rules: secret,
    text: 'FROM alpine:3.22\nENV «NEXUS_PSW»=hunter2\n',
  },
  {
    issues: 'hadolint#462',
    what: 'ENV with a secret',
    rules: secret,
    text: 'FROM alpine:3.22\nENV MODE=dev «DB_PASSWORD»=hunter2\n',
  },
];

/** Complaints 1, 2 and 16: packages. */
const packages: readonly Row[] = [
  {
    issues: 'hadolint#1253, freehire#2244, lsp-adapter#73',
    what: 'packages of the system without versions are no finding unless asked for',
    rules: ['unpinned-os-package'],
    text: 'FROM debian:12-slim\nRUN apt-get update && apt-get install -y curl\nFROM alpine:3.22\nRUN apk add curl\n',
  },
  {
    issues: 'checkov#6585',
    what: 'update by other tools, and in a path',
    rules: ['update-without-install'],
    text: 'FROM debian:12-slim\nRUN git submodule update\nRUN npm update\nRUN composer update\nRUN ./bin/update --all\n',
  },
  {
    issues: 'checkov#6585',
    what: 'an upgrade makes use of the update',
    rules: ['update-without-install'],
    text: 'FROM debian:12-slim\nRUN apt-get update && apt-get upgrade -y\n',
  },
  {
    issues: 'checkov#6585',
    what: 'an update of its own',
    rules: ['update-without-install'],
    text: 'FROM debian:12-slim\nRUN «apt-get» update\nRUN apt-get install -y curl\n',
  },
];

/** Complaint 11: heredocs. The USER behind them shows that the file is still read; `sudo` that they are. */
const heredocs: readonly Row[] = (
  [
    ['hadolint#682', 'with a shebang', 'RUN <<EOF\n#!/bin/bash\n«sudo» a\nEOF'],
    ['hadolint#806', 'for another interpreter', 'RUN <<EOF python3\nsudo a\nEOF'],
    [
      'hadolint#923, hadolint#1019',
      'behind a continuation',
      'RUN a && \\\n  cat <<EOF > /x && «sudo» b\nsudo\nEOF',
    ],
    [
      'hadolint#960, hadolint#1137',
      'with a comment behind the end mark',
      'RUN <<EOF\na\nEOF\n# sudo\nRUN «sudo» b',
    ],
    ['hadolint#1051', 'with an escaped end mark', 'RUN <<\\EOF\n«sudo» a\nEOF'],
    ['hadolint#1051', 'with a quoted end mark', `RUN <<'EOF' bash\n«sudo» a\nEOF`],
  ] as const
).map(([issues, what, text]) => ({
  issues,
  what: `a heredoc ${what}`,
  rules: ['no-sudo', 'root-user'],
  text: `FROM debian:12-slim\n${text}\nUSER «root»\n`,
}));

/** Complaints 11 and 12: options of the shell. */
const options: readonly Row[] = [
  ...(
    [
      [
        'hadolint#250, hadolint#365',
        'set -o pipefail',
        'FROM alpine:3.22\nRUN set -o pipefail && wget -qO- https://e.test/a | tar xz',
      ],
      [
        'hadolint#724',
        'set -euo pipefail',
        'FROM alpine:3.22\nRUN set -euo pipefail; wget -qO- https://e.test/a | tar xz',
      ],
      [
        'hadolint#338, hadolint#350',
        'ash of Alpine',
        'FROM alpine:3.22\nSHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN wget -qO- https://e.test/a | tar xz',
      ],
      [
        'hadolint#522',
        'a shell at another path',
        'FROM a:1\nSHELL ["/opt/bash/bin/bash", "-o", "pipefail", "-c"]\nRUN curl https://e.test/a | tar xz',
      ],
      [
        'hadolint#682',
        'a heredoc with its shell',
        'FROM debian:12-slim\nRUN <<EOF\n#!/bin/bash\nset -eo pipefail\ncurl https://e.test/a | tar xz\nEOF',
      ],
      [
        'dcgm-exporter#683',
        'SHELL of the stage it is built from',
        'FROM debian:12 AS x\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nFROM x\nRUN curl https://e.test/a | tar xz',
      ],
      [
        'hadolint#250',
        'pipes that only print',
        'FROM debian:12-slim\nRUN yes | a && a || true && echo a | tee b',
      ],
      [
        'dcgm-exporter#683',
        'a shell without pipefail',
        'FROM debian:12-slim\nRUN «curl» https://e.test/a | tar xz',
      ],
    ] as const
  ).map(([issues, what, text]): Row => ({ issues, what, rules: ['pipefail'], text: `${text}\n` })),
  {
    issues: 'hadolint#882',
    what: 'a heredoc whose failures are ignored',
    rules: ['heredoc-without-errexit'],
    text: 'FROM debian:12-slim\nRUN «<<EOF»\ncurl -fO https://e.test/a\ntar xf a\nEOF\nRUN <<EOF\nset -e\ncurl -fO https://e.test/a\ntar xf a\nEOF\n',
  },
];

/** Complaint 14: substrings taken for what they are not, and findings at the wrong place. */
const substrings: readonly Row[] = [
  {
    issues: 'checkov#6567',
    what: 'apt in a path',
    rules: ['update-without-install', 'recommended-packages', 'signature-check-off'],
    text: 'FROM debian:12-slim\nRUN rm -f /etc/apt/sources.list.d/update.list && ls /etc/apt install\n',
  },
  {
    issues: 'dockerfile-roast#28',
    what: 'sh in sha256sum',
    rules: ['pipe-to-shell'],
    text: 'FROM debian:12-slim\nRUN curl -fsSL https://e.test/a.sha256 | sha256sum -c && curl https://e.test/a | «sh»\n',
  },
  {
    issues: 'checkov#5161',
    what: 'flags of FROM',
    rules: ['ambiguous-stage', 'base-image-tag'],
    text: 'FROM --platform=$BUILDPLATFORM alpine:3.22 AS a\nFROM --platform=linux/amd64 alpine:3.22 AS b\n',
  },
  {
    issues: 'checkov#6890, checkov#1389',
    what: 'every hit, each at its own place',
    rules: ['no-sudo'],
    text: 'FROM debian:12-slim\nRUN apt-get install -y sudo curl\nRUN a; «sudo» b \\\n  # sudo\n  && «sudo» c\nCMD «sudo» d\n',
  },
];

/** Complaints 7 and 13: silencing one finding. */
const silencing: readonly Row[] = [
  {
    issues: 'buildx#3059, vscode-extension#197, vscode-extension#62',
    what: 'one line is silenced, the next is not',
    rules: ['secret-in-env-or-arg'],
    text: 'FROM alpine:3.22\n# bulkhead ignore=secret-in-env-or-arg -- a test\nENV DB_PASSWORD=hunter2\nENV «API_TOKEN»=hunter2\n',
  },
  {
    issues: 'trivy#9463, trivy#8113, trivy#2961',
    what: 'a missing instruction is silenced at FROM',
    rules: user,
    text: 'FROM golang:1.24 AS build\nRUN make\n#trivy:ignore:AVD-DS-0002\nFROM debian:12-slim\nCMD ["/a"]\n',
  },
];

/** Complaint 17: what users ask for in vain. */
const asked: readonly Row[] = [
  {
    issues: 'hadolint#282',
    what: 'a download whose content nobody checks',
    rules: ['download-without-verification'],
    text: 'FROM debian:12-slim\nRUN curl -fsSLo /usr/bin/tool «https://e.test/tool» && chmod +x /usr/bin/tool\n',
  },
  {
    issues: 'hadolint#282',
    what: 'a download that is checked, whatever happens to the complaints of the check',
    rules: ['download-without-verification'],
    text: 'FROM debian:12-slim\nRUN curl -fsSLo tool https://e.test/tool && echo "$SUM" | sha256sum -c 2>/dev/null && chmod +x tool\n',
  },
  {
    issues: 'hadolint#51',
    what: 'plain http',
    rules: ['plaintext-download'],
    text: 'FROM debian:12-slim\nADD «http://e.test/a» /a\nADD https://e.test/b /b\n',
  },
];

const groups: Readonly<Record<string, readonly Row[]>> = {
  users,
  secrets,
  packages,
  heredocs,
  'options of the shell': options,
  substrings,
  silencing,
  'what users ask for': asked,
};

for (const [name, rows] of Object.entries(groups)) {
  describe(`complaints about ${name}`, () => {
    for (const row of rows) it(`${row.issues}: ${row.what}`, () => assertRow(row));
  });
}

describe('complaints about fixes and severities', () => {
  it('dcgm-exporter#683: dash has no pipefail, so the fix sets a shell that has', async () => {
    const { findings } = await lint('FROM debian:12-slim\nRUN curl https://e.test/a | tar xz\n');
    const [fix] = findings.find(({ rule }) => rule === 'dockerfile/pipefail')?.fixes ?? [];
    assert.match(fix?.edits[0]?.text ?? '', /^SHELL \["\/bin\/bash"/);
  });

  it('lsp-adapter#73: leaving recommended packages out is never a safe fix', () => {
    const rule = rules.find(({ id }) => id === 'dockerfile/recommended-packages');
    assert.ok(rule);
    assert.notEqual(rule.fix, 'safe');
  });

  it('trivy: what is about size, caches and style is never more than information', () => {
    for (const name of [
      'recommended-packages',
      'update-without-install',
      'numeric-user',
      'healthcheck-missing',
    ]) {
      const rule = rules.find(({ id }) => id === `dockerfile/${name}`);
      assert.ok(rule, name);
      for (const severity of Object.values(rule.severity))
        assert.ok(['off', 'hint', 'info'].includes(String(severity)), `${name}: ${severity}`);
    }
  });
});
