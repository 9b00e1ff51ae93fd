/** A made-up project of many services, of the size that a platform team keeps in one file. */

export interface ProjectTexts {
  readonly composePath: string;
  readonly dockerfilePath: string;
  /** Texts by path. */
  readonly texts: Readonly<Record<string, string>>;
}

const dockerfile = (index: number) => `FROM golang:1.25 AS build
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
COPY --from=build /app /usr/local/bin/app
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
    .map((index) => [`/work/services/${index}/Dockerfile`, dockerfile(index)] as const);
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
