import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MetricMethod, metricPoints, metricWindow, periodOf, type ResourceSample } from './metrics.ts';

const sample = (at: number, cpuSeconds: number, more: Partial<ResourceSample> = {}): ResourceSample => ({
  at,
  cpuSeconds,
  memoryBytes: 0,
  readBytes: 0,
  writtenBytes: 0,
  ...more,
});
const asked = { cpus: 2, memoryBytes: 1000 };
const of = (method: MetricMethod, from = 0, to = 300_000, startedAt = 0) => ({
  startedAt,
  asked,
  method,
  window: { from, to },
});

describe('series of an attempt', () => {
  it('turns counters into rates, from the start on, as a share of what was asked for', () => {
    const samples = [sample(1000, 2), sample(3000, 4)];
    expect(metricPoints('cpu_usage', samples, of('maximum'))).toEqual([
      { timestamp: 1000, value: 100 },
      { timestamp: 3000, value: 50 },
    ]);
    const written = [sample(500, 0, { writtenBytes: 1000 }), sample(1500, 0, { writtenBytes: 1500 })];
    expect(metricPoints('disk_write', written, of('average')).map(({ value }) => value)).toEqual([2000, 500]);
    expect(metricPoints('disk_read', written, of('average')).map(({ value }) => value)).toEqual([0, 0]);
  });

  it('shows memory as it was when looked at', () => {
    const samples = [sample(1000, 0, { memoryBytes: 250 }), sample(2000, 0, { memoryBytes: 1500 })];
    expect(metricPoints('mem_usage', samples, of('maximum')).map(({ value }) => value)).toEqual([25, 150]);
  });

  it('joins the readings of a period by the method asked for', () => {
    // A window of ten minutes has periods of two seconds: 0.5 s at 200 %, 1 s at 0 %, then 0.5 s at 100 %.
    const samples = [sample(2500, 2, { memoryBytes: 100 }), sample(3500, 2, { memoryBytes: 300 }), sample(3999, 3)];
    const joined = (method: MetricMethod) =>
      metricPoints('cpu_usage', samples, of(method, 0, 600_000, 2000)).map(({ timestamp, value }) => [
        timestamp,
        Math.round(value),
      ]);
    expect(joined('maximum')).toEqual([[2000, 200]]);
    expect(joined('minimum')).toEqual([[2000, 0]]);
    expect(joined('average')).toEqual([[2000, 75]]);
    expect(metricPoints('mem_usage', samples.slice(0, 2), of('average', 0, 600_000))).toEqual([
      { timestamp: 2000, value: 20 },
    ]);
  });

  it('never runs backwards: a counter that lost a child stands still', () => {
    const samples = [sample(1000, 5), sample(2000, 1), sample(3000, 6)];
    expect(metricPoints('cpu_usage', samples, of('maximum')).map(({ value }) => value)).toEqual([250, 0, 50]);
  });

  it('keeps to its window, and takes a moment for the minute before it', () => {
    const samples = [sample(1000, 1), sample(61_000, 2), sample(121_000, 3)];
    expect(metricPoints('cpu_usage', samples, of('maximum', 2000, 100_000))).toHaveLength(1);
    expect(metricWindow(undefined, undefined, 121_000)).toEqual({ from: 61_000, to: 121_000 });
    expect(metricWindow(5, undefined, 10)).toEqual({ from: 5, to: 10 });
    expect(metricPoints('cpu_usage', [], of('maximum'))).toEqual([]);
  });

  it('has at most 300 points, in order, and minimum ≤ average ≤ maximum in each', () => {
    const readings = fc.array(
      fc.record({ step: fc.integer({ min: 1, max: 90_000 }), cpu: fc.integer({ min: 0, max: 100 }) }),
      { maxLength: 400 },
    );
    fc.assert(
      fc.property(readings, (steps) => {
        let at = 0;
        let cpu = 0;
        const samples = steps.map((one) => {
          at += one.step;
          cpu += one.cpu;
          return sample(at, cpu);
        });
        const series = (method: MetricMethod) => metricPoints('cpu_usage', samples, of(method, 0, at + 1));
        const [low, middle, high] = [series('minimum'), series('average'), series('maximum')];
        expect(periodOf({ from: 0, to: at + 1 }) * 301).toBeGreaterThan(at);
        expect(high.length).toBeLessThanOrEqual(301);
        for (const [place, point] of high.entries()) {
          expect(low[place]?.timestamp).toBe(point.timestamp);
          expect(low[place]?.value ?? 0).toBeLessThanOrEqual((middle[place]?.value ?? 0) + 0.011);
          expect(middle[place]?.value ?? 0).toBeLessThanOrEqual(point.value + 0.011);
          if (place > 0) expect(point.timestamp).toBeGreaterThan(high[place - 1]?.timestamp ?? 0);
        }
      }),
    );
  });
});
