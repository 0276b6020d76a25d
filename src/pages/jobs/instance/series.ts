/** Measured values of an attempt, ready to be drawn and to be listed. */
import { MEASURED_METRICS, UNMEASURED_METRICS } from '#core/job/metrics.ts';
import type { MetricPoint } from '#src/api/instances.ts';

/** Names to ask for: some platforms measure more than others. */
export const METRICS = [...MEASURED_METRICS, ...UNMEASURED_METRICS] as const;
export type Metric = (typeof METRICS)[number];

export interface Series {
  metric: Metric;
  unit: string | undefined;
  points: readonly MetricPoint[];
}

/** What belongs into one picture. */
export const CHARTS = {
  cpu: ['cpu_usage'],
  memory: ['mem_usage'],
  disk: ['disk_read', 'disk_write'],
  gpu: ['gpu_usage', 'gpu_mem_usage'],
  network: ['network_in', 'network_out'],
} as const satisfies Record<string, readonly Metric[]>;
export type Chart = keyof typeof CHARTS;

export interface Aligned {
  /** Unix milliseconds, ascending. */
  times: number[];
  /** Per series, in its order, a value for each time; null where it has none. */
  values: (number | null)[][];
}

/** Series on one axis of time. */
export function align(series: readonly Series[]): Aligned {
  const places = series.map(({ points }) => new Map(points.map(({ timestamp, value }) => [timestamp, value])));
  const times = [...new Set(places.flatMap((place) => [...place.keys()]))]
    .filter((time) => time !== undefined)
    .sort((a, b) => a - b);
  return { times, values: places.map((place) => times.map((time) => place.get(time) ?? null)) };
}

/** The highest value and the last one; undefined for a series without points. */
export function summary({ points }: Series): { max: number; last: number } | undefined {
  const values = points.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const last = values.at(-1);
  return last === undefined ? undefined : { max: Math.max(...values), last };
}
