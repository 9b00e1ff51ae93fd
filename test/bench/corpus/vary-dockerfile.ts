import type { Chance } from './chance.ts';

/**
 * Another Dockerfile of the same kind: other tags, stage names, folders, packages, ports and values, and instructions more
 * or less, among them what people get wrong.
 */
export function varyDockerfile(seed: string, chance: Chance): string {
  const stages = new Map<string, string>();
  for (const [, name = ''] of seed.matchAll(/^FROM\s.*\sAS\s+(\S+)/gim))
    stages.set(name, `${name}-${chance.one(['a', 'b', 'next', 'slim', 'full'])}${chance.whole(100)}`);
  const lines = seed.split('\n').flatMap((line) => varyLine(line, stages, chance));
  const end = lines.findLastIndex((line) => /^(?:CMD|ENTRYPOINT|USER)\b/i.test(line));
  const at = end < 0 || insideHeredoc(lines, end) ? lines.length : end;
  lines.splice(at, 0, ...additions(chance));
  return lines.join('\n');
}

/** Whether an index lies between `<<EOF` and `EOF`; the seeds use no other word. */
function insideHeredoc(lines: readonly string[], index: number): boolean {
  const opened = lines.slice(0, index).findLastIndex((line) => line.includes('<<EOF'));
  return opened >= 0 && !lines.slice(opened + 1, index).includes('EOF');
}

function varyLine(line: string, stages: ReadonlyMap<string, string>, chance: Chance): readonly string[] {
  const renamed = line.replace(
    /^(FROM\s+(?:--\S+\s+)?)(\S+)(.*)$|(--from=)(\S+)/i,
    (whole, from, image, rest, flag, stage) => {
      if (flag !== undefined) return `${flag}${stages.get(stage) ?? stage}`;
      if (from === undefined) return whole;
      const named = String(rest).replace(/\S+$/, (name) => stages.get(name) ?? name);
      return `${from}${stages.get(image) ?? retagged(image, chance)}${named}`;
    },
  );
  if (/^WORKDIR\s/.test(renamed)) return [`WORKDIR /srv/${noun(chance)}${chance.whole(300)}`];
  if (/^EXPOSE\s/.test(renamed)) return [`EXPOSE ${1024 + chance.whole(60_000)}`];
  if (/^ENV\s/.test(renamed)) return [renamed.replace(/\d{2,}/g, () => String(1000 + chance.whole(60_000)))];
  const packages = /^(.*\b(?:apk add|apt-get install)(?:\s+-\S+)*)((?:\s+[a-z][\w.+-]*)+)(.*)$/.exec(renamed);
  if (packages !== null) {
    const [, command = '', list = '', rest = ''] = packages;
    const extra = chance.shuffled(tools).slice(0, chance.whole(4));
    return [`${command} ${chance.shuffled([...list.trim().split(/\s+/), ...extra]).join(' ')}${rest}`];
  }
  return [renamed];
}

function retagged(image: string, chance: Chance): string {
  if (/[@$]/.test(image) || image === 'scratch') return image;
  const [name = image, tag = ''] = image.split(':');
  const flavour = /-[a-z][\w.]*$/.exec(tag)?.[0] ?? '';
  if (chance.in(15)) return name;
  return `${name}:${1 + chance.whole(25)}.${chance.whole(30)}.${chance.whole(12)}${flavour}`;
}

const tools = ['curl', 'git', 'jq', 'tzdata', 'openssl', 'bash', 'make', 'unzip', 'procps', 'sudo'] as const;
const nouns = ['order', 'cart', 'mail', 'user', 'stock', 'price', 'search', 'media'] as const;
const noun = (chance: Chance) => chance.one(nouns);

/** Instructions that Dockerfiles of every kind hold. */
const pool: readonly ((chance: Chance) => string)[] = [
  (chance) => `LABEL org.opencontainers.image.title="${noun(chance)} ${chance.whole(2000)}"`,
  (chance) => `ARG BUILD_NUMBER=${chance.whole(90_000)}`,
  (chance) => `ENV ${noun(chance).toUpperCase()}_PORT=${1024 + chance.whole(60_000)} LOG_LEVEL=info`,
  (chance) => `RUN mkdir -p /var/lib/${noun(chance)}${chance.whole(500)} && chown -R 1000:1000 /var/lib`,
  (chance) =>
    `RUN curl -fsSL https://dl${chance.whole(50)}.example.org/${noun(chance)}/v${chance.whole(30)}.tgz -o /tmp/tool.tgz \\\n    && tar -xzf /tmp/tool.tgz -C /usr/local/bin \\\n    && rm /tmp/tool.tgz`,
  (chance) => `RUN curl -sSL http://get${chance.whole(90)}.example.org/install.sh | sh`,
  (chance) => `RUN chmod 777 /srv && echo "${noun(chance)} ${chance.whole(5000)}" > /etc/motd`,
  (chance) => `COPY --chown=app:app config/${noun(chance)}${chance.whole(900)}.conf /etc/${noun(chance)}/`,
  (chance) => `ADD https://files.example.org/${noun(chance)}${chance.whole(900)}.tar.gz /opt/`,
  (chance) =>
    `HEALTHCHECK --interval=${5 + chance.whole(50)}s CMD wget -qO- http://localhost:${1024 + chance.whole(60_000)}/`,
  (chance) => `RUN adduser -D -u ${1000 + chance.whole(5000)} app`,
  (chance) => `VOLUME /data/${noun(chance)}${chance.whole(300)}`,
  (chance) =>
    `RUN for part in ${chance.shuffled(nouns).slice(0, 3).join(' ')}; do\\\n      install -d "/var/spool/$part-${chance.whole(700)}" || exit 1;\\\n    done`,
];

function additions(chance: Chance): readonly string[] {
  const chosen = chance
    .shuffled(pool)
    .slice(0, chance.whole(5))
    .map((make) => make(chance));
  return chance.in(40) ? [...chosen, `USER ${1000 + chance.whole(60_000)}`] : chosen;
}
