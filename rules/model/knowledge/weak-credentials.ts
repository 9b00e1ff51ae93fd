/** Passwords that images ship with and examples use, which everybody tries first; from the images' own pages. */
const words: ReadonlySet<string> = new Set(
  [
    'admin admin123 administrator changeit changeme change_me change-me default demo example guest letmein',
    'mariadb minioadmin mongo mysql pass password password1 password123 passw0rd p@ssw0rd postgres postgresql',
    'qwerty rabbitmq redis root rootpassword secret supersecret test testing toor user verysecret welcome',
    '1234 12345 123456 1234567 12345678 123456789 1234567890 000000 111111',
  ]
    .join(' ')
    .split(' '),
);

/** Whether a value is one of the well-known credentials, in any letter case. */
export function isWeakCredential(value: string): boolean {
  return words.has(value.trim().toLowerCase());
}
