/** Settings: environment variables, checked once at start with a message that names the variable. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { RUNTIMES, type Runtime } from './engine/enclosures/find-runtime.ts';
import { type ImageOptions, PULL_POLICIES } from './engine/enclosures/images.ts';
import type { SlurmSite } from './engine/executors/slurm/submission.ts';
import type { AttemptLimits } from './engine/supervisor/protocol.ts';

/** A setting that cannot be used; its message is the one line a person sees. */
export class SettingError extends Error {}

export type ServiceRoute = 'embedded' | URL;

/** How commands of the local executor are isolated. */
export interface SandboxSettings {
  /** `auto`: where it works; `on`: the server does not start where it does not. */
  mode: (typeof SANDBOX_MODES)[number];
  network: boolean;
  /** Further folders commands may read. */
  binds: string[];
}

export interface Config {
  host: string;
  port: number;
  /** Starts and ends with a slash. */
  basePath: string;
  dataDir: string;
  databaseUrl: string;
  storageUrl: string;
  executor: 'local' | 'container' | 'slurm';
  executorSlots: number;
  containerRuntime: Runtime | 'auto';
  images: ImageOptions;
  sandbox: SandboxSettings;
  slurm: SlurmSite;
  limits: AttemptLimits;
  toolEnvs: Record<string, string>;
  jobMaxInstances: number;
  /** Jobs that may be unfinished at a time on the whole platform. */
  jobMaxUnfinished: number;
  adminUser: string;
  adminPassword: string;
  samples: boolean;
  endpoints: {
    iam: ServiceRoute;
    eihealth: ServiceRoute;
    gcs: ServiceRoute;
    bce: ServiceRoute;
    modelarts: ServiceRoute;
  };
  frameAncestors: string[];
  readOnly: boolean;
  logLevel: string;
}

interface Setting {
  name: string;
  default: string;
  help: string;
}

/** Every setting with its default, as `npm start -- --help` prints them. */
export const SETTINGS: readonly Setting[] = [
  { name: 'HOST', default: '127.0.0.1', help: 'address to listen on; another than loopback needs ADMIN_PASSWORD' },
  { name: 'PORT', default: '8800', help: 'port to listen on; 0 takes any free one' },
  { name: 'BASE_PATH', default: '/', help: 'path under which everything is served, e.g. /a/b/' },
  { name: 'DATA_DIR', default: './.data', help: 'folder of the database, the objects and the job work' },
  { name: 'DATABASE_URL', default: '', help: 'postgres://… ; empty: PGlite inside DATA_DIR' },
  { name: 'STORAGE_URL', default: '', help: 'empty: DATA_DIR/objects; file:///folder' },
  { name: 'EXECUTOR', default: 'local', help: 'where instances run: local | container | slurm' },
  {
    name: 'EXECUTOR_SLOTS',
    default: '',
    help: 'instances run at the same time; empty: number of processors. With EXECUTOR=slurm: instances in Slurm at the same time, waiting or running; empty: 1000',
  },
  { name: 'SLURM_PARTITION', default: '', help: 'partition of Slurm jobs go to; empty: its default' },
  { name: 'SLURM_ACCOUNT', default: '', help: 'account Slurm charges; empty: the default of the user' },
  { name: 'SLURM_QOS', default: '', help: 'quality of service in Slurm; empty: its default' },
  {
    name: 'SLURM_EXTRA',
    default: '',
    help: 'further options of sbatch, blanks between: --reservation= --exclude= --licenses= --wckey= --tmp= --gres-flags=',
  },
  {
    name: 'CONTAINER_RUNTIME',
    default: 'auto',
    help: 'what runs the images of apps with EXECUTOR=container: podman | docker | apptainer; auto: the first that answers',
  },
  { name: 'IMAGE_REGISTRY', default: '', help: 'put before the image names of apps, e.g. registry.lab:5000/' },
  { name: 'IMAGE_PULL', default: 'missing', help: 'when an image is fetched: missing | always | never' },
  {
    name: 'SANDBOX',
    default: 'auto',
    help: 'run commands in bubblewrap: auto (where it works) | on (else do not start) | off',
  },
  { name: 'SANDBOX_NETWORK', default: 'off', help: 'whether commands in the sandbox reach the network: on | off' },
  { name: 'SANDBOX_BINDS', default: '', help: 'further folders commands in the sandbox may read, comma separated' },
  { name: 'MEMORY_LIMIT', default: 'on', help: 'end a command that takes more memory than it asks for: on | off' },
  {
    name: 'CPU_LIMIT',
    default: 'share',
    help: 'share: at least the processors it asks for, and idle ones too | quota: never more',
  },
  { name: 'PROCESS_LIMIT', default: '4096', help: 'processes and threads one instance may have; 0: no limit' },
  { name: 'LOG_LIMIT', default: '1G', help: 'size one log may have, with K, M or G; 0: no limit' },
  { name: 'TOOL_ENVS', default: '', help: 'image=folder pairs, comma separated: folder is put first on PATH' },
  { name: 'JOB_MAX_INSTANCES', default: '10000', help: 'instances one job may have' },
  { name: 'JOB_MAX_UNFINISHED', default: '10000', help: 'jobs that may wait or run at a time' },
  { name: 'ADMIN_USER', default: 'admin', help: 'name of the first administrator and of the domain' },
  { name: 'ADMIN_PASSWORD', default: '', help: 'password of the administrator; empty: random, shown once' },
  { name: 'SAMPLES', default: 'on', help: 'seed the project "demo" at the first start: on | off' },
  { name: 'IAM_ENDPOINT', default: 'embedded', help: 'embedded, a URL or a region such as cn-north-4' },
  { name: 'EIHEALTH_ENDPOINT', default: 'embedded', help: 'embedded, a URL or a region' },
  { name: 'GCS_ENDPOINT', default: 'embedded', help: 'embedded, a URL or a region' },
  { name: 'BCE_ENDPOINT', default: 'embedded', help: 'embedded, a URL or a region' },
  { name: 'MODELARTS_ENDPOINT', default: 'embedded', help: 'embedded, a URL or a region' },
  {
    name: 'FRAME_ANCESTORS',
    default: '',
    help: 'origins that may frame the console, comma separated; empty: only this one',
  },
  { name: 'READ_ONLY', default: 'off', help: 'refuse every operation that changes something: on | off' },
  { name: 'LOG_LEVEL', default: 'info', help: 'fatal | error | warn | info | debug | trace | silent' },
];

