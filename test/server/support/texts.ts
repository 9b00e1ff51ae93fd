/** A service with every control, so that what a test adds is all that is found. */
export const hardened = `services:
  app:
    image: example.org/app:1.2@sha256:${'1'.repeat(64)}
    logging: { driver: local }
    user: "1000:1000"
    read_only: true
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    mem_limit: 128m
    cpus: 0.5
    pids_limit: 100
`;

/** The same with exactly one finding, on the last line. */
export const privileged = `${hardened}    privileged: true\n`;

/** The number of that line, from 0, on which `true` stands between the characters 16 and 20. */
export const privilegedLine = privileged.split('\n').length - 2;

/** A Dockerfile without and one with exactly one finding. */
export const pinnedImage = 'FROM example.org/base:1.2\nUSER 1000\n';
export const untaggedImage = 'FROM example.org/base\nUSER 1000\n';
