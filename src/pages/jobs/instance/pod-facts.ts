/**
 * The few facts of a pod text that no other call of the API tells: exit code, isolation, use. Read line by line, so
 * that YAML and JSON of any platform will do and no parser has to be loaded.
 */
import { formatSize } from '#src/lib/format.ts';

export interface PodFacts {
  exitCode?: number;
  /** Times as on the wire. */
  startedAt?: string;
  finishedAt?: string;
  isolated?: boolean;
  image?: string;
  imageUsed?: boolean;
  cpuSeconds?: number;
  peakMemoryBytes?: number;
  readBytes?: number;
  writtenBytes?: number;
}

const NUMBERS = ['exitCode', 'cpuSeconds', 'peakMemoryBytes', 'readBytes', 'writtenBytes'] as const;
const TEXTS = ['image', 'startedAt', 'finishedAt'] as const;
const FLAGS = ['isolated', 'imageUsed'] as const;

const textOf = (text: string, name: string) =>
  new RegExp(`(?:^|[\\s{,])["']?${name}["']?:\\s*["']?([^\\s"',}]+)`).exec(text)?.[1];

/** Facts that are not in the text are absent. */
export function podFacts(text: string | undefined): PodFacts {
  const facts: PodFacts = {};
  if (!text) return facts;
  for (const name of NUMBERS) {
    const value = Number(textOf(text, name) ?? Number.NaN);
    if (Number.isFinite(value)) facts[name] = value;
  }
  for (const name of FLAGS) {
    const value = textOf(text, name);
    if (value === 'true' || value === 'false') facts[name] = value === 'true';
  }
  for (const name of TEXTS) {
    const value = textOf(text, name);
    if (value) facts[name] = value;
  }
  return facts;
}

/** A time of computing: `0.42 s`, `3 min 20 s`. */
export function computeTime(seconds: number, language: string): string {
  if (seconds < 60) return `${new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(seconds)} s`;
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const rest = `${Math.floor((whole % 3600) / 60)} min ${whole % 60} s`;
  return hours > 0 ? `${hours} h ${rest}` : rest;
}

/** A rate in bytes, or a percentage, as text. */
export function metricText(value: number, unit: string | undefined, language: string): string {
  if (unit === 'Percent') return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value)} %`;
  if (unit === 'bytes/second') return `${formatSize(value, language)}/s`;
  const text = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);
  return unit ? `${text} ${unit}` : text;
}
