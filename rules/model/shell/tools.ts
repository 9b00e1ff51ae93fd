// Longer than 300 lines because it is one table, a line a tool.
/**
 * Which options of common tools take a value, from their manual pages. Options without a value need no entry. Where two
 * programs share a name (GNU and busybox, useradd of shadow and of busybox), the table is their union. Longer than
 * other files because it is one table, with a line for every tool.
 */
import type { OptionTable } from './options.ts';

function list(words: string): readonly string[] {
  return words.trim().split(/\s+/);
}

const rpmFamily: OptionTable = {
  shortWithValue: 'cdeRxt',
  longWithValue:
    list(`config debuglevel errorlevel rpmverbosity installroot enablerepo disablerepo repo repoid
    exclude excludepkgs disableexcludes releasever setopt disableplugin enableplugin color comment forcearch
    repofrompath destdir downloaddir advisory bz cve sec-severity advisory-type exclude-group arch advisories`),
};

const apt: OptionTable = {
  shortWithValue: 'cota',
  longWithValue: list(
    'config-file option target-release default-release host-architecture build-profiles with-source',
  ),
};

const pip: OptionTable = {
  shortWithValue: 'rceitfbCdpP',
  longWithValue: list(`requirement constraint editable target prefix root index-url extra-index-url find-links
    trusted-host cert client-cert cache-dir log proxy retries timeout exists-action python only-binary no-binary platform
    python-version implementation abi upgrade-strategy src build config-settings global-option install-option
    progress-bar report use-feature use-deprecated dest wheel-dir root-user-action keyring-provider format path
    requirements-from-script group build-constraint uploaded-prior-to resume-retries`),
};

const npm: OptionTable = {
  shortWithValue: 'wCp',
  longWithValue:
    list(`registry prefix userconfig globalconfig cache tag omit include workspace cafile ca cert key otp
    loglevel script-shell scope auth-type https-proxy proxy noproxy node-options before depth fetch-retries
    fetch-timeout install-strategy package call maxsockets user-agent location cpu os libc`),
};

const yarn: OptionTable = {
  longWithValue:
    list(`registry cwd cache-folder modules-folder global-folder prefix use-yarnrc network-timeout
    network-concurrency mutex proxy https-proxy otp mode`),
};

const git: OptionTable = {
  shortWithValue: 'cC',
  longWithValue: list('git-dir work-tree namespace exec-path super-prefix config-env attr-source'),
  subcommands: {
    clone: {
      shortWithValue: 'obujc',
      longWithValue:
        list(`origin branch revision upload-pack reference reference-if-able depth separate-git-dir jobs
        template config server-option shallow-since shallow-exclude filter bundle-uri`),
    },
    fetch: {
      shortWithValue: 'jo',
      longWithValue:
        list(`depth deepen shallow-since shallow-exclude jobs upload-pack refmap server-option filter
        negotiation-tip`),
    },
    checkout: { shortWithValue: 'bB', longWithValue: list('orphan conflict pathspec-from-file') },
    switch: { shortWithValue: 'cC', longWithValue: list('create force-create orphan conflict') },
    config: { shortWithValue: 'f', longWithValue: list('file blob type default value comment') },
    commit: {
      shortWithValue: 'mFCct',
      longWithValue: list('message file author date template reuse-message'),
    },
    submodule: { shortWithValue: 'bj', longWithValue: list('branch name reference depth jobs filter') },
  },
};

