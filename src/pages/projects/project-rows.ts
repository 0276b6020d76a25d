import type { ProjectSummary } from '#src/api/projects.ts';
import { compareNatural } from '#src/lib/format.ts';
import type { Sort } from '#src/ui/data-table-types.ts';

export interface ProjectFilter {
  q: string;
  status: string;
}

type Compare = (a: ProjectSummary, b: ProjectSummary) => number;

const text = (key: 'name' | 'creator' | 'status' | 'create_time' | 'update_time'): Compare => {
  return (a, b) => compareNatural(a[key] ?? '', b[key] ?? '');
};

const ORDERS: Record<string, Compare> = {
  name: text('name'),
  creator: text('creator'),
  status: text('status'),
  created: text('create_time'),
  updated: text('update_time'),
  size: (a, b) => (a.size ?? 0) - (b.size ?? 0),
};

/** Projects as the table shows them: the API does not page, so filter and order are made here. */
export function projectRows(projects: readonly ProjectSummary[], filter: ProjectFilter, sort: Sort): ProjectSummary[] {
  const wanted = filter.q.trim().toLowerCase();
  const matches = ({ name = '', description = '', tags = [] }: ProjectSummary) =>
    [name, description, ...tags].some((part) => part.toLowerCase().includes(wanted));
  const order = ORDERS[sort.key] ?? text('name');
  const direction = sort.dir === 'asc' ? 1 : -1;
  return projects
    .filter((project) => (!filter.status || project.status === filter.status) && matches(project))
    .sort((a, b) => direction * order(a, b));
}
