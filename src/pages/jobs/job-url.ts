/** State of a job's page in its address. */
export const JOB_URL = {
  tab: '',
  /** Name of the task that is looked at. */
  task: '',
  index: 0,
  /** What of the instance is looked at beside the page; empty: nothing. */
  look: '',
  /** The attempt of it, from 1; 0: the newest. */
  attempt: 0,
  /** Only instances in this state are listed. */
  state: '',
};
export type JobUrl = typeof JOB_URL;
export type SetJobUrl = (change: Partial<JobUrl>, options?: { push?: boolean }) => void;

const TABS = ['graph', 'tasks', 'logs', 'events', 'io', 'config'] as const;
export type JobTab = (typeof TABS)[number];

/** The open tab. Without one in the address it is the graph, on narrow screens the tasks. */
export function tabOf(text: string, narrow: boolean): JobTab {
  return TABS.find((tab) => tab === text) ?? (narrow ? 'tasks' : 'graph');
}