const users = {
  useradd: {
    shortWithValue: 'bcdefgGkKpPRsuZhF',
    longWithValue:
      list(`base-dir comment home-dir home expiredate inactive gid groups skel key password prefix root
      shell uid selinux-user selinux-range`),
  },
  usermod: {
    shortWithValue: 'cdefgGlpRPsuvVwWZ',
    longWithValue:
      list(`comment home expiredate inactive gid groups login password root prefix shell uid add-subuids
      del-subuids add-subgids del-subgids selinux-user selinux-range`),
  },
  adduser: {
    shortWithValue: 'hgsGukcdbefKpRZ',
    longWithValue:
      list(`home shell uid gid ingroup gecos comment conf firstuid lastuid firstgid lastgid add_extra_groups_to
      home-dir base-dir groups password expiredate inactive skel key root`),
  },
  groupadd: { shortWithValue: 'gKpRPU', longWithValue: list('gid key password root prefix users') },
  addgroup: { shortWithValue: 'g', longWithValue: list('gid conf firstgid lastgid') },
  gpasswd: { shortWithValue: 'adMAQR', longWithValue: list('add delete members administrators root') },
} as const satisfies Record<string, OptionTable>;

const curl: OptionTable = {
  shortWithValue: 'AbcCdDeEFhHKmoPQrtTuUwxXyYz',
  longWithValue:
    list(`abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout
    connect-to continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw
    data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file
    engine etag-compare etag-save expect100-timeout form form-string ftp-account ftp-alternative-to-user ftp-method
    ftp-port ftp-ssl-ccc-mode happy-eyeballs-timeout-ms haproxy-clientip header hostpubmd5 hostpubsha256 hsts interface
    ip-tos ipfs-gateway json keepalive-time keepalive-cnt key key-type krb libcurl limit-rate local-port login-options
    mail-auth mail-from mail-rcpt max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir
    parallel-max parallel-max-host pass pinnedpubkey preproxy proto proto-default proto-redir proxy proxy-cacert
    proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type
    proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword
    proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file range rate referer request request-target resolve retry
    retry-delay retry-max-time sasl-authzid service-name sigalgs socks4 socks4a socks5 socks5-gssapi-service
    socks5-hostname speed-limit speed-time ssl-sessions stderr telnet-option tftp-blksize time-cond tls-max
    tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket upload-file upload-flags
    url url-query user user-agent variable vlan-priority write-out`),
};

const wget: OptionTable = {
  shortWithValue: 'aoeiBtOTwQPUlARDIXY',
  longWithValue:
    list(`append-output output-file execute input-file base config rejected-log tries output-document
    start-pos timeout dns-timeout connect-timeout read-timeout wait waitretry quota bind-address limit-rate
    restrict-file-names user password use-askpass directory-prefix cut-dirs default-page http-user http-password header
    compression max-redirect proxy-user proxy-password referer user-agent load-cookies save-cookies post-data post-file
    method body-data body-file secure-protocol certificate certificate-type private-key private-key-type
    ca-certificate ca-directory crl-file pinnedpubkey random-file egd-file ciphers ftp-user ftp-password hsts-file
    level accept reject accept-regex reject-regex regex-type domains exclude-domains follow-tags ignore-tags
    include-directories exclude-directories progress local-encoding remote-encoding retry-on-http-error
    prefer-family report-speed`),
};

