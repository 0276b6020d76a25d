/**
 * Who may do what: one table for the server, which asserts it, and the console, which disables with the reason.
 * Source: domain §5 (cells known from the reference and the decided rest).
 */

export type PlatformRole = 'ADMIN' | 'OPERATOR';
export type ProjectRole = 'owner' | 'Administrator' | 'Developer' | 'Uploader' | 'Viewer';

export type Permission =
  | 'view'
  | 'upload'
  | 'download'
  | 'deleteData'
  | 'develop'
  | 'run'
  | 'describe'
  | 'members'
  | 'own';

const VIEWER: readonly Permission[] = ['view'];
const UPLOADER: readonly Permission[] = [...VIEWER, 'upload', 'deleteData'];
const DEVELOPER: readonly Permission[] = [...UPLOADER, 'download', 'develop', 'run'];
const ADMINISTRATOR: readonly Permission[] = [...DEVELOPER, 'describe', 'members'];

/** What each role may do. An Uploader's `deleteData` reaches only own uploads; the handler checks that. */
export const ROLE_PERMISSIONS: Readonly<Record<ProjectRole, readonly Permission[]>> = {
  owner: [...ADMINISTRATOR, 'own'],
  Administrator: ADMINISTRATOR,
  Developer: DEVELOPER,
  Uploader: UPLOADER,
  Viewer: VIEWER,
};

/** What a role may do with its own work only. */
const OWN_WORK_ONLY: Readonly<Partial<Record<ProjectRole, readonly Permission[]>>> = { Uploader: ['deleteData'] };

/** Roles a member may be given; the owner is not one of them (4.1.3.6). */
export const MEMBER_ROLES: readonly ProjectRole[] = ['Administrator', 'Developer', 'Uploader', 'Viewer'];

export function can(role: ProjectRole, permission: Permission): boolean {
  return ROLE_PERMISSIONS[role].includes(permission);
}

/** Whether a permission of a role ends at what the user made: the handler and the console must then ask who did. */
export function onlyOwnWork(role: ProjectRole, permission: Permission): boolean {
  return OWN_WORK_ONLY[role]?.includes(permission) === true;
}

/**
 * The role a user acts with in a project; undefined when the user may not see it. A platform administrator has the
 * rights of an Administrator everywhere, and is owner only where made so.
 */
export function effectiveRole(platform: PlatformRole, membership: ProjectRole | undefined): ProjectRole | undefined {
  if (membership === 'owner' || platform !== 'ADMIN') return membership;
  return 'Administrator';
}

/** The least role that has a permission, for sentences such as "this needs the role Developer". */
export function leastRoleWith(permission: Permission): ProjectRole {
  const order: ProjectRole[] = ['Viewer', 'Uploader', 'Developer', 'Administrator', 'owner'];
  return order.find((role) => can(role, permission)) ?? 'owner';
}

export interface OperationRule {
  /** Role on the platform. */
  platform?: PlatformRole;
  /** Permission in the project of the path. */
  project?: Permission;
  /** The user of the path may do it to himself, whatever the platform role. */
  self?: true;
}

/** The rule of every embedded operation; an operation without a rule is refused. */
export const operationPermissions: Readonly<Record<string, OperationRule>> = {
  createProject: {},
  listProject: {},
  showProject: { project: 'view' },
  updateProject: { project: 'describe' },
  deleteProject: { project: 'own' },
  updateMember: { project: 'members' },
  deleteMember: { project: 'members' },
  batchDeleteMember: { project: 'members' },

  listUser: {},
  showUser: { platform: 'ADMIN', self: true },
  createUser: { platform: 'ADMIN' },
  updateUser: { platform: 'ADMIN', self: true },
  deleteUser: { platform: 'ADMIN' },
  updateUserRole: { platform: 'ADMIN' },
  showUserSetting: { platform: 'ADMIN', self: true },
  updateUserSetting: { platform: 'ADMIN' },

  // How long finished jobs are kept concerns everybody who has some.
  showJobConfig: {},
  updateJobConfig: { platform: 'ADMIN' },

  // What nodes there are for tasks is for everybody who sizes or labels them; the nodes themselves are not.
  listComputingResources: { platform: 'ADMIN' },
  showLeftQuota: { platform: 'ADMIN' },
  listComputingResourceFlavors: {},
  updateSchedule: { platform: 'ADMIN' },
  showSchedule: { platform: 'ADMIN' },
  batchUpdateNodeLabel: { platform: 'ADMIN' },
  listNodeLabel: { platform: 'ADMIN' },
  listClusterAllNodeLabel: {},
  listPresetLabel: {},
  batchDownloadResourceStatData: { platform: 'ADMIN' },

  createData: { project: 'upload' },
  listData: { project: 'view' },
  showData: { project: 'view' },
  showBucketStorage: { project: 'view' },
  uploadData: { project: 'upload' },
  batchDeleteData: { project: 'deleteData' },
  downloadData: { project: 'download' },
  listDataJob: { project: 'view' },
  showDataJob: { project: 'view' },

  listApp: { project: 'view' },
  showApp: { project: 'view' },
  createApp: { project: 'develop' },
  updateApp: { project: 'develop' },
  deleteApp: { project: 'develop' },

  listWorkflow: { project: 'view' },
  showWorkflow: { project: 'view' },
  createWorkflow: { project: 'develop' },
  updateWorkflow: { project: 'develop' },
  deleteWorkflow: { project: 'develop' },

  listJob: { project: 'view' },
  showJob: { project: 'view' },
  executeJob: { project: 'run' },
  deleteJob: { project: 'run' },
  updateJob: { project: 'run' },
  showJobEvent: { project: 'view' },
  showJobLog: { project: 'view' },
  showTaskEvents: { project: 'view' },
  showTaskInstances: { project: 'view' },
  showTaskInstanceEvents: { project: 'view' },
  showTaskInstancePod: { project: 'view' },
  showTaskInstanceMetricData: { project: 'view' },
  retryJob: { project: 'run' },
  cancelJob: { project: 'run' },
  batchCancelJob: { project: 'run' },
  batchRetryJob: { project: 'run' },
  batchDeleteJob: { project: 'run' },
};

export interface Actor {
  platform: PlatformRole;
  /** Role in the project of the request, as `effectiveRole` gives it. */
  role?: ProjectRole;
  /** The request is about the user, or about data the user made. */
  self?: boolean;
}

export type Verdict = { allowed: true } | { allowed: false; needs: { platform: PlatformRole } | { role: ProjectRole } };

/** Whether somebody may call an operation, and which role is missing otherwise. Unknown operations are refused. */
export function verdictOn(operationId: string, actor: Actor): Verdict {
  const rule = Object.hasOwn(operationPermissions, operationId) ? operationPermissions[operationId] : undefined;
  if (!rule) return { allowed: false, needs: { role: 'owner' } };
  if (rule.platform && actor.platform !== rule.platform && !(rule.self && actor.self)) {
    return { allowed: false, needs: { platform: rule.platform } };
  }
  if (!rule.project) return { allowed: true };
  const { role } = actor;
  const allowed = role && can(role, rule.project) && (actor.self !== false || !onlyOwnWork(role, rule.project));
  return allowed ? { allowed: true } : { allowed: false, needs: { role: leastRoleFor(rule.project, actor.self) } };
}

/** As `leastRoleWith`; for the work of others, a role that reaches only its own does not count. */
function leastRoleFor(permission: Permission, self: boolean | undefined): ProjectRole {
  const least = leastRoleWith(permission);
  return self === false && onlyOwnWork(least, permission) ? 'Developer' : least;
}
