/** A made-up project of many services, of the size that a platform team keeps in one file. */

export interface ProjectTexts {
  readonly composePath: string;
  readonly dockerfilePath: string;
  /** Texts by path. */
  readonly texts: Readonly<Record<string, string>>;
}

/** @param lines - How long it is to be at least. */
const dockerfile = (index: number, lines: number) => `FROM golang:1.25 AS build
ARG VERSION=1.${index}
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN --mount=type=cache,target=/root/.cache CGO_ENABLED=0 go build -o /app ./cmd/app

FROM debian:12.5-slim
RUN apt-get update && \\
    apt-get install -y --no-install-recommends ca-certificates && \\
    rm -rf /var/lib/apt/lists/*
ENV MODE=production PORT=80${index % 100}
${fillerOf(lines - 19)}COPY --from=build /app /usr/local/bin/app
EXPOSE 80${index % 100}
USER 10001:10001
HEALTHCHECK CMD ["/usr/local/bin/app", "health"]
ENTRYPOINT ["/usr/local/bin/app"]
CMD ["serve", "--port", "80${index % 100}"]
`;

const service = (index: number, builds: boolean) => `  service-${index}:
    ${builds ? `build: ./services/${index}` : `image: registry.example.org/team/service-${index}:1.${index}`}
    environment:
      LOG_LEVEL: info
      UPSTREAM_URL: http://service-${Math.max(0, index - 1)}:8080
    networks: [zone-${index % 20}]
    volumes:
      - data-${index}:/var/lib/app
    read_only: true
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    mem_limit: 256m
    cpus: 0.5
    pids_limit: 100
    depends_on: [service-${Math.max(0, index - 1)}]
`;

/** The length of the Dockerfile that is edited. */
const editedLines = 200;

/** All services in one file, or twenty to a file that a main one includes. */
export type Layout = 'one file' | 'included files';

const perFile = 20;

/** `services` services, of which `builds` have a Dockerfile of their own. */
export function projectTexts(services: number, builds: number, layout: Layout): ProjectTexts {
  const names = Array.from({ length: services }, (_, index) => index);
  const chunks = layout === 'one file' ? [names] : chunked(names);
  const main = '/work/compose.yaml';
  const parts = chunks.map((chunk, index) => ({
    path: layout === 'one file' ? main : `/work/part-${index}.yaml`,
    text: [
      'services:\n',
      ...chunk.map((name) => service(name, name % services < builds)),
      'volumes:\n',
      ...chunk.map((name) => `  data-${name}: {}\n`),
      ...(layout === 'one file' ? [networks] : []),
    ].join(''),
  }));
  const including = `include:\n${parts.map(({ path }) => `  - .${path.slice('/work'.length)}\n`).join('')}${networks}`;
  const dockerfiles = names
    .slice(0, builds)
    // The first one, which is edited, is a long one.
    .map(
      (index) =>
        [`/work/services/${index}/Dockerfile`, dockerfile(index, index === 0 ? editedLines : 0)] as const,
    );
  return {
    composePath: parts[0]?.path ?? main,
    dockerfilePath: '/work/services/0/Dockerfile',
    texts: {
      ...(layout === 'one file' ? {} : { [main]: including }),
      ...Object.fromEntries(parts.map(({ path, text }) => [path, text])),
      ...Object.fromEntries(dockerfiles),
    },
  };
}

const networks = `networks:\n${Array.from({ length: 20 }, (_, index) => `  zone-${index}: {internal: true}\n`).join('')}`;

function chunked(names: readonly number[]): readonly (readonly number[])[] {
  const chunks: number[][] = [];
  for (const name of names) {
    const last = chunks.at(-1);
    if (last === undefined || last.length === perFile) chunks.push([name]);
    else last.push(name);
  }
  return chunks;
}

/** A Dockerfile of that many lines, as generators and monorepos write them. */
export function longDockerfile(lines: number): string {
  return `FROM debian:12.5-slim AS base\nWORKDIR /srv\n${fillerOf(lines - 4)}USER 10001:10001\nCMD ["serve"]\n`;
}

/** At least that many lines of instructions. */
function fillerOf(lines: number): string {
  const made: string[] = [];
  for (let part = 0; made.length < lines; part += 1)
    made.push(...(longParts[part % longParts.length]?.(part) ?? []));
  return made.map((line) => `${line}\n`).join('');
}

const longParts: readonly ((index: number) => readonly string[])[] = [
  (index) => [`ENV SETTING_${index}=value-${index}`],
  (index) => [`COPY --chown=10001 part-${index}/ /srv/part-${index}/`],
  (index) => [
    'RUN apt-get update && \\',
    `    apt-get install -y --no-install-recommends tool-${index}=1.${index} && \\`,
    '    rm -rf /var/lib/apt/lists/*',
  ],
  (index) => [`ARG VERSION_${index}=1.${index}`],
  (index) => [`RUN curl -fsSL "https://files.example.org/${index}.tgz" -o /tmp/${index}.tgz`],
  (index) => [`# Part ${index} has its own folder.`, `RUN mkdir -p /var/lib/part-${index}`],
  (index) => [`LABEL org.example.part${index}="${index}"`],
];
