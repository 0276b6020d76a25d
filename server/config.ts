/** Settings: environment variables, checked once at start with a message that names the variable. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';

/** A setting that cannot be used; its message is the one line a person sees. */
export class SettingError extends Error {}

export type ServiceRoute = 'embedded' | URL;

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
  toolEnvs: Record<string, string>;
  jobMaxInstances: number;
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
  { name: 'EXECUTOR', default: 'local', help: 'where instances run: local' },
  { name: 'EXECUTOR_SLOTS', default: '', help: 'instances run at the same time; empty: number of processors' },
  { name: 'TOOL_ENVS', default: '', help: 'image=folder pairs, comma separated: folder is put first on PATH' },
  { name: 'JOB_MAX_INSTANCES', default: '10000', help: 'instances one job may have' },
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

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

function readSwitch(name: string, value: string): boolean {
  if (['on', 'true', '1', 'yes'].includes(value)) return true;
  if (['off', 'false', '0', 'no', ''].includes(value)) return false;
  throw new SettingError(`${name} must be on or off, not "${value}"`);
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
  const executor = get('EXECUTOR');
  if (executor !== 'local') throw new SettingError(`EXECUTOR must be local, not "${executor}"`);
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
  const logLevel = get('LOG_LEVEL');
  if (!['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].includes(logLevel))
    throw new SettingError(
      `LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent, not "${logLevel}"`,
    );
  return {
    host,
    port: readInteger('PORT', get('PORT'), 0, 65535),
    basePath,
    dataDir: resolve(get('DATA_DIR')),
    databaseUrl,
    storageUrl,
    executor,
    executorSlots: readInteger('EXECUTOR_SLOTS', get('EXECUTOR_SLOTS') || String(processors), 1, 1024),
    toolEnvs: readToolEnvs(get('TOOL_ENVS')),
    jobMaxInstances: readInteger('JOB_MAX_INSTANCES', get('JOB_MAX_INSTANCES'), 1, 1_000_000),
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
    logLevel,
  };
}
