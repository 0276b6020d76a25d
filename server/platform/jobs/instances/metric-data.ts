/** 4.5.2.12: one metric of an attempt over time, from the samples its executor took. */
import type { Schema, ServiceOperations } from '#contracts/index.ts';
import {
  isKnownMetric,
  isMeasured,
  MEASURED_METRICS,
  METRIC_UNITS,
  metricPoints,
  metricWindow,
  UNMEASURED_METRICS,
} from '#core/job/metrics.ts';
import { attemptResources } from '../../../engine/attempt-request.ts';
import { refuse } from '../../../errors.ts';
import type { Call } from '../../platform.ts';
import { attemptOf } from './find-instance.ts';

type MetricCall = Call<ServiceOperations['eihealth']['showTaskInstanceMetricData']>;

/** A metric nobody measures here, and an attempt too short to be looked at, have no points. */
export async function showTaskInstanceMetricData(
  call: MetricCall,
): Promise<Schema<'ShowTaskInstanceMetricDataResponse'>> {
  const { metric_name: metric, method = 'maximum', from_time, to_time } = call.query;
  if (!isKnownMetric(metric)) {
    const known = [...MEASURED_METRICS, ...UNMEASURED_METRICS].join(', ');
    throw refuse('01000040', `query parameter metric_name: ${metric} is none of ${known}`);
  }
  const window = metricWindow(from_time, to_time, Date.now());
  if (window.from > window.to) throw refuse('01000045', 'from_time must be before to_time');
  const { record, key, task } = await attemptOf(call);
  if (!isMeasured(metric) || record.startedAt === undefined) return { data_points: [] };
  const samples = await call.platform.engine.lookup.samples(key);
  const points = metricPoints(metric, samples, {
    startedAt: record.startedAt,
    asked: attemptResources(task),
    window,
    method,
  });
  return { data_points: points.map((point) => ({ ...point, unit: METRIC_UNITS[metric] })) };
}
