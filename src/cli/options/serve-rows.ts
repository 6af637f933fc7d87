/** One thing about the daemon that a flag, an ETCDOC_* variable or the config file can say. */
export type ServeRow = {
  /** Flag as commander reads it; its variable is ETCDOC_ plus the flag's name in upper case. */
  readonly flag: string;
  /** Key under `serve:` in the config file. */
  readonly config: string;
  readonly help: string;
};

/** ★ The daemon's settings: flags, variables, config keys and help come from these rows. */
export const serveRows = {
  scope: {
    flag: '--scope <scope>',
    config: 'scope',
    help: 'local: one of a daemon per member; cluster: the only one (local)',
  },
  listen: { flag: '--listen <addr:port>', config: 'listen', help: 'for /health, /metrics and the rest (0.0.0.0:8080)' },
  interval: { flag: '--interval <seconds>', config: 'interval', help: 'time between samples, 0.5 at least (15)' },
  window: { flag: '--window <seconds>', config: 'window', help: 'history behind rates and percentiles (60)' },
  logFormat: { flag: '--log-format <format>', config: 'log_format', help: 'json, logfmt or text (json)' },
  repeat: { flag: '--repeat <time>', config: 'repeat', help: 'say again what lasts (5m)' },
  heartbeat: { flag: '--heartbeat <time>', config: 'heartbeat', help: 'a line also while all is well (1h)' },
  rules: { flag: '--rules <set>', config: 'rules', help: 'whose rules judge, as for check (etcdoc)' },
  reportEvery: {
    flag: '--report-every <time>',
    config: 'report_every',
    help: 'print the report of check this often (never)',
  },
  metrics: { flag: '--no-metrics', config: 'metrics', help: 'do not serve /metrics' },
  tlsCertFile: { flag: '--tls-cert-file <file>', config: 'tls_cert_file', help: 'certificate to serve HTTPS with' },
  tlsKeyFile: { flag: '--tls-key-file <file>', config: 'tls_key_file', help: 'its key' },
  tokenFile: {
    flag: '--token-file <file>',
    config: 'token_file',
    help: 'bearer token that every page but /livez and /readyz asks for',
  },
  peers: {
    flag: '--peers <name>',
    config: 'peers',
    help: 'name that stands for the hosts of all daemons: only one then speaks for the cluster without a member list too',
  },
} as const satisfies Record<string, ServeRow>;

export type ServeKey = keyof typeof serveRows;

export const serveKeys = Object.keys(serveRows) as readonly ServeKey[];

/** The flag itself, as in `--log-format`. */
export const serveFlag = (key: ServeKey): string => serveRows[key].flag.split(' ')[0] ?? key;

/** `ETCDOC_LOG_FORMAT` of `--log-format`; a flag that switches off is a variable that says true or false. */
export const serveVariable = (key: ServeKey): string =>
  `ETCDOC_${serveFlag(key)
    .replace(/^--(no-)?/, '')
    .replaceAll('-', '_')
    .toUpperCase()}`;
