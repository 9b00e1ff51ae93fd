/**
 * What a rule's `sources` point to. Section numbers are those of the CIS Docker Benchmark v1.7.0, rule numbers those of
 * OWASP's Docker Security Cheat Sheet; the titles are shortened in our own words.
 */
export interface Source {
  readonly id: string;
  readonly family: 'CIS' | 'OWASP' | 'CWE';
  /** The section, rule or weakness number: `5.5`, `5a`, `250`. */
  readonly number: string;
  /** What the source asks for; undefined for CWE, whose page says it. */
  readonly title: string | undefined;
  readonly url: string;
}

export const cisUrl = 'https://www.cisecurity.org/benchmark/docker';
export const owaspUrl = 'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html';

const cisTitles: Readonly<Record<string, string>> = {
  '1.2': 'Host: hardened, and Docker up to date',
  '2.2': 'Daemon: traffic between containers on the default bridge',
  '2.5': 'Daemon: no insecure registries',
  '2.7': 'Daemon: TLS authentication',
  '2.13': 'Daemon: logging',
  '4.1': 'Image: a user of its own',
  '4.2': 'Image: trusted base images only',
  '4.3': 'Image: no unnecessary packages',
  '4.4': 'Image: scanned and rebuilt for security patches',
  '4.6': 'Image: health check',
  '4.7': 'Image: no update instruction alone',
  '4.8': 'Image: no setuid and setgid permissions',
  '4.9': 'Image: COPY instead of ADD',
  '4.10': 'Image: no secrets in Dockerfiles',
  '4.11': 'Image: verified packages only',
  '4.12': 'Image: signed artifacts are validated',
  '5.2': 'Container: AppArmor profile',
  '5.3': 'Container: SELinux options',
  '5.4': 'Container: restricted capabilities',
  '5.5': 'Container: not privileged',
  '5.6': 'Container: no sensitive host directories',
  '5.7': 'Container: no SSH server',
  '5.9': 'Container: only needed ports are open',
  '5.10': 'Container: no host network namespace',
  '5.11': 'Container: memory limit',
  '5.12': 'Container: CPU priority',
  '5.13': 'Container: root filesystem is read-only',
  '5.14': 'Container: ports bound to one host interface',
  '5.16': 'Container: no host process namespace',
  '5.17': 'Container: no host IPC namespace',
  '5.18': 'Container: no host devices',
  '5.19': 'Container: ulimits',
  '5.20': 'Container: mount propagation is not shared',
  '5.21': 'Container: no host UTS namespace',
  '5.22': 'Container: seccomp stays on',
  '5.23': 'Container: no privileged exec',
  '5.25': 'Container: cgroup of its own',
  '5.26': 'Container: no new privileges',
  '5.27': 'Container: health checked at run time',
  '5.28': 'Container: image version is the intended one',
  '5.29': 'Container: limit of processes',
  '5.30': 'Container: not on the default bridge',
  '5.31': 'Container: no host user namespace',
  '5.32': 'Container: no Docker socket inside',
};

/** Title and the anchor that the cheat sheet's site makes of its heading. */
const owaspRules: Readonly<Record<string, readonly [title: string, anchor: string]>> = {
  '0': ['Host and Docker up to date', 'rule-0-keep-host-and-docker-up-to-date'],
  '1': ['No Docker socket in reach', 'rule-1-do-not-expose-the-docker-daemon-socket-even-to-the-containers'],
  '2': ['A user that is not root', 'rule-2-set-a-user'],
  '3': [
    'Few capabilities',
    'rule-3-limit-capabilities-grant-only-specific-capabilities-needed-by-a-container',
  ],
  '4': ['No privilege escalation inside', 'rule-4-prevent-in-container-privilege-escalation'],
  '5': ['Connections between containers', 'rule-5-be-mindful-of-inter-container-connectivity'],
  '5a': [
    'Published ports and the firewall',
    'rule-5a-be-careful-when-mapping-container-ports-to-the-host-with-firewalls-like-ufw',
  ],
  '6': [
    'seccomp, AppArmor and SELinux',
    'rule-6-use-linux-security-module-seccomp-apparmor-or-selinux-for-runtime-security',
  ],
  '7': ['Limited resources', 'rule-7-limit-resources-memory-cpu-file-descriptors-processes-restarts'],
  '8': ['Read-only filesystems and volumes', 'rule-8-set-filesystem-and-volumes-to-read-only'],
  '9': ['Checks in the pipeline', 'rule-9-integrate-container-scanning-tools-into-your-cicd-pipeline'],
  '12': ['Secrets', 'rule-12-utilize-docker-secrets-for-sensitive-data-management'],
  '13': ['Supply chain', 'rule-13-enhance-supply-chain-security'],
};

/** Reads `CIS-5.5`, `OWASP-3` or `CWE-250`; undefined for what is none of them or has no entry here. */
export function readSource(id: string): Source | undefined {
  const [, family, number = ''] = /^(CIS|OWASP|CWE)-(.+)$/.exec(id) ?? [];
  if (family === 'CIS') {
    const title = cisTitles[number];
    return title === undefined ? undefined : { id, family, number, title, url: cisUrl };
  }
  if (family === 'OWASP') {
    const [title, anchor] = owaspRules[number] ?? [];
    return title === undefined ? undefined : { id, family, number, title, url: `${owaspUrl}#${anchor}` };
  }
  if (family === 'CWE' && /^\d+$/.test(number)) {
    return {
      id,
      family,
      number,
      title: undefined,
      url: `https://cwe.mitre.org/data/definitions/${number}.html`,
    };
  }
  return undefined;
}

/** `CIS 5.5`, `OWASP rule 3`, `CWE-250`: a source as a reader would write it. */
export function sourceName({ id, family, number }: Source): string {
  if (family === 'CWE') return id;
  return family === 'CIS' ? `CIS ${number}` : `OWASP rule ${number}`;
}

/** Orders sources by family, then by number, `5.9` before `5.10`. */
export function compareSources(left: Source, right: Source): number {
  const families = ['CIS', 'OWASP', 'CWE'];
  return (
    families.indexOf(left.family) - families.indexOf(right.family) ||
    left.number.localeCompare(right.number, 'en', { numeric: true })
  );
}
