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

export function can(role: ProjectRole, permission: Permission): boolean {
  return ROLE_PERMISSIONS[role].includes(permission);
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
  retryJob: { project: 'run' },
  cancelJob: { project: 'run' },
};