/** Tables by the command's name. A tool without an entry is read without options that take values. */
export const tools = {
  ...users,
  curl,
  wget,
  aria2c: {
    shortWithValue: 'dioljsxkmtUZM',
    longWithValue: list('dir out input-file checksum header user-agent'),
  },
  apt: apt,
  'apt-get': apt,
  aptitude: apt,
  'apt-key': { longWithValue: list('keyring keyserver recv-keys homedir') },
  'add-apt-repository': { shortWithValue: 'scpkU', longWithValue: list('sourceslist component pocket') },
  apk: {
    shortWithValue: 'pXtk',
    longWithValue:
      list(`root repository virtual keys-dir repositories-file wait arch cache-dir cache-max-age timeout
      progress-fd`),
  },
  yum: rpmFamily,
  dnf: rpmFamily,
  dnf5: rpmFamily,
  microdnf: rpmFamily,
  tdnf: rpmFamily,
  'yum-config-manager': rpmFamily,
  zypper: {
    shortWithValue: 'cDCRprtfn',
    longWithValue:
      list(`config reposd-dir cache-dir raw-cache-dir solv-cache-dir pkg-cache-dir root installroot
      plus-repo plus-content userdata repo from type name priority details`),
  },
  rpm: {
    shortWithValue: 'DEr',
    longWithValue: list(
      'define eval root dbpath rcfile prefix relocate excludepath pipe macros load undefine',
    ),
  },
  dpkg: { longWithValue: list('root admindir instdir') },
  pacman: {
    shortWithValue: 'br',
    longWithValue: list('dbpath root config cachedir gpgdir arch ignore overwrite'),
  },
  pip: pip,
  pip3: pip,
  pipx: {
    shortWithValue: 'i',
    longWithValue: list('spec index-url python pip-args suffix backend preinstall fetch-missing-python'),
  },
  uv: {
    shortWithValue: 'cCefibPrpt',
    longWithValue:
      list(`index default-index index-url extra-index-url find-links index-strategy keyring-provider
      allow-insecure-host cache-dir python directory project config-file requirement requirements constraint constraints
      override overrides extra group target prefix refresh-package upgrade-package resolution prerelease
      exclude-newer link-mode with from no-binary only-binary trusted-host editable python-version python-platform
      package env-file build-constraints color`),
  },
  poetry: { shortWithValue: 'CPE', longWithValue: list('directory project extras with without only') },
  conda: {
    shortWithValue: 'npc',
    longWithValue: list('name prefix channel file set append prepend remove get'),
  },
  npm: npm,
  npx: npm,
  pnpm: npm,
  yarn: yarn,
  gem: {
    shortWithValue: 'vsPnipBg',
    longWithValue:
      list(`version source trust-policy bindir install-dir platform http-proxy document build-root file
      config-file clear-sources`),
  },
  bundle: {
    shortWithValue: 'jr',
    longWithValue: list('jobs retry path without with gemfile binstubs shebang system trust-policy'),
  },
  go: {
    singleDash: true,
    longWithValue: list(
      'C o p mod modfile tags ldflags gcflags asmflags buildmode compiler overlay pkgdir toolexec exec run',
    ),
  },
  cargo: {
    shortWithValue: 'CFjpZ',
    longWithValue:
      list(`version vers git branch tag rev path root registry index features jobs profile target target-dir
      config color bin example package manifest-path`),
  },
  composer: { shortWithValue: 'd', longWithValue: list('working-dir ignore-platform-req format') },
  git: git,
  gpg: {
    shortWithValue: 'uroN',
    longWithValue: list(`keyserver homedir keyring primary-keyring secret-keyring output recipient
      local-user options keyserver-options default-key passphrase passphrase-fd passphrase-file status-fd logger-fd
      trust-model trustdb-name import-options export-options verify-options list-options cipher-algo digest-algo
      pinentry-mode command-fd attribute-fd compress-algo agent-program dirmngr-program`),
  },
  gpgv: { longWithValue: list('keyring homedir status-fd logger-fd output') },
  cosign: {
    shortWithValue: 'aot',
    longWithValue: list(`key certificate certificate-chain certificate-identity certificate-identity-regexp
      certificate-oidc-issuer certificate-oidc-issuer-regexp signature bundle rekor-url output type policy`),
  },
  minisign: { shortWithValue: 'mPpxsct' },
  openssl: {
    singleDash: true,
    longWithValue: list('in out key inkey pass passin passout md signature CAfile config subj days'),
  },
  ssh: { shortWithValue: 'BbcDEeFIiJLlmOoPpQRSWw' },
  scp: { shortWithValue: 'cDFiJloPSX' },
  sftp: { shortWithValue: 'BbcDFiJloPRSX' },
  'ssh-keyscan': { shortWithValue: 'fOpTt' },
  sshpass: { shortWithValue: 'pfdP' },
  sshd: { shortWithValue: 'bCcEfghkopu' },
  tar: {
    shortWithValue: 'bCfFgHIKLNTVX',
    longWithValue:
      list(`file directory exclude exclude-from files-from owner group mode mtime use-compress-program
      transform xform strip-components blocking-factor format label newer listed-incremental one-top-level sort`),
  },
  unzip: { shortWithValue: 'dPx' },
  chmod: { longWithValue: list('reference') },
  chown: { longWithValue: list('reference from') },
  chgrp: { longWithValue: list('reference') },
  mkdir: { shortWithValue: 'm', longWithValue: list('mode') },
  install: {
    shortWithValue: 'gmotS',
    longWithValue: list('group mode owner target-directory suffix strip-program'),
  },
  cp: { shortWithValue: 'St', longWithValue: list('suffix target-directory no-preserve') },
  mv: { shortWithValue: 'St', longWithValue: list('suffix target-directory') },
  ln: { shortWithValue: 'St', longWithValue: list('suffix target-directory') },
  sed: { shortWithValue: 'efl', longWithValue: list('expression file line-length') },
  grep: {
    shortWithValue: 'efmABCdD',
    longWithValue:
      list(`regexp file max-count after-context before-context context label binary-files directories
      include exclude exclude-dir exclude-from`),
  },
  find: {
    singleDash: true,
    longWithValue: list('name iname path ipath type perm user group size mtime newer maxdepth mindepth'),
  },
  sha256sum: {},
  sha512sum: {},
  shasum: { shortWithValue: 'a', longWithValue: list('algorithm') },
  passwd: {
    shortWithValue: 'inwxrRP',
    longWithValue: list('inactive mindays warndays maxdays repository root prefix'),
  },
  chpasswd: { shortWithValue: 'csRP', longWithValue: list('crypt-method sha-rounds root prefix') },
  setcap: { shortWithValue: 'n' },
  docker: {
    shortWithValue: 'Hclpuevwt',
    longWithValue:
      list(`host config context log-level tlscacert tlscert tlskey username password name volume env network
      user tag file build-arg label publish mount workdir entrypoint platform`),
  },
  dockerd: {
    shortWithValue: 'HGlp',
    longWithValue: list(
      'host group log-level tlscacert tlscert tlskey data-root exec-root config-file pidfile',
    ),
  },
  aws: {
    longWithValue:
      list(`region profile endpoint-url output query ca-bundle cli-read-timeout cli-connect-timeout color
      key-id`),
  },
  az: {
    shortWithValue: 'uptogn',
    longWithValue: list('username password tenant output resource-group name subscription'),
  },
  gcloud: { longWithValue: list('key-file cred-file account project configuration format password-file') },
  doctl: { shortWithValue: 'tc', longWithValue: list('access-token context config output') },
  helm: {
    shortWithValue: 'fnd',
    longWithValue:
      list(`ca-file cert-file key-file username password repo version values set set-string set-file
      namespace kube-context kubeconfig registry-config repository-config destination untardir`),
  },
  kubectl: {
    shortWithValue: 'nfslo',
    longWithValue:
      list(`namespace context cluster user kubeconfig server token certificate-authority client-certificate
      client-key filename selector output password username`),
  },
  mysql: {
    shortWithValue: 'hPuDeS',
    longWithValue: list('host port user database execute socket default-character-set'),
  },
  mysqladmin: { shortWithValue: 'hPuS', longWithValue: list('host port user socket') },
  psql: {
    shortWithValue: 'hpUdcfvFPRT',
    longWithValue: list('host port username dbname command file set variable'),
  },
  node: {
    shortWithValue: 'erpC',
    longWithValue: list('eval require print import loader env-file conditions'),
  },
  python: { shortWithValue: 'cmWX' },
  python3: { shortWithValue: 'cmWX' },
  perl: { shortWithValue: 'eEIMm' },
  ruby: { shortWithValue: 'eICErW' },
} as const satisfies Record<string, OptionTable>;

/** The table of a command; undefined where there is none. */
export function toolTable(name: string | undefined): OptionTable | undefined {
  return name !== undefined && Object.hasOwn(tools, name)
    ? (tools as Record<string, OptionTable>)[name]
    : undefined;
}
