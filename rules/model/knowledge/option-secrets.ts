/** Secrets inside of settings: labels, configuration files, options of mount(8). `\0` stands for what is not spelled out. */
import { isNamedSecret } from './secret-pairs.ts';

/** A password that is only there to be compared: bcrypt, MD5 and SHA crypt of htpasswd files, Argon2. */
const hashed = /(?:^|:)\$(?:2[abxy]?|apr1|1|5|6|y|argon2\w*)\$|\{SHA\}/;

/** Labels have dotted names whose last part says what the value is: `traefik.http.routers.token.rule` is a rule. */
export function isLabelSecret(name: string, value: string): boolean {
  const last = name.split('.').at(-1) ?? '';
  return !hashed.test(value) && !value.includes('{{') && isNamedSecret(last, value);
}

/** Whether a line of a configuration file, be it INI, YAML, JSON or an env file, gives a secret its value. */
export function linesWithSecret(content: string): boolean {
  return content.split('\n').some((line) => {
    const [, name, written = ''] =
      /^\s*(?:export\s+)?(?:-\s+)?["']?([A-Za-z][\w.-]*)["']?\s*[:=]\s*(\S.*)$/.exec(line) ?? [];
    const value = /^(["'])(.*)\1[,;]?$/.exec(written.trim())?.[2] ?? written.trim().replace(/[,;]$/, '');
    if (name === undefined || /[\0{}[\]$]/.test(value) || hashed.test(value)) return false;
    return isLabelSecret(name, value);
  });
}

/** `password=x` among the options of a mount; cifs knows it by two names (mount.cifs(8)). */
export function isMountSecret(option: string): boolean {
  const [, value] = /^\s*(?:password2?|pass)=([^\0]+)$/.exec(option) ?? [];
  return value !== undefined && isNamedSecret('password', value);
}
