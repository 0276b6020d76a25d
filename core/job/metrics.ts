/**
 * Series of one attempt's resource use (4.5.2.12), from samples an executor took of it. Pure.
 *
 * Processor time and disk traffic are sampled as counters: what is shown is their rate between two samples, dated by
 * the later one. Memory is sampled as it is.
 */

/** One look at an attempt; the counters run from its start. `at` is Unix time in milliseconds. */
export interface ResourceSample {
  at: number;
  cpuSeconds: number;
  memoryBytes: number;
  /** Absent where the system does not tell. */
  readBytes?: number;
  writtenBytes?: number;
}

/** Metrics of domain §3.6 that are measured. */
export const MEASURED_METRICS = ['cpu_usage', 'mem_usage', 'disk_read', 'disk_write'] as const;
export type MeasuredMetric = (typeof MEASURED_METRICS)[number];

/** Metrics of domain §3.6 that nobody measures here: their series are empty. */
export const UNMEASURED_METRICS = ['gpu_usage', 'gpu_mem_usage', 'network_in', 'network_out'] as const;
export type UnmeasuredMetric = (typeof UNMEASURED_METRICS)[number];

export type MetricMethod = 'maximum' | 'minimum' | 'average';

export const isMeasured = (name: string): name is MeasuredMetric =>
  (MEASURED_METRICS as readonly string[]).includes(name);
export const isKnownMetric = (name: string): name is MeasuredMetric | UnmeasuredMetric =>
  isMeasured(name) || (UNMEASURED_METRICS as readonly string[]).includes(name);

/** Units in the words of the reference. */
export const METRIC_UNITS: Readonly<Record<MeasuredMetric, string>> = {
  cpu_usage: 'Percent',
  mem_usage: 'Percent',
  disk_read: 'bytes/second',
  disk_write: 'bytes/second',
};

/** What an instance asked for: percentages are of this. */
export interface AskedResources {
  cpus: number;
  memoryBytes: number;
}

export interface MetricPoint {
  /** Begin of the period, Unix milliseconds. */
  timestamp: number;
  value: number;
}

export interface MetricWindow {
  from: number;
  to: number;
}

/** A value that held from `from` to `to`; for memory both are the moment of the sample. */
interface Reading {
  from: number;
  to: number;
  value: number;
}

/** Spans of a period, in milliseconds. */
const PERIODS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400].map(
  (seconds) => seconds * 1000,
);
const LONGEST_PERIOD = 86_400_000;
/** A series has at most so many points. */
const MAX_POINTS = 300;
/** A window without extent is the minute before it. */
const MOMENT = 60_000;

/** The shortest period that divides a window into at most 300. */
export function periodOf({ from, to }: MetricWindow): number {
  return PERIODS.find((period) => (to - from) / period <= MAX_POINTS) ?? LONGEST_PERIOD;
}

/** The window of a request; times that are not given are now, and a moment is the minute before it. */
export function metricWindow(from: number | undefined, to: number | undefined, now: number): MetricWindow {
  const window = { from: from ?? now, to: to ?? now };
  return window.from === window.to ? { from: window.to - MOMENT, to: window.to } : window;
}

const COUNTERS = { cpu_usage: 'cpuSeconds', disk_read: 'readBytes', disk_write: 'writtenBytes' } as const;

/** Rates between samples. Counters begin at zero at the start; one that steps back (a child was reaped) stood still. */
function rates(
  samples: readonly ResourceSample[],
  counter: (typeof COUNTERS)[keyof typeof COUNTERS],
  startedAt: number,
): Reading[] {
  const found: Reading[] = [];
  let before = { at: startedAt, count: 0 };
  for (const sample of samples.filter((one) => one[counter] !== undefined)) {
    const span = sample.at - before.at;
    const count = Math.max(before.count, sample[counter] ?? 0);
    if (span > 0) {
      found.push({ from: before.at, to: sample.at, value: ((count - before.count) * 1000) / span });
      before = { at: sample.at, count };
    }
  }
  return found;
}

function readingsOf(
  metric: MeasuredMetric,
  samples: readonly ResourceSample[],
  startedAt: number,
  asked: AskedResources,
): Reading[] {
  if (metric === 'mem_usage')
    return samples.map(({ at, memoryBytes }) => ({ from: at, to: at, value: (100 * memoryBytes) / asked.memoryBytes }));
  const found = rates(samples, COUNTERS[metric], startedAt);
  return metric === 'cpu_usage'
    ? found.map((reading) => ({ ...reading, value: (100 * reading.value) / asked.cpus }))
    : found;
}

/** One value for the readings of a period. An average weighs each reading by the time it held. */
function aggregate(readings: readonly Reading[], method: MetricMethod): number {
  const values = readings.map(({ value }) => value);
  if (method === 'maximum') return Math.max(...values);
  if (method === 'minimum') return Math.min(...values);
  const spans = readings.map(({ from, to }) => to - from);
  const whole = spans.reduce((sum, span) => sum + span, 0);
  if (whole === 0) return values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value, at) => sum + (value * (spans[at] ?? 0)) / whole, 0);
}

const rounded = (value: number) => Math.round(value * 100) / 100;

/** Points in time order; a period without a reading has none. */
export function metricPoints(
  metric: MeasuredMetric,
  samples: readonly ResourceSample[],
  { startedAt, asked, window, method }: Attempted,
): MetricPoint[] {
  const ordered = [...samples].sort((a, b) => a.at - b.at);
  const period = periodOf(window);
  const periods = new Map<number, Reading[]>();
  for (const reading of readingsOf(metric, ordered, startedAt, asked)) {
    if (reading.to < window.from || reading.to > window.to) continue;
    const begin = Math.floor(reading.to / period) * period;
    const known = periods.get(begin);
    if (known) known.push(reading);
    else periods.set(begin, [reading]);
  }
  return [...periods].map(([timestamp, readings]) => ({ timestamp, value: rounded(aggregate(readings, method)) }));
}

/** The attempt that was sampled, and what is asked about it. */
export interface Attempted {
  /** When its command started, Unix milliseconds. */
  startedAt: number;
  asked: AskedResources;
  window: MetricWindow;
  method: MetricMethod;
}
