import { useMemo, useRef } from 'react';
import type { Job } from '#src/api/jobs.ts';
import { foldRun, RUN_ORDER, type RunByTask, type TaskRun } from '#src/canvas/run/run.ts';

/** State of every task, folded from the answer; what did not change keeps its object. */
export function useRuns(runtime: Job['task_runtime_info']): RunByTask {
  const before = useRef<RunByTask>(undefined);
  return useMemo(() => {
    before.current = foldRun(runtime ?? [], before.current);
    return before.current;
  }, [runtime]);
}

/** All instances of a job as one. */
export function sumRuns(runs: RunByTask): TaskRun {
  const counts: Partial<Record<(typeof RUN_ORDER)[number], number>> = {};
  let total = 0;
  for (const run of runs.values()) {
    total += run.total;
    for (const state of RUN_ORDER) if (run.counts[state]) counts[state] = (counts[state] ?? 0) + run.counts[state];
  }
  return { status: 'UNKNOWN', total, counts };
}
