/** Configurations of other linters with the equal one of Bulkhead. */
export interface Migration {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** What the new configuration holds. */
  readonly config: unknown;
  /** What has no equal. */
  readonly notes: readonly string[];
}

export const migrations: readonly Migration[] = [
  {
    name: 'hadolint',
    files: {
      '.hadolint.yaml': `ignored: [DL3004, DL3008]
override:
  error: [DL3020]
  warning: [DL3002, SC2086]
  style: [DL3025]
  shouting: [DL3000]
trustedRegistries:
  - docker.io
  - "*.example.com"
failure-threshold: style
no-fail: true
format: tty
strict-labels: true
label-schema: {author: text}
disable-ignore-pragma: true
no-color: true
invented: 1
`,
    },
    config: {
      rules: {
        'dockerfile/add-instead-of-copy': 'error',
        'dockerfile/no-sudo': 'off',
        'dockerfile/root-user': 'warning',
        'dockerfile/shell-form-entrypoint': 'hint',
      },
      trustedRegistries: ['docker.io', '*.example.com'],
    },
    notes: [
      '.hadolint.yaml: DL3008: no rule means the same.',
      '.hadolint.yaml: SC2086: no rule means the same.',
      '.hadolint.yaml: override.shouting: there is no such severity.',
      ".hadolint.yaml: failure-threshold: not in the configuration; call 'bulkhead lint --fail-on info'.",
      ".hadolint.yaml: no-fail: not in the configuration; call 'bulkhead lint --fail-on never'.",
      ".hadolint.yaml: format: not in the configuration; call 'bulkhead lint --format', which has formats of its own.",
      '.hadolint.yaml: strict-labels: labels are not checked.',
      '.hadolint.yaml: label-schema: labels are not checked.',
      '.hadolint.yaml: disable-ignore-pragma: comments that ignore findings cannot be switched off.',
      '.hadolint.yaml: no-color: not in the configuration; set the environment variable NO_COLOR.',
      '.hadolint.yaml: invented: has no equal.',
    ],
  },
  {
    name: 'an id of hadolint that shares its rule with others',
    files: { '.hadolint.yml': 'ignored:\n  - DL3006\n' },
    config: { rules: { 'dockerfile/base-image-tag': 'off' } },
    notes: ['.hadolint.yml: dockerfile/base-image-tag stands for DL3007 too, which was not silenced.'],
  },
  {
    name: 'compose-lint',
    files: {
      '.compose-lint.yml': `rules:
  CL-0002: {enabled: false, reason: "reads disks: reviewed"}
  CL-0007: {enabled: false}
  CL-0004: {severity: high}
  CL-0005: {severity: odd}
  CL-0008:
    exclude_services: {exporter: measures the host, bare: null}
  CL-0010:
    exclude_services: [debug]
  CL-0023: {enabled: false}
profiles: {enabled: true}
fail_on: high
`,
    },
    config: {
      rules: { 'compose/pin-image-tag': 'error', 'compose/read-only-rootfs': 'off' },
      ignore: [
        { rule: 'compose/no-privileged', reason: 'reads disks: reviewed' },
        { rule: 'compose/no-host-network', service: 'exporter', reason: 'measures the host' },
        { rule: 'compose/no-host-network', service: 'bare' },
        { rule: 'compose/no-host-ipc', service: 'debug' },
        { rule: 'compose/no-host-pid', service: 'debug' },
      ],
    },
    notes: [
      ".compose-lint.yml: CL-0005.severity: 'odd' has no equal.",
      '.compose-lint.yml: CL-0023: no rule means the same.',
      '.compose-lint.yml: profiles: has no equal.',
      ".compose-lint.yml: fail_on: not in the configuration; call 'bulkhead lint --fail-on'.",
    ],
  },
  {
    name: 'dclint',
    files: {
      '.dclintrc': JSON.stringify({
        rules: {
          'no-build-and-image': 0,
          'no-unbound-port-interfaces': [1, { skip: true }],
          'service-image-require-explicit-tag': 2,
          'services-alphabetical-order': 0,
          'no-version-field': 7,
        },
        quiet: false,
        debug: true,
        exclude: ['legacy/**', 'vendor'],
      }),
    },
    config: {
      rules: {
        'compose/dependency-confusion': 'off',
        'compose/no-unbound-port': 'warning',
        'compose/pin-image-tag': 'error',
      },
      exclude: ['legacy/**', 'vendor'],
    },
    notes: [
      '.dclintrc: no-unbound-port-interfaces: its options skip have no equal.',
      '.dclintrc: services-alphabetical-order: no rule means the same.',
      '.dclintrc: no-version-field: no rule means the same.',
      '.dclintrc: debug: has no equal.',
    ],
  },
  {
    name: 'Trivy',
    files: {
      '.trivyignore': `# The builder needs root
# until it is rewritten.
AVD-DS-0010 exp:2027-01-31

# Not for DS026
DS026
CVE-2024-1 exp:2027-01-01
DS-0001 exp:2025-01-01
DS-0005 exp:soon
`,
    },
    config: {
      ignore: [
        {
          rule: 'dockerfile/no-sudo',
          reason: 'The builder needs root until it is rewritten.',
          until: '2027-01-31',
        },
        { rule: 'dockerfile/healthcheck-missing', reason: 'Not for DS026' },
      ],
    },
    notes: [
      '.trivyignore: CVE-2024-1: no rule means the same.',
      '.trivyignore: DS-0001: it expired on 2025-01-01 and was left out.',
      ".trivyignore: DS-0005: 'soon' is not a date, so the entry was left out.",
    ],
  },
  {
    name: 'Trivy in YAML',
    files: {
      '.trivyignore.yaml': `vulnerabilities:
  - id: CVE-2023-1
misconfigurations:
  - id: AVD-DS-0010
    paths: [docs/Dockerfile, "*.dockerfile"]
    statement: The image needs sudo
    expired_at: 2027-01-01
`,
    },
    config: {
      ignore: [
        {
          rule: 'dockerfile/no-sudo',
          path: 'docs/Dockerfile',
          reason: 'The image needs sudo',
          until: '2027-01-01',
        },
        {
          rule: 'dockerfile/no-sudo',
          path: '*.dockerfile',
          reason: 'The image needs sudo',
          until: '2027-01-01',
        },
      ],
    },
    notes: ['.trivyignore.yaml: vulnerabilities: CVE-2023-1: only misconfigurations have equals.'],
  },
  {
    name: 'several at once, which disagree',
    files: {
      '.hadolint.yaml': 'ignored: [DL3004]\noverride: {error: [DL3004]}\n',
      '.dclintrc': 'rules:\n  no-build-and-image: 0\n',
      '.compose-lint.yml': 'rules: {CL-0004: {severity: low}}\n',
    },
    config: {
      rules: {
        'compose/dependency-confusion': 'off',
        'compose/pin-image-tag': 'info',
        'dockerfile/no-sudo': 'off',
      },
    },
    notes: ['.hadolint.yaml: DL3004: error for dockerfile/no-sudo, which is off because of DL3004.'],
  },
  { name: 'an empty file', files: { '.hadolint.yaml': '# nothing\n' }, config: null, notes: [] },
];
