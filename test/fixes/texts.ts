/** Texts with much to fix, in the many ways people write the same thing. */
import fc from 'fast-check';

/** Spellings of keys of a service; every `>` is one level of indentation in the style of the file. */
const serviceParts: readonly (readonly string[])[] = [
  ['privileged: true', 'privileged: "true" # needed?', 'privileged: yes'],
  ['cap_add: [SYS_ADMIN]', 'cap_add:\n>- SYS_ADMIN # why\n>- NET_ADMIN', 'cap_add: ["ALL", CHOWN]'],
  ['cap_drop: [MKNOD]', 'cap_drop:\n>- ALL', 'cap_drop: []'],
  [
    'security_opt: ["seccomp:unconfined"]',
    'security_opt:\n>- label:disable\n>- "apparmor=unconfined" # old host',
    'security_opt: [no-new-privileges:false]',
    'security_opt:\n>- label:type:spc_t',
  ],
  ['network_mode: host', 'network_mode: "host"'],
  ['pid: host', "pid: 'host' # debugger"],
  ['ipc: host', 'ipc: shareable'],
  ['userns_mode: host'],
  ['user: root', 'user: "0:0"', 'user: "1000"'],
  ['read_only: false', 'read_only: true'],
  [
    'ports: ["80:80", "5432:5432"]',
    'ports:\n>- 2375:2375\n># the next is the web\n>- "127.0.0.1:80:80"',
    'ports:\n>- target: 22\n>  published: "22"',
  ],
  [
    'volumes: ["/var/run/docker.sock:/var/run/docker.sock"]',
    'volumes:\n>- /etc:/etc # all of it\n>- ./data:/data:z',
    'volumes:\n>- type: bind\n>  source: /\n>  target: /host',
  ],
  [
    'environment: [PASSWORD=hunter2]',
    'environment:\n>DB_PASSWORD: "changeme" # later\n>MODE: dev',
    'environment:\n>- A=1',
  ],
  [
    'mem_limit: 1g',
    'deploy:\n>resources:\n>>limits:\n>>>cpus: "1"',
    'deploy: {resources: {limits: {memory: 1g}}}',
  ],
  ['devices: ["/dev/mem:/dev/mem"]', 'devices:\n>- /dev/kmsg'],
  ['restart: always', 'pids_limit: -1', 'oom_score_adj: -1000', 'cgroup: host', 'oom_kill_disable: true'],
  ['sysctls:\n>net.ipv4.ip_forward: 1', 'sysctls: ["kernel.shmmax=1"]'],
  ['logging:\n>driver: none', 'healthcheck:\n>disable: true', 'command: sh -c "echo one # two"'],
];

export const images = fc.constantFrom(
  'nginx',
  'nginx:latest',
  'redis:7 # cache',
  '"app:1.2"',
  `db@sha256:${'0'.repeat(64)}`,
);

export interface Style {
  readonly indent: number;
  readonly end: '\n' | '\r\n';
  readonly isEnded: boolean;
}

export const styles: fc.Arbitrary<Style> = fc.record({
  indent: fc.constantFrom(2, 4),
  end: fc.constantFrom('\n', '\r\n'),
  isEnded: fc.boolean(),
});

export const parts = fc
  .subarray([...serviceParts.keys()], { maxLength: 7 })
  .chain((chosen) => fc.tuple(...chosen.map((index) => fc.constantFrom(...(serviceParts[index] ?? [])))));

const service = fc.record({ image: images, parts, comment: fc.boolean() });

export function styled(lines: readonly string[], { indent, end, isEnded }: Style): string {
  const written = lines.map((line) => {
    const depth = /^>*/.exec(line)?.[0].length ?? 0;
    return ' '.repeat(depth * indent) + line.slice(depth);
  });
  return written.join(end) + (isEnded ? end : '');
}

/** Compose files in block style, of one to three services. */
export const composeTexts: fc.Arbitrary<string> = fc
  .tuple(fc.array(service, { minLength: 1, maxLength: 3 }), styles)
  .map(([services, style]) => {
    const lines = ['# a file', 'services:'];
    for (const [index, { image, parts: written, comment }] of services.entries()) {
      lines.push(`>s${index}:${comment ? ' # a service' : ''}`, `>>image: ${image}`);
      for (const part of written) lines.push(...part.split('\n').map((line) => `>>${line}`));
      if (comment) lines.push('', '># before what follows');
    }
    return styled(lines, style);
  });

const instructions: readonly string[] = [
  'USER root',
  'USER 1000',
  'USER app',
  'ADD app.tar.gz /app/',
  'ADD config.json /app/ # no comment',
  'ADD https://example.test/file /file',
  'COPY . .',
  'COPY --chmod=777 run.sh /run.sh',
  'COPY --chown=root:root . /app',
  'RUN apt-get update && apt-get install -y curl',
  'RUN apt-get install -y sudo \\\n    # a comment inside\n    git',
  'RUN chmod 777 /app',
  'RUN chmod -R a+rwx /app && chmod u+s /bin/sh',
  'RUN curl -k https://example.test/install.sh | sh',
  'RUN wget --no-check-certificate https://example.test/x && pip install --trusted-host example.test x',
  'RUN --security=insecure make',
  'RUN --network=host make',
  'RUN useradd app',
  'RUN <<EOF\nchmod 777 /srv\nEOF',
  'ENV PASSWORD=hunter2 MODE=dev',
  'ENV TOKEN hunter2',
  'ARG API_KEY=hunter2',
  'ENV NODE_TLS_REJECT_UNAUTHORIZED=0',
  'EXPOSE 22 80',
  'EXPOSE 2375/tcp',
  'VOLUME /var/run/docker.sock',
  'HEALTHCHECK NONE',
  'SHELL ["/bin/sh", "-c"]',
  'CMD sudo app',
  'ENTRYPOINT ["/app"]',
  'STOPSIGNAL SIGKILL',
  'WORKDIR app',
  '# a comment of its own',
  '',
];

/** Dockerfiles of one or two stages. */
export const dockerfileTexts: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.array(fc.constantFrom(...instructions), { maxLength: 8 }), { minLength: 1, maxLength: 2 }),
    fc.constantFrom('alpine', 'debian:latest', 'node:20 AS build', `app@sha256:${'0'.repeat(64)}`),
    styles,
  )
  .map(([stages, base, style]) =>
    styled(
      [
        '# syntax=docker/dockerfile:1',
        ...stages.flatMap((stage, index) => [
          `FROM ${index === 0 ? base : 'alpine:3.20'}`,
          ...stage.flatMap((part) => part.split('\n')),
        ]),
      ],
      { ...style, indent: 0 },
    ),
  );