const ENDPOINT_HOSTS: Record<string, string> = {
  iam: 'iam',
  eihealth: 'eihealth',
  gcs: 'gcs',
  bce: 'bce',
  modelarts: 'modelarts',
};

const SANDBOX_MODES = ['auto', 'on', 'off'] as const;
/** Places the sandbox fills itself. */
const MADE_IN_SANDBOX = /^\/((proc|dev|etc|eihealth)(\/|$)|tmp\/?$|$)/;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

function readSwitch(name: string, value: string): boolean {
  if (['on', 'true', '1', 'yes'].includes(value)) return true;
  if (['off', 'false', '0', 'no', ''].includes(value)) return false;
  throw new SettingError(`${name} must be on or off, not "${value}"`);
}

function readChoice<T extends string>(name: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new SettingError(`${name} must be one of ${choices.join(', ')}, not "${value}"`);
  return found;
}

/** Empty, or a registry that ends with a slash. */
function readRegistry(value: string): string {
  if (value && !/^[a-z][a-z0-9+.-]*:\/\/[^\s]+$|^[A-Za-z0-9][^\s]*$/.test(value))
    throw new SettingError(`IMAGE_REGISTRY must be like registry.lab:5000/, not "${value}"`);
  return value && !value.endsWith('/') ? `${value}/` : value;
}

const SLURM_OPTIONS = /^--(reservation|exclude|licenses|wckey|tmp|gres-flags)=[A-Za-z0-9_.,:@[\]/=+-]+$/;

function readSlurm(get: (name: string) => string): SlurmSite {
  const named = (name: string) => {
    const value = get(name);
    if (value && !/^[A-Za-z0-9_.,:@/+-]+$/.test(value)) throw new SettingError(`${name} cannot be "${value}"`);
    return value;
  };
  const extra = get('SLURM_EXTRA').split(/\s+/).filter(Boolean);
  for (const option of extra)
    if (!SLURM_OPTIONS.test(option))
      throw new SettingError(`SLURM_EXTRA takes options such as --reservation=lab, not "${option}"`);
  return { partition: named('SLURM_PARTITION'), account: named('SLURM_ACCOUNT'), qos: named('SLURM_QOS'), extra };
}

