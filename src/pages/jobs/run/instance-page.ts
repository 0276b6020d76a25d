/** Instances of a task in pages: a task may have ten thousand. */
import type { Schema } from '#contracts/index.ts';
import { taskStatus } from '#src/canvas/run/run.ts';

type Instance = Schema<'SubTaskRuntimeDto'>;

export const PAGE_SIZE = 10;

export interface InstancePage {
  /** Number of the instance and what the job tells of it. */
  rows: { index: number; instance: Instance }[];
  /** From 0; the last one when a later one was asked for. */
  page: number;
  pages: number;
  /** Instances in the state that was asked for. */
  count: number;
}

/** One page of the instances, only those in `state` when one is given. */
export function instancePage(instances: readonly Instance[], state: string, wanted: number): InstancePage {
  const numbers: number[] = [];
  for (const [index, { status }] of instances.entries())
    if (!state || taskStatus(status) === state) numbers.push(index);
  const pages = Math.max(1, Math.ceil(numbers.length / PAGE_SIZE));
  const page = Math.min(Math.max(0, wanted), pages - 1);
  const rows = numbers.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE).flatMap((index) => {
    const instance = instances[index];
    return instance ? [{ index, instance }] : [];
  });
  return { rows, page, pages, count: numbers.length };
}
