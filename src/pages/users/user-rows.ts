import type { PlatformUser } from '#src/api/users.ts';
import { compareNatural } from '#src/lib/format.ts';

const ORDERS: Record<string, keyof PlatformUser> = {
  name: 'name',
  role: 'role',
  email: 'email',
  created: 'create_time',
};

/** Users as the table shows them; the API does not page. */
export function userRows(
  users: readonly PlatformUser[],
  filter: { q: string; role: string },
  sort: { key: string; dir: 'asc' | 'desc' },
): PlatformUser[] {
  const wanted = filter.q.trim().toLowerCase();
  const by = ORDERS[sort.key] ?? 'name';
  const direction = sort.dir === 'asc' ? 1 : -1;
  return users
    .filter(({ name = '', email = '', role }) => {
      const found = name.toLowerCase().includes(wanted) || email.toLowerCase().includes(wanted);
      return found && (!filter.role || role === filter.role);
    })
    .sort((a, b) => direction * compareNatural(String(a[by] ?? ''), String(b[by] ?? '')));
}