/** Slots of this machine are processors; Slurm has its own limits, and only the queue is to be kept short. */
function readSlots(executor: Config['executor'], value: string, processors: number): number {
  if (executor === 'slurm') return readInteger('EXECUTOR_SLOTS', value || '1000', 1, 100_000);
  return readInteger('EXECUTOR_SLOTS', value || String(processors), 1, 1024);
}

function readInteger(name: string, value: string, minimum: number, maximum: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < minimum || number > maximum)
    throw new SettingError(`${name} must be a whole number from ${minimum} to ${maximum}, not "${value}"`);
  return number;
}

function readEndpoint(name: string, service: string, value: string): ServiceRoute {
  if (value === 'embedded') return 'embedded';
  if (/^[a-z]{2}-[a-z]+-\d+$/.test(value))
    return new URL(`https://${ENDPOINT_HOSTS[service]}.${value}.myhuaweicloud.com`);
  try {
    const url = new URL(value);
    if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  } catch {
    // told below
  }
  throw new SettingError(`${name} must be "embedded", an http(s) URL or a region such as cn-north-4, not "${value}"`);
}

function readFrameAncestors(value: string): string[] {
  return value
    .split(/[,\s]+/)
    .filter(Boolean)
    .map((origin) => {
      if (origin === "'self'" || origin === 'self') return "'self'";
      let url: URL | undefined;
      try {
        url = new URL(origin);
      } catch {
        // told below
      }
      if (!url || !/^https?:$/.test(url.protocol) || url.origin !== origin.replace(/\/$/, ''))
        throw new SettingError(`FRAME_ANCESTORS takes origins such as https://portal.example, not "${origin}"`);
      return url.origin;
    });
}

