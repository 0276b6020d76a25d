import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { can, leastRoleWith, type Permission, type ProjectRole } from '#core/access.ts';
import { useSession } from '#src/session/use-session.ts';
import { configQuery } from './console.ts';
import { projectQuery } from './projects.ts';
import { userQuery } from './users.ts';

/** Whether something may be done, and if not why: ready for `disabledReason`. */
export interface Access {
  allowed: boolean;
  reason: string | false;
}

const GRANTED: Access = { allowed: true, reason: false };
const refused = (reason: string): Access => ({ allowed: false, reason });

const ROLES: readonly ProjectRole[] = ['owner', 'Administrator', 'Developer', 'Uploader', 'Viewer'];

/** Role of the caller from its word on the wire; the reference writes `Owner` and, in examples, `Admin`. */
export function projectRole(wire: string | undefined): ProjectRole | undefined {
  const word = (wire ?? '').toLowerCase();
  if (word === 'admin') return 'Administrator';
  return ROLES.find((role) => role.toLowerCase() === word);
}

/** What a frozen project refuses: everything that adds, changes or runs something in it. */
const NEEDS_ACTIVE: ReadonlySet<Permission> = new Set(['upload', 'deleteData', 'develop', 'run', 'describe']);
const NEEDS_WRITING: ReadonlySet<Permission> = new Set([...NEEDS_ACTIVE, 'members', 'own']);

/**
 * Whether the caller may do something in a project. While the project is still being read it is refused without a
 * reason, so that nothing can be pressed too early.
 */
export function usePermission(projectId: string, permission: Permission): Access {
  const { t } = useTranslation();
  const { data: project } = useQuery({ ...projectQuery(projectId), enabled: projectId !== '' });
  const { data: config } = useQuery(configQuery());
  if (!project) return { allowed: false, reason: t('loading') };
  if (config?.read_only && NEEDS_WRITING.has(permission)) return refused(t('access.readOnly'));
  const role = projectRole(project.role);
  if (!role || !can(role, permission)) {
    const needed = t(`role.${leastRoleWith(permission)}`);
    return refused(t('access.needs', { role: role ? t(`role.${role}`) : t('access.none'), needed }));
  }
  if (project.status !== 'ACTIVE' && NEEDS_ACTIVE.has(permission)) return refused(t('access.frozen'));
  return GRANTED;
}

/** Whether the caller administers the platform. */
export function usePlatformAdmin(): Access & { known: boolean } {
  const { t } = useTranslation();
  const { user } = useSession();
  const { data: config } = useQuery(configQuery());
  const { data, isPending } = useQuery(userQuery(user.id));
  if (config?.read_only) return { ...refused(t('access.readOnly')), known: true };
  if (data?.role === 'ADMIN') return { ...GRANTED, known: true };
  return { ...refused(t('access.platform')), known: !isPending };
}

/** Whether the server offers an operation; remote and embedded services differ. */
export function useOffered(service: 'eihealth' | 'iam', operation: string): Access {
  const { t } = useTranslation();
  const { data } = useQuery(configQuery());
  const offer = data?.services[service];
  if (!offer || offer.operations.includes('*') || offer.operations.includes(operation)) return GRANTED;
  return refused(offer.reason || t('access.unavailable'));
}
