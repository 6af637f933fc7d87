/** One thing about the connection that a flag, a variable or the config file can say. */
export type SettingRow = {
  /** Flag as commander reads it; its variables are ETCDOC_ and ETCDCTL_ plus the flag's name in upper case. */
  readonly flag: string;
  /** Key under `etcd:` in the config file; undefined for what the file cannot say. */
  readonly config?: string | undefined;
  readonly help: string;
};

/** ★ The connection settings: flags, variables, config keys and help come from these rows. */
export const settings = {
  endpoints: { flag: '--endpoints <urls>', config: 'endpoints', help: 'comma list; any one finds the whole cluster' },
  cacert: { flag: '--cacert <file>', config: 'ca_file', help: 'CA of the server certificates' },
  cert: { flag: '--cert <file>', config: 'cert_file', help: 'client certificate' },
  key: { flag: '--key <file>', config: 'key_file', help: 'key of the client certificate' },
  user: { flag: '--user <name[:password]>', config: 'user', help: 'user; asks for the password on a terminal' },
  password: {
    flag: '--password <password>',
    config: 'password',
    help: 'password; ETCDCTL_PASSWORD keeps it out of ps',
  },
  discoverySrv: {
    flag: '--discovery-srv <domain>',
    config: 'discovery_srv',
    help: 'find endpoints by DNS SRV records',
  },
  discoverySrvName: {
    flag: '--discovery-srv-name <name>',
    config: 'discovery_srv_name',
    help: 'suffix of the SRV service name',
  },
  insecureSkipTlsVerify: {
    flag: '--insecure-skip-tls-verify',
    config: 'insecure_skip_tls_verify',
    help: 'do not verify server certificates',
  },
  dialTimeout: { flag: '--dial-timeout <duration>', config: 'dial_timeout', help: 'for a connection (2s)' },
  commandTimeout: { flag: '--command-timeout <duration>', config: 'command_timeout', help: 'for an answer (5s)' },
  metricsUrls: { flag: '--metrics-urls <urls>', config: 'metrics_urls', help: 'only where they cannot be derived' },
  daemonPort: {
    flag: '--daemon-port <port>',
    config: 'daemon_port',
    help: 'where etcdoc serve on the members’ hosts gives the metrics that cannot be read from here (8080; 0: nowhere)',
  },
  daemonCacert: {
    flag: '--daemon-cacert <file>',
    config: 'daemon_ca_file',
    help: 'CA of the daemons’ certificates; without it they are asked by plain HTTP',
  },
  daemonTokenFile: {
    flag: '--daemon-token-file <file>',
    config: 'daemon_token_file',
    help: 'bearer token that the daemons want',
  },
  hostRoot: { flag: '--host-root <dir>', config: 'host_root', help: 'where the host’s / is mounted, for discovery' },
  noExpand: { flag: '--no-expand', config: 'no_expand', help: 'ask only the endpoints given' },
} as const satisfies Record<string, SettingRow>;

export type SettingKey = keyof typeof settings;

export const settingKeys = Object.keys(settings) as readonly SettingKey[];

/** `--dial-timeout` of `--dial-timeout <duration>`. */
export const flagName = (key: SettingKey): string => settings[key].flag.split(' ')[0] ?? '';

/** `DIAL_TIMEOUT`, the part of the variables after their prefix. */
export const variableSuffix = (key: SettingKey): string => flagName(key).slice(2).replaceAll('-', '_').toUpperCase();

/** Flags without an argument. */
export const isSwitch = (key: SettingKey): boolean => !settings[key].flag.includes(' ');