function readToolEnvs(value: string): Record<string, string> {
  const pairs = value
    .split(',')
    .map((pair) => pair.trim())
    .filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.lastIndexOf('=');
      if (at < 1 || !pair.slice(at + 1).startsWith('/'))
        throw new SettingError(`TOOL_ENVS takes image=/absolute/folder pairs, not "${pair}"`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function readBinds(value: string): string[] {
  const folders = value.split(',').map((folder) => folder.trim());
  return folders.filter(Boolean).map((text) => {
    const folder = resolve(text);
    if (!text.startsWith('/') || MADE_IN_SANDBOX.test(folder))
      throw new SettingError(
        `SANDBOX_BINDS takes folders such as /opt, none of which the sandbox makes: not "${text}"`,
      );
    if (!existsSync(folder)) throw new SettingError(`SANDBOX_BINDS names ${folder}, which does not exist`);
    return folder;
  });
}

const UNITS = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 } as const;
const LEAST_LOG = 2 ** 12;
/** A wrapper, an enclosure and a pipeline need so many. */
const LEAST_PROCESSES = 16;

/** Bytes of `500M`; 0 stands for no limit. */
function readSize(name: string, value: string, least: number): number {
  const [, digits, unit] = /^(\d{1,9})([KMG]?)$/.exec(value) ?? [];
  const bytes = Number(digits) * UNITS[(unit ?? '') as keyof typeof UNITS];
  if (digits === undefined || (bytes > 0 && bytes < least))
    throw new SettingError(`${name} must be 0 or a size of at least ${least} such as 500M or 1G, not "${value}"`);
  return bytes;
}

function readLimits(get: (name: string) => string): AttemptLimits {
  const processes = readInteger('PROCESS_LIMIT', get('PROCESS_LIMIT'), 0, 4_000_000);
  if (processes > 0 && processes < LEAST_PROCESSES)
    throw new SettingError(`PROCESS_LIMIT must be 0 or at least ${LEAST_PROCESSES}, not "${processes}"`);
  const logBytes = readSize('LOG_LIMIT', get('LOG_LIMIT'), LEAST_LOG);
  return {
    memory: readSwitch('MEMORY_LIMIT', get('MEMORY_LIMIT')),
    cpu: readChoice('CPU_LIMIT', get('CPU_LIMIT'), ['share', 'quota']) === 'quota',
    ...(processes > 0 ? { processes } : {}),
    ...(logBytes > 0 ? { logBytes } : {}),
  };
}

/** The environment with a `.env` file beneath it (a variable that is set wins). */
export function readEnvironment(folder = process.cwd()): Record<string, string | undefined> {
  const file = resolve(folder, '.env');
  return existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8')), ...process.env } : { ...process.env };
}

/** Checks all settings. @throws SettingError naming the variable. */
export function loadConfig(environment: Record<string, string | undefined>, processors = 2): Config {
  const get = (name: string) =>
    (environment[name] ?? '').trim() || (SETTINGS.find((setting) => setting.name === name)?.default ?? '');
  const basePath = `/${get('BASE_PATH')}/`.replace(/\/{2,}/g, '/');
  if (!/^(\/[A-Za-z0-9._~-]+)*\/$/.test(basePath) || /\/\.\.?\//.test(basePath))
    throw new SettingError(`BASE_PATH must be a plain path such as /a/b/, not "${get('BASE_PATH')}"`);
  const executor = readChoice('EXECUTOR', get('EXECUTOR'), ['local', 'container', 'slurm']);
  const databaseUrl = get('DATABASE_URL');
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl))
    throw new SettingError('DATABASE_URL must start with postgres://');
  const storageUrl = get('STORAGE_URL');
  if (storageUrl && !storageUrl.startsWith('file:///')) throw new SettingError('STORAGE_URL must start with file:///');
  const adminUser = get('ADMIN_USER');
  if (!/^[A-Za-z_ -][A-Za-z0-9_ -]{0,63}$/.test(adminUser))
    throw new SettingError(
      'ADMIN_USER must be 1-64 letters, digits, underscores, hyphens or blanks, and no digit first',
    );
  const adminPassword = environment.ADMIN_PASSWORD ?? '';
  const host = get('HOST');
  if (!LOOPBACK.has(host) && !adminPassword)
    throw new SettingError(`HOST is ${host}, which others can reach: set ADMIN_PASSWORD as well`);
  return {
    host,
    port: readInteger('PORT', get('PORT'), 0, 65535),
    basePath,
    dataDir: resolve(get('DATA_DIR')),
    databaseUrl,
    storageUrl,
    executor,
    containerRuntime: readChoice('CONTAINER_RUNTIME', get('CONTAINER_RUNTIME'), ['auto', ...RUNTIMES]),
    images: {
      registry: readRegistry(get('IMAGE_REGISTRY')),
      pull: readChoice('IMAGE_PULL', get('IMAGE_PULL'), PULL_POLICIES),
    },
    sandbox: {
      mode: readChoice('SANDBOX', get('SANDBOX'), SANDBOX_MODES),
      network: readSwitch('SANDBOX_NETWORK', get('SANDBOX_NETWORK')),
      binds: readBinds(get('SANDBOX_BINDS')),
    },
    slurm: readSlurm(get),
    executorSlots: readSlots(executor, get('EXECUTOR_SLOTS'), processors),
    limits: readLimits(get),
    toolEnvs: readToolEnvs(get('TOOL_ENVS')),
    jobMaxInstances: readInteger('JOB_MAX_INSTANCES', get('JOB_MAX_INSTANCES'), 1, 1_000_000),
    jobMaxUnfinished: readInteger('JOB_MAX_UNFINISHED', get('JOB_MAX_UNFINISHED'), 1, 1_000_000),
    adminUser,
    adminPassword,
    samples: readSwitch('SAMPLES', get('SAMPLES')),
    endpoints: {
      iam: readEndpoint('IAM_ENDPOINT', 'iam', get('IAM_ENDPOINT')),
      eihealth: readEndpoint('EIHEALTH_ENDPOINT', 'eihealth', get('EIHEALTH_ENDPOINT')),
      gcs: readEndpoint('GCS_ENDPOINT', 'gcs', get('GCS_ENDPOINT')),
      bce: readEndpoint('BCE_ENDPOINT', 'bce', get('BCE_ENDPOINT')),
      modelarts: readEndpoint('MODELARTS_ENDPOINT', 'modelarts', get('MODELARTS_ENDPOINT')),
    },
    frameAncestors: readFrameAncestors(get('FRAME_ANCESTORS')),
    readOnly: readSwitch('READ_ONLY', get('READ_ONLY')),
    logLevel: readChoice('LOG_LEVEL', get('LOG_LEVEL'), LOG_LEVELS),
  };
}
