import type { ProjectRole } from '#core/access.ts';
import type { Project } from '#src/api/projects.ts';
import { projectRole } from '#src/api/use-permission.ts';
import { compareNatural } from '#src/lib/format.ts';

export interface Member {
  id: string;
  name: string;
  role: ProjectRole;
}

const RANK: Record<ProjectRole, number> = { owner: 0, Administrator: 1, Developer: 2, Uploader: 3, Viewer: 4 };

/** Members of a project as one list; the API gives them by role. Roles we do not know are left to the server. */
export function membersOf(project: Pick<Project, 'roles'>): Member[] {
  return (project.roles ?? []).flatMap(({ role_type, users = [] }) => {
    const role = projectRole(role_type);
    return role ? users.map(({ id = '', name = '' }) => ({ id, name, role })) : [];
  });
}

export interface MemberFilter {
  q: string;
  role: string;
}

/** Members as the table shows them. */
export function memberRows(
  members: readonly Member[],
  filter: MemberFilter,
  sort: { key: string; dir: 'asc' | 'desc' },
): Member[] {
  const wanted = filter.q.trim().toLowerCase();
  const direction = sort.dir === 'asc' ? 1 : -1;
  return members
    .filter(({ name, role }) => name.toLowerCase().includes(wanted) && (!filter.role || role === filter.role))
    .sort((a, b) => {
      const byRole = sort.key === 'role' ? RANK[a.role] - RANK[b.role] : 0;
      return direction * (byRole || compareNatural(a.name, b.name));
    });
}
