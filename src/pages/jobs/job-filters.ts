/** Filters of the job list: between the address of the page and the documented query (4.5.2.1). */
import type { JobListQuery } from '#src/api/jobs.ts';
import { isStatusFilter } from './job-status.ts';

/** State of the list in its address. Times are local, as a date field writes them: `2026-01-31T18:30`. */
export const LIST_URL = {
  q: '',
  status: '',
  workflow: '',
  user: '',
  label: [] as readonly string[],
  from: '',
  to: '',
  finishFrom: '',
  finishTo: '',
  sort: 'created',
  dir: 'desc',
  open: '',
};
export type ListUrl = typeof LIST_URL;

/** Filters that are shown as chips. */
export const CHIP_FILTERS = ['workflow', 'user', 'from', 'to', 'finishFrom', 'finishTo'] as const;
export type ChipFilter = (typeof CHIP_FILTERS)[number];
export const TIME_FILTERS: ReadonlySet<ChipFilter> = new Set(['from', 'to', 'finishFrom', 'finishTo']);

export const NO_FILTERS: Partial<ListUrl> = {
  q: '',
  status: '',
  workflow: '',
  user: '',
  label: [],
  from: '',
  to: '',
  finishFrom: '',
  finishTo: '',
};

/** Unix milliseconds of a local time; undefined when there is none or it cannot be read. */
function moment(text: string): number | undefined {
  const time = text === '' ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(time) ? undefined : time;
}

/** The end of a range includes its whole minute. */
const endOf = (text: string) => {
  const time = moment(text);
  return time === undefined ? undefined : time + 59_999;
};

/** The documented query of a page address, without limit and offset. */
export function listQuery(url: ListUrl): JobListQuery {
  const query: JobListQuery = {
    job_name: url.q.trim() || undefined,
    status: isStatusFilter(url.status) ? url.status : undefined,
    tool_name: url.workflow || undefined,
    user_name: url.user || undefined,
    labels: url.label.length > 0 ? [...url.label] : undefined,
    start_time: moment(url.from),
    end_time: endOf(url.to),
    finish_start_time: moment(url.finishFrom),
    finish_end_time: endOf(url.finishTo),
    // By time is the default of the platform and has no key of its own.
    sort_key: url.sort === 'status' ? 'status' : undefined,
    sort_dir: url.dir === 'asc' ? 'ASC' : 'DESC',
  };
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as JobListQuery;
}

/** Whether anything is filtered. */
export function isFiltered(url: ListUrl): boolean {
  return Object.keys(NO_FILTERS).some((key) => url[key as keyof ListUrl].length > 0);
}
